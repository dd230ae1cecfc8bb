-- What people attach and upload. The bytes lie sealed in the store of files, under this id; here stands what they are, and who
-- holds them. What nobody holds waits for the message or document that is being written.
CREATE TABLE files (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    kind text NOT NULL,
    name bytea NOT NULL,
    bytes bigint NOT NULL,
    -- Of the sealed bytes, as they lie in the store: a backup is looked through without the key.
    sealed_sha256 bytea NOT NULL,
    data_key bytea NOT NULL,
    preview_bytes bigint,
    uploaded_by_account uuid REFERENCES accounts (id),
    uploaded_by_staff uuid REFERENCES staff (id),
    uploaded_at timestamptz NOT NULL,
    draft_id uuid NOT NULL,
    held_by text,
    held_id uuid,
    CHECK ((uploaded_by_account IS NULL) <> (uploaded_by_staff IS NULL)),
    CHECK ((held_by IS NULL) = (held_id IS NULL))
);
CREATE INDEX files_draft ON files (draft_id) WHERE held_by IS NULL;
CREATE INDEX files_waiting ON files (uploaded_at) WHERE held_by IS NULL;
CREATE INDEX files_held ON files (held_id) WHERE held_id IS NOT NULL;
CREATE INDEX files_of_account ON files (uploaded_by_account) WHERE held_by IS NULL;
CREATE INDEX files_of_staff ON files (uploaded_by_staff) WHERE held_by IS NULL;
