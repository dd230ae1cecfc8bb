CREATE TABLE staff (
    id uuid NOT NULL PRIMARY KEY,
    first_name text NOT NULL,
    last_name text NOT NULL,
    credentials text,
    email text NOT NULL,
    email_key text NOT NULL UNIQUE,
    password_hash text NOT NULL,
    roles text NOT NULL,
    added_at timestamptz NOT NULL,
    disabled_at timestamptz
);

CREATE TABLE supervisions (
    supervisor_id uuid NOT NULL REFERENCES staff (id),
    supervisee_id uuid NOT NULL REFERENCES staff (id),
    PRIMARY KEY (supervisor_id, supervisee_id)
);
