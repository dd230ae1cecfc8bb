-- Who is asked to sign what was shared, in which order: who holds an access to the portal, or a member of staff.
CREATE TABLE share_signers (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    share_id uuid NOT NULL REFERENCES shares (id),
    place integer NOT NULL,
    grant_id uuid REFERENCES grants (id),
    staff_id uuid REFERENCES staff (id),
    -- As they were called when they were asked.
    name text NOT NULL,
    role text NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'signed', 'declined', 'taken_back')),
    -- Since when it is their turn.
    asked_at timestamptz,
    answered_at timestamptz,
    -- When staff were told that they cannot sign any more.
    told_gone_at timestamptz,
    CHECK ((grant_id IS NULL) <> (staff_id IS NULL))
);
CREATE UNIQUE INDEX share_signers_place ON share_signers (share_id, place) WHERE state <> 'taken_back';
CREATE INDEX share_signers_waiting ON share_signers (id) WHERE state = 'waiting';
CREATE INDEX share_signers_chart ON share_signers (chart_id);

-- What was to be signed before was to be signed by the Chart Owner.
INSERT INTO share_signers (id, chart_id, share_id, place, grant_id, name, role, state, asked_at)
SELECT shares.id, shares.chart_id, shares.id, 1, grants.id,
    coalesce(contacts.first_name || ' ' || contacts.last_name, charts.first_name || ' ' || charts.last_name),
    CASE WHEN contacts.id IS NULL THEN 'client'
        ELSE lower(grants.relationship) || ' of ' || charts.first_name || ' ' || charts.last_name END,
    'waiting', shares.shared_at
FROM shares
JOIN charts ON charts.id = shares.chart_id
JOIN grants ON grants.id = (
    SELECT owners.id FROM grants AS owners WHERE owners.chart_id = shares.chart_id AND owners.kind = 'owner'
    ORDER BY CASE WHEN owners.revoked_at IS NULL THEN 0 ELSE 1 END, owners.activated_at DESC LIMIT 1
)
LEFT JOIN contacts ON contacts.id = grants.contact_id
WHERE shares.state = 'awaiting_signature';

-- Until when it should be signed, until when it can be, and when the practice noticed that it cannot be any more.
ALTER TABLE shares ADD COLUMN due_on text;
ALTER TABLE shares ADD COLUMN expires_at timestamptz;
ALTER TABLE shares ADD COLUMN expired_at timestamptz;
-- Which version of a plan it is.
ALTER TABLE shares ADD COLUMN edition integer NOT NULL DEFAULT 1;
CREATE INDEX shares_awaited ON shares (id) WHERE state = 'awaiting_signature';

-- One signature under each place of a share.
-- only postgres
ALTER TABLE signatures DROP CONSTRAINT signatures_share_id_key;
ALTER TABLE signatures ALTER COLUMN account_id DROP NOT NULL;
ALTER TABLE signatures ADD COLUMN staff_id uuid REFERENCES staff (id);
ALTER TABLE signatures ADD COLUMN signer_id uuid REFERENCES share_signers (id);
ALTER TABLE signatures ADD COLUMN place integer NOT NULL DEFAULT 1;
ALTER TABLE signatures ADD CONSTRAINT signatures_by_somebody CHECK ((account_id IS NULL) <> (staff_id IS NULL));
CREATE UNIQUE INDEX signatures_place ON signatures (share_id, place);
-- only sqlite
DROP TRIGGER signatures_stay;
DROP TRIGGER signatures_keep;
DROP TRIGGER signatures_only_grow;
CREATE TABLE signatures_anew (
    seq bigint NOT NULL PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    share_id uuid NOT NULL REFERENCES shares (id),
    document_id uuid NOT NULL REFERENCES documents (id),
    chart_id uuid NOT NULL REFERENCES charts (id),
    account_id uuid REFERENCES accounts (id),
    staff_id uuid REFERENCES staff (id),
    signer_id uuid REFERENCES share_signers (id),
    place integer NOT NULL DEFAULT 1,
    record bytea NOT NULL,
    ink bytea NOT NULL,
    pdf bytea NOT NULL,
    pdf_sha256 bytea NOT NULL,
    signer_name text NOT NULL,
    signed_at timestamptz NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    CHECK ((account_id IS NULL) <> (staff_id IS NULL)),
    UNIQUE (share_id, place)
);
INSERT INTO signatures_anew
    (seq, id, share_id, document_id, chart_id, account_id, place, record, ink, pdf, pdf_sha256, signer_name, signed_at, previous_hash, hash)
    SELECT seq, id, share_id, document_id, chart_id, account_id, 1, record, ink, pdf, pdf_sha256, signer_name, signed_at, previous_hash, hash
    FROM signatures;
DROP TABLE signatures;
ALTER TABLE signatures_anew RENAME TO signatures;
CREATE INDEX signatures_chart ON signatures (chart_id);
CREATE TRIGGER signatures_stay BEFORE UPDATE ON signatures BEGIN SELECT RAISE(ABORT, 'signatures never change'); END;
CREATE TRIGGER signatures_keep BEFORE DELETE ON signatures BEGIN SELECT RAISE(ABORT, 'signatures never change'); END;
CREATE TRIGGER signatures_only_grow BEFORE INSERT ON signatures
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM signatures)
  OR EXISTS (SELECT 1 FROM signatures WHERE id = NEW.id OR (share_id = NEW.share_id AND place = NEW.place))
BEGIN SELECT RAISE(ABORT, 'signatures are only added'); END;
-- both

-- A plan that is written anew follows the one before it, which stays. An addendum stands below the note that it amends.
ALTER TABLE documents ADD COLUMN follows uuid REFERENCES documents (id);
ALTER TABLE documents ADD COLUMN edition integer NOT NULL DEFAULT 1;
ALTER TABLE documents ADD COLUMN amends uuid REFERENCES documents (id);
CREATE UNIQUE INDEX documents_follows ON documents (follows) WHERE follows IS NOT NULL;
CREATE INDEX documents_amends ON documents (amends) WHERE amends IS NOT NULL;

-- From what one begins to write: the practice's, or one's own.
CREATE TABLE note_templates (
    id uuid NOT NULL PRIMARY KEY,
    staff_id uuid REFERENCES staff (id),
    kind text NOT NULL,
    name text NOT NULL,
    sections text NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE INDEX note_templates_whose ON note_templates (staff_id, kind);

-- What somebody is writing, and has not saved: of a draft, or of a new note, where the chart itself stands in its place.
CREATE TABLE note_drafts (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    staff_id uuid NOT NULL REFERENCES staff (id),
    about_id uuid NOT NULL,
    typed bytea NOT NULL,
    kept_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX note_drafts_one ON note_drafts (staff_id, about_id);
CREATE INDEX note_drafts_chart ON note_drafts (chart_id);
CREATE INDEX note_drafts_kept ON note_drafts (kept_at);
