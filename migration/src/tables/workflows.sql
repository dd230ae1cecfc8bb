-- What the practice does by itself. One that nobody has changed has no row, and is as it is from the start.
CREATE TABLE workflows (
    kind text NOT NULL PRIMARY KEY,
    off_since timestamptz,
    -- So many hours before, the earlier first.
    hours text NOT NULL,
    mail text NOT NULL,
    words text NOT NULL,
    changed_at timestamptz NOT NULL
);

-- What was done of it, or was not, and why. Its key says that nothing is done twice: workflow, subject, moment, which of the
-- reminders, and who is told.
CREATE TABLE workflow_jobs (
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
    CHECK ((mail_id IS NULL) <> (why_not IS NULL))
);
CREATE UNIQUE INDEX workflow_jobs_once ON workflow_jobs (subject_id, kind, moment, step, channel, reader_id);
CREATE INDEX workflow_jobs_newest ON workflow_jobs (kind, made_at, id);
CREATE INDEX workflow_jobs_mail ON workflow_jobs (mail_id) WHERE mail_id IS NOT NULL;

-- Numbers whose holders answered STOP, until they answer START.
CREATE TABLE text_stops (
    number text NOT NULL PRIMARY KEY,
    since timestamptz NOT NULL
);
