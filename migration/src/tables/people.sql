ALTER TABLE contacts ADD COLUMN search_name text NOT NULL DEFAULT '';
CREATE INDEX contacts_search_name ON contacts (search_name);
ALTER TABLE charts ADD COLUMN site_id uuid REFERENCES sites (id);
ALTER TABLE chart_contacts ADD COLUMN removed_at timestamptz;
