-- A form while it is worded anew: nobody did anything yet. Once it is published it is the next version.
CREATE TABLE form_drafts (
    form_id uuid NOT NULL PRIMARY KEY REFERENCES forms (id),
    -- Grows with each change: who writes on an older one is shown both.
    revision integer NOT NULL,
    body text NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by uuid NOT NULL REFERENCES staff (id)
);

-- Files of the practice itself, which belong to no chart: the PDFs of forms. The bytes lie sealed in the store of files, under this id.
CREATE TABLE practice_files (
    id uuid NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    name bytea NOT NULL,
    bytes bigint NOT NULL,
    sealed_sha256 bytea NOT NULL,
    data_key bytea NOT NULL,
    uploaded_by uuid NOT NULL REFERENCES staff (id),
    uploaded_at timestamptz NOT NULL
);

-- What a form that is a PDF is for. Of a form with questions there is nothing.
ALTER TABLE forms ADD COLUMN purpose text;
ALTER TABLE form_versions ADD COLUMN file_id uuid REFERENCES practice_files (id);
ALTER TABLE form_versions ADD COLUMN fields integer NOT NULL DEFAULT 0;
-- It is downloaded, filled in, and comes back as files.
ALTER TABLE form_assignments ADD COLUMN paper boolean NOT NULL DEFAULT false;
