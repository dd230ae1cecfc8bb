-- Charts that are being moved in from elsewhere stand in their tables, and nobody sees them before the whole import is switched
-- on: one small write, whatever its size.
CREATE TABLE imports (
    id uuid NOT NULL PRIMARY KEY,
    began_at timestamptz NOT NULL,
    switched_at timestamptz
);
ALTER TABLE charts ADD COLUMN import_id uuid REFERENCES imports (id);
CREATE INDEX charts_import ON charts (import_id) WHERE import_id IS NOT NULL;
