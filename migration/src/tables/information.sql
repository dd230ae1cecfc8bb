-- My Information: what a client proposes to change in the chart, and what of the chart it is about.

-- In which language somebody likes to be spoken to, and whether letters may go to the address.
ALTER TABLE charts ADD COLUMN language text;
ALTER TABLE charts ADD COLUMN may_post boolean NOT NULL DEFAULT false;

-- Where somebody around a client works: a doctor's practice. It is the person's own, in whichever chart.
ALTER TABLE contacts ADD COLUMN organization text;
-- What they are to this client, and whether they are called in an emergency.
ALTER TABLE chart_contacts ADD COLUMN kind text NOT NULL DEFAULT 'family';
ALTER TABLE chart_contacts ADD COLUMN emergency boolean NOT NULL DEFAULT false;

-- An insurance of the client: its facts are sealed, and never searched.
CREATE TABLE insurances (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    added_at timestamptz NOT NULL,
    told bytea NOT NULL,
    -- It counts no longer.
    ended_at timestamptz
);
CREATE INDEX insurances_chart ON insurances (chart_id, added_at) WHERE ended_at IS NULL;

-- One thing that a client proposes to change: a field of Demographics, or a number, a person, an insurance. Until staff accept it, the
-- chart stays as it is.
CREATE TABLE information_changes (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    proposed_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('pending', 'accepted', 'declined', 'withdrawn')),
    -- Sealed: what it was, and what it is to be, part by part.
    proposed bytea NOT NULL,
    answered_at timestamptz,
    answered_by uuid REFERENCES staff (id),
    -- Sealed: why it was declined.
    reason bytea,
    CHECK ((state IN ('pending', 'withdrawn')) = (answered_by IS NULL))
);
CREATE INDEX information_changes_pending ON information_changes (chart_id, proposed_at) WHERE state = 'pending';
CREATE INDEX information_changes_chart ON information_changes (chart_id, proposed_at);
