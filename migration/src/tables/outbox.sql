-- A lost second factor: besides the first mail come reminders, each with a link of its own that stops the removal.
ALTER TABLE factor_resets ADD COLUMN reminded integer NOT NULL DEFAULT 0;
CREATE TABLE stop_links (
    token_hash bytea NOT NULL PRIMARY KEY,
    reset_id uuid NOT NULL REFERENCES factor_resets (id)
);

-- A task can be about the team instead of a chart: a mail to a member of staff that could not be delivered.
-- only postgres
ALTER TABLE tasks ALTER COLUMN chart_id DROP NOT NULL;
-- only sqlite
CREATE TABLE tasks_anew (
    id uuid NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    chart_id uuid REFERENCES charts (id),
    document_id uuid REFERENCES documents (id),
    mail_id uuid REFERENCES mails (id),
    owner_id uuid REFERENCES staff (id),
    remark bytea,
    since timestamptz NOT NULL,
    done_at timestamptz,
    done_by uuid REFERENCES staff (id),
    note bytea,
    grant_id uuid REFERENCES grants (id)
);
INSERT INTO tasks_anew (id, kind, chart_id, document_id, mail_id, owner_id, remark, since, done_at, done_by, note, grant_id)
    SELECT id, kind, chart_id, document_id, mail_id, owner_id, remark, since, done_at, done_by, note, grant_id FROM tasks;
DROP TABLE tasks;
ALTER TABLE tasks_anew RENAME TO tasks;
CREATE INDEX tasks_open ON tasks (since) WHERE done_at IS NULL;
CREATE INDEX tasks_chart ON tasks (chart_id) WHERE done_at IS NULL;
-- both

-- What became of the newest mail to each member of staff.
CREATE INDEX mails_staff ON mails (staff_id, written_at) WHERE staff_id IS NOT NULL;
