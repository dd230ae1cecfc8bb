-- Every mail is written in the transaction that causes it, and sent by a job. The body is sealed, and erased once delivered.
CREATE TABLE mails (
    id uuid NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    chart_id uuid REFERENCES charts (id),
    invite_id uuid REFERENCES invites (id),
    address text NOT NULL,
    body bytea,
    state text NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'bounced', 'cancelled')),
    tries integer NOT NULL,
    next_try_at timestamptz NOT NULL,
    leased_until timestamptz,
    written_at timestamptz NOT NULL,
    sent_at timestamptz,
    trouble text
);
CREATE INDEX mails_due ON mails (next_try_at) WHERE state = 'queued';
CREATE INDEX mails_invite ON mails (invite_id);

CREATE TABLE tasks (
    id uuid NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    chart_id uuid NOT NULL REFERENCES charts (id),
    document_id uuid REFERENCES documents (id),
    mail_id uuid REFERENCES mails (id),
    owner_id uuid REFERENCES staff (id),
    remark bytea,
    since timestamptz NOT NULL,
    done_at timestamptz,
    done_by uuid REFERENCES staff (id)
);
CREATE INDEX tasks_open ON tasks (since) WHERE done_at IS NULL;
CREATE INDEX tasks_chart ON tasks (chart_id) WHERE done_at IS NULL;
