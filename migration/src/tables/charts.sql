-- A person around clients: one row, however many charts name it.
CREATE TABLE contacts (
    id uuid NOT NULL PRIMARY KEY,
    first_name text NOT NULL,
    last_name text NOT NULL,
    email text,
    email_key text,
    phone text,
    added_at timestamptz NOT NULL
);
CREATE INDEX contacts_email ON contacts (email_key);

CREATE TABLE charts (
    id uuid NOT NULL PRIMARY KEY,
    number bigint NOT NULL UNIQUE,
    last_name text NOT NULL,
    first_name text NOT NULL,
    preferred_name text,
    pronouns text,
    birth_date text NOT NULL,
    search_last text COLLATE "C" NOT NULL,
    search_first text COLLATE "C" NOT NULL,
    primary_clinician_id uuid REFERENCES staff (id),
    owner_kind text CHECK (owner_kind IN ('client', 'contact')),
    owner_contact_id uuid REFERENCES contacts (id),
    discreet_since timestamptz,
    version integer NOT NULL,
    created_at timestamptz NOT NULL,
    created_by uuid,
    CHECK ((owner_kind = 'contact') = (owner_contact_id IS NOT NULL) OR owner_kind IS NULL)
);
CREATE INDEX charts_by_last_name ON charts (search_last, search_first, id);
CREATE INDEX charts_by_first_name ON charts (search_first, search_last, id);
CREATE INDEX charts_by_birth_date ON charts (birth_date, search_last);
CREATE INDEX charts_by_clinician ON charts (primary_clinician_id, search_last, search_first, id);

CREATE TABLE care_team (
    chart_id uuid NOT NULL REFERENCES charts (id),
    staff_id uuid NOT NULL REFERENCES staff (id),
    since timestamptz NOT NULL,
    PRIMARY KEY (chart_id, staff_id)
);
CREATE INDEX care_team_staff ON care_team (staff_id, chart_id);

CREATE TABLE chart_emails (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    kind text NOT NULL,
    address text NOT NULL,
    address_key text COLLATE "C" NOT NULL,
    added_at timestamptz NOT NULL,
    added_by uuid,
    UNIQUE (chart_id, address_key)
);
CREATE INDEX chart_emails_address ON chart_emails (address_key);

CREATE TABLE chart_contacts (
    chart_id uuid NOT NULL REFERENCES charts (id),
    contact_id uuid NOT NULL REFERENCES contacts (id),
    relationship text NOT NULL,
    added_at timestamptz NOT NULL,
    PRIMARY KEY (chart_id, contact_id)
);
CREATE INDEX chart_contacts_contact ON chart_contacts (contact_id);
