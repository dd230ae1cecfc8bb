-- The To-do: until when something is to be done, until which day it is put off and by whom, and which conversation waits for an answer.
ALTER TABLE tasks ADD COLUMN due_on text;
ALTER TABLE tasks ADD COLUMN snoozed_until text;
ALTER TABLE tasks ADD COLUMN snoozed_by uuid REFERENCES staff (id);
ALTER TABLE tasks ADD COLUMN conversation_id uuid REFERENCES conversations (id);
UPDATE tasks SET due_on = (SELECT record_requests.due_on FROM record_requests WHERE record_requests.id = tasks.request_id)
    WHERE request_id IS NOT NULL;
DROP INDEX tasks_open;
CREATE INDEX tasks_open ON tasks (since, id) WHERE done_at IS NULL;
CREATE INDEX tasks_done ON tasks (done_at, id) WHERE done_at IS NOT NULL;
CREATE INDEX tasks_conversation ON tasks (conversation_id) WHERE conversation_id IS NOT NULL;

-- The trail is looked through by time: all of it, what one person did, what was done in one chart, and where one act was done.
CREATE INDEX audit_at ON audit (at, seq);
DROP INDEX audit_actor;
CREATE INDEX audit_actor ON audit (actor_id, at, seq);
CREATE INDEX audit_chart_at ON audit (chart_id, at, seq);
CREATE INDEX audit_act ON audit (act, at, seq);

-- What a workflow did may also be a task.
CREATE TABLE workflow_jobs_anew (
    id uuid NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    subject_id uuid NOT NULL,
    moment timestamptz NOT NULL,
    step integer NOT NULL,
    channel text NOT NULL,
    -- The grant of who is told; the chart itself where nobody in particular is.
    reader_id uuid NOT NULL,
    chart_id uuid NOT NULL REFERENCES charts (id),
    mail_id uuid REFERENCES mails (id),
    why_not text,
    made_at timestamptz NOT NULL,
    task_id uuid REFERENCES tasks (id),
    CHECK ((CASE WHEN mail_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN why_not IS NULL THEN 0 ELSE 1 END)
        + (CASE WHEN task_id IS NULL THEN 0 ELSE 1 END) = 1)
);
INSERT INTO workflow_jobs_anew (id, kind, subject_id, moment, step, channel, reader_id, chart_id, mail_id, why_not, made_at)
    SELECT id, kind, subject_id, moment, step, channel, reader_id, chart_id, mail_id, why_not, made_at FROM workflow_jobs;
DROP TABLE workflow_jobs;
ALTER TABLE workflow_jobs_anew RENAME TO workflow_jobs;
CREATE UNIQUE INDEX workflow_jobs_once ON workflow_jobs (subject_id, kind, moment, step, channel, reader_id);
CREATE INDEX workflow_jobs_newest ON workflow_jobs (kind, made_at, id);
CREATE INDEX workflow_jobs_mail ON workflow_jobs (mail_id) WHERE mail_id IS NOT NULL;
