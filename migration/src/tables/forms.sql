-- What the practice asks its clients. Each version is kept as it was worded: who has begun one goes on with it.
CREATE TABLE forms (
    id uuid NOT NULL PRIMARY KEY,
    -- Of those that come with the program: its name there.
    slug text UNIQUE,
    title text NOT NULL,
    version integer NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by uuid REFERENCES staff (id),
    archived_at timestamptz,
    -- It goes to every new client by itself.
    on_creation boolean NOT NULL DEFAULT false
);

CREATE TABLE form_versions (
    form_id uuid NOT NULL REFERENCES forms (id),
    version integer NOT NULL,
    body text NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (form_id, version)
);

-- A form that was sent into a chart, from then until it is reviewed.
CREATE TABLE form_assignments (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    form_id uuid NOT NULL REFERENCES forms (id),
    version integer NOT NULL,
    title text NOT NULL,
    state text NOT NULL CHECK (state IN ('sent', 'returned', 'submitted', 'reviewed', 'withdrawn')),
    due_on text,
    sent_at timestamptz NOT NULL,
    -- Nobody where a workflow has sent it.
    sent_by uuid REFERENCES staff (id),
    -- Under these ids it is filed when it is submitted, so that what is reviewed is what is signed.
    document_id uuid NOT NULL UNIQUE,
    share_id uuid NOT NULL UNIQUE,
    submitted_at timestamptz,
    submitted_by uuid REFERENCES accounts (id),
    -- What staff ask about what was submitted.
    question bytea,
    returned_at timestamptz,
    reviewed_at timestamptz,
    reviewed_by uuid REFERENCES staff (id),
    withdrawn_at timestamptz
);
-- What was answered so far. Nobody did anything yet: it is kept as a draft is, until it is submitted.
CREATE TABLE form_answers (
    assignment_id uuid NOT NULL PRIMARY KEY REFERENCES form_assignments (id),
    chart_id uuid NOT NULL REFERENCES charts (id),
    -- Grows with each change: who writes on an older one is shown both.
    revision integer NOT NULL,
    answers bytea NOT NULL,
    saved_at timestamptz NOT NULL,
    saved_by uuid NOT NULL REFERENCES accounts (id),
    -- When somebody last had all of it before their eyes, as it stands.
    looked_at timestamptz,
    looked_by uuid REFERENCES accounts (id)
);
CREATE INDEX form_answers_chart ON form_answers (chart_id);

CREATE INDEX form_assignments_chart ON form_assignments (chart_id, sent_at);
CREATE INDEX form_assignments_due ON form_assignments (due_on) WHERE state IN ('sent', 'returned');
ALTER TABLE tasks ADD COLUMN assignment_id uuid REFERENCES form_assignments (id);
CREATE INDEX tasks_assignment ON tasks (assignment_id) WHERE assignment_id IS NOT NULL;
