CREATE TABLE documents (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    kind text NOT NULL,
    title text NOT NULL,
    author_id uuid REFERENCES staff (id),
    author_name text NOT NULL,
    version integer NOT NULL,
    content bytea NOT NULL,
    written_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    finished_at timestamptz,
    finished_by uuid REFERENCES staff (id)
);
CREATE INDEX documents_chart ON documents (chart_id, written_at);

-- A share freezes the content: these bytes are what was shown, and what is signed.
CREATE TABLE shares (
    id uuid NOT NULL PRIMARY KEY,
    document_id uuid NOT NULL REFERENCES documents (id),
    chart_id uuid NOT NULL REFERENCES charts (id),
    version integer NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    author_name text NOT NULL,
    frozen bytea NOT NULL,
    frozen_sha256 bytea NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'awaiting_signature', 'signed', 'declined', 'withdrawn')),
    shared_at timestamptz NOT NULL,
    shared_by uuid NOT NULL,
    opened_at timestamptz,
    withdrawn_at timestamptz,
    declined_at timestamptz,
    decline_reason bytea,
    -- The share that this one took the place of: links to the old one lead here.
    replaces uuid UNIQUE REFERENCES shares (id)
);
CREATE INDEX shares_chart ON shares (chart_id, shared_at);
CREATE UNIQUE INDEX shares_one_live ON shares (document_id) WHERE state <> 'withdrawn';

-- Who has had it before their eyes, and since when. Nobody signs what they have not opened themselves.
CREATE TABLE openings (
    share_id uuid NOT NULL REFERENCES shares (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    opened_at timestamptz NOT NULL,
    PRIMARY KEY (share_id, account_id)
);

CREATE TABLE consents (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    version text NOT NULL,
    -- The words that were agreed to, with the practice's name and phone as they were then.
    text text NOT NULL,
    text_sha256 bytea NOT NULL,
    given_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    address text NOT NULL,
    agent text NOT NULL
);
CREATE UNIQUE INDEX consents_one ON consents (account_id, version) WHERE withdrawn_at IS NULL;

-- Append-only and chained, like the audit trail. One client signature under one share.
CREATE TABLE signatures (
    seq bigint NOT NULL PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    share_id uuid NOT NULL UNIQUE REFERENCES shares (id),
    document_id uuid NOT NULL REFERENCES documents (id),
    chart_id uuid NOT NULL REFERENCES charts (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    record bytea NOT NULL,
    ink bytea NOT NULL,
    pdf bytea NOT NULL,
    pdf_sha256 bytea NOT NULL,
    signer_name text NOT NULL,
    signed_at timestamptz NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL
);
CREATE INDEX signatures_chart ON signatures (chart_id);

-- only sqlite
CREATE TRIGGER signatures_stay BEFORE UPDATE ON signatures BEGIN SELECT RAISE(ABORT, 'signatures never change'); END;
CREATE TRIGGER signatures_keep BEFORE DELETE ON signatures BEGIN SELECT RAISE(ABORT, 'signatures never change'); END;
-- only postgres
CREATE FUNCTION signatures_never_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'signatures never change'; END $$;
CREATE TRIGGER signatures_stay BEFORE UPDATE OR DELETE ON signatures FOR EACH ROW EXECUTE FUNCTION signatures_never_change();
CREATE TRIGGER signatures_keep BEFORE TRUNCATE ON signatures FOR EACH STATEMENT EXECUTE FUNCTION signatures_never_change();
-- both
