-- A Form & Assessment Package: forms in an order, sent in one act.
CREATE TABLE form_packages (
    id uuid NOT NULL PRIMARY KEY,
    title text NOT NULL,
    -- They are due so many days after somebody can fill them in.
    due_days integer,
    changed_at timestamptz NOT NULL,
    changed_by uuid REFERENCES staff (id),
    archived_at timestamptz
);
CREATE TABLE form_package_items (
    package_id uuid NOT NULL REFERENCES form_packages (id),
    place integer NOT NULL,
    form_id uuid NOT NULL REFERENCES forms (id),
    PRIMARY KEY (package_id, place)
);
CREATE UNIQUE INDEX form_package_items_once ON form_package_items (package_id, form_id);

-- Of workflows that count days: how many, and which package one sends.
ALTER TABLE workflows ADD COLUMN days text NOT NULL DEFAULT '';
ALTER TABLE workflows ADD COLUMN package_id uuid REFERENCES form_packages (id);

-- What went to every new client form by form goes as a package from now on.
-- only postgres
INSERT INTO form_packages (id, title, changed_at)
    SELECT '0b9f6c2e-7d1a-4f3b-9a55-2c6e1d8f4a07', 'For new clients', opened_at FROM practice WHERE EXISTS (SELECT 1 FROM forms WHERE on_creation);
-- only sqlite
INSERT INTO form_packages (id, title, changed_at)
    SELECT x'0b9f6c2e7d1a4f3b9a552c6e1d8f4a07', 'For new clients', opened_at FROM practice WHERE EXISTS (SELECT 1 FROM forms WHERE on_creation);
-- both
INSERT INTO form_package_items (package_id, place, form_id)
    SELECT form_packages.id, row_number() OVER (ORDER BY forms.title, forms.id), forms.id FROM form_packages, forms WHERE forms.on_creation;
INSERT INTO workflows (kind, hours, mail, words, changed_at, package_id)
    SELECT 'new_client_forms', '', '', '', changed_at, id FROM form_packages;
ALTER TABLE forms DROP COLUMN on_creation;

-- Of what waits for somebody to have access: how many days it has from then on.
ALTER TABLE form_assignments ADD COLUMN due_days integer;
-- When whoever may fill it in was told.
ALTER TABLE form_assignments ADD COLUMN told_at timestamptz;
-- When it was closed because it was not submitted in time. It stands as withdrawn.
ALTER TABLE form_assignments ADD COLUMN expired_at timestamptz;
UPDATE form_assignments SET told_at = sent_at;
CREATE INDEX form_assignments_untold ON form_assignments (chart_id) WHERE told_at IS NULL AND state = 'sent';

-- What was answered in a form that was taken back is nobody's to read.
DELETE FROM form_answers WHERE assignment_id IN (SELECT id FROM form_assignments WHERE state = 'withdrawn');

-- Which forms a mail tells of: it leaves as long as one of them waits.
CREATE TABLE form_mails (
    mail_id uuid NOT NULL REFERENCES mails (id),
    assignment_id uuid NOT NULL REFERENCES form_assignments (id),
    PRIMARY KEY (mail_id, assignment_id)
);
CREATE INDEX form_mails_assignment ON form_mails (assignment_id);

-- What a client asks for of the record.
CREATE TABLE record_requests (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    asked_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('received', 'in_progress', 'released', 'declined')),
    due_on text NOT NULL,
    -- Sealed: what is asked for, of which time, what for, and where it is to go.
    asked bytea NOT NULL,
    -- Where one talks about it.
    conversation_id uuid REFERENCES conversations (id),
    taken_by uuid REFERENCES staff (id),
    answered_at timestamptz,
    answered_by uuid REFERENCES staff (id),
    -- Sealed: why it was declined.
    reason bytea
);
CREATE INDEX record_requests_chart ON record_requests (chart_id, asked_at);

-- What left the chart, to whom, how and when: the log of releases.
CREATE TABLE record_releases (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    request_id uuid REFERENCES record_requests (id),
    released_on text NOT NULL,
    how text NOT NULL,
    noted_at timestamptz NOT NULL,
    noted_by uuid NOT NULL REFERENCES staff (id),
    -- Sealed: what, and to whom.
    told bytea NOT NULL
);
CREATE INDEX record_releases_chart ON record_releases (chart_id, released_on);
CREATE INDEX record_releases_request ON record_releases (request_id) WHERE request_id IS NOT NULL;
ALTER TABLE tasks ADD COLUMN request_id uuid REFERENCES record_requests (id);
CREATE INDEX tasks_request ON tasks (request_id) WHERE request_id IS NOT NULL;

-- Papers that were handed out unsigned, by what they are: so that somebody who holds one can have it looked at.
CREATE TABLE prints (
    sha256 bytea NOT NULL PRIMARY KEY,
    share_id uuid NOT NULL REFERENCES shares (id),
    made_at timestamptz NOT NULL
);
CREATE INDEX signatures_paper ON signatures (pdf_sha256);
