-- A grant is the Chart Owner's, with every scope, or another linked person's, with what staff chose.
ALTER TABLE grants ADD COLUMN kind text NOT NULL DEFAULT 'owner' CHECK (kind IN ('owner', 'linked'));
-- Why this person may act for the client, in the practice's words: "parent", "court order of 3 May 2026".
ALTER TABLE grants ADD COLUMN legal_basis text;
ALTER TABLE grants ADD COLUMN starts_at timestamptz;
-- The age rule has asked staff to look at this grant.
ALTER TABLE grants ADD COLUMN reviewed_at timestamptz;
DROP INDEX grants_one_owner;
UPDATE grants SET relationship = 'self' WHERE contact_id IS NULL;
UPDATE grants SET relationship = coalesce((SELECT relationship FROM chart_contacts
    WHERE chart_contacts.chart_id = grants.chart_id AND chart_contacts.contact_id = grants.contact_id), 'contact')
WHERE contact_id IS NOT NULL;
CREATE UNIQUE INDEX grants_one_owner ON grants (chart_id) WHERE revoked_at IS NULL AND kind = 'owner';
CREATE UNIQUE INDEX grants_one_of_contact ON grants (chart_id, contact_id) WHERE revoked_at IS NULL AND contact_id IS NOT NULL;
CREATE UNIQUE INDEX grants_one_of_account ON grants (chart_id, account_id) WHERE revoked_at IS NULL AND account_id IS NOT NULL;

-- A link that was copied was handed over by somebody, in person or by phone, and never mailed.
ALTER TABLE invites ADD COLUMN handed_over_by uuid REFERENCES staff (id);

-- Links that open one thing once: a new password. Only the hash of the secret stands here.
CREATE TABLE keys (
    id uuid NOT NULL PRIMARY KEY,
    purpose text NOT NULL CHECK (purpose IN ('reset', 'join')),
    account_id uuid REFERENCES accounts (id),
    staff_id uuid REFERENCES staff (id),
    token_hash bytea NOT NULL UNIQUE,
    made_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    used_at timestamptz,
    replaced_at timestamptz,
    CHECK ((account_id IS NULL) <> (staff_id IS NULL))
);
CREATE UNIQUE INDEX keys_one_of_account ON keys (account_id) WHERE used_at IS NULL AND replaced_at IS NULL AND account_id IS NOT NULL;
CREATE UNIQUE INDEX keys_one_of_staff ON keys (staff_id) WHERE used_at IS NULL AND replaced_at IS NULL AND staff_id IS NOT NULL;
CREATE INDEX keys_account ON keys (account_id, made_at);
CREATE INDEX keys_staff ON keys (staff_id, made_at);

-- When a password was last set through a mail: for a week it cannot stand in for a lost second factor.
ALTER TABLE accounts ADD COLUMN reset_at timestamptz;

-- A mail belongs to a grant, an account or a member of staff: who loses access gets none of what still waits.
ALTER TABLE mails ADD COLUMN grant_id uuid REFERENCES grants (id);
ALTER TABLE mails ADD COLUMN account_id uuid REFERENCES accounts (id);
ALTER TABLE mails ADD COLUMN staff_id uuid REFERENCES staff (id);
CREATE INDEX mails_waiting_of_grant ON mails (grant_id) WHERE state = 'queued' AND grant_id IS NOT NULL;
CREATE INDEX mails_waiting_of_account ON mails (account_id) WHERE state = 'queued' AND account_id IS NOT NULL;

-- What was noted when a task was done.
ALTER TABLE tasks ADD COLUMN note bytea;
ALTER TABLE tasks ADD COLUMN grant_id uuid REFERENCES grants (id);

CREATE INDEX audit_subject ON audit (subject_id, seq) WHERE subject_id IS NOT NULL;
-- What the practice decides about access, and the words of its welcome mail.
ALTER TABLE practice ADD COLUMN access text NOT NULL DEFAULT '{}';
ALTER TABLE practice ADD COLUMN welcome text NOT NULL DEFAULT '{}';
