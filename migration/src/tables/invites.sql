CREATE TABLE accounts (
    id uuid NOT NULL PRIMARY KEY,
    email text NOT NULL,
    email_key text NOT NULL UNIQUE,
    password_hash text NOT NULL,
    first_name text NOT NULL,
    last_name text NOT NULL,
    registered_at timestamptz NOT NULL,
    last_sign_in_at timestamptz,
    disabled_at timestamptz
);

-- One account's access to one chart. Until registration it has no account yet.
CREATE TABLE grants (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    account_id uuid REFERENCES accounts (id),
    contact_id uuid REFERENCES contacts (id),
    relationship text NOT NULL,
    scopes text NOT NULL,
    activated_at timestamptz NOT NULL,
    activated_by uuid,
    registered_at timestamptz,
    revoked_at timestamptz,
    ends_at timestamptz
);
CREATE INDEX grants_account ON grants (account_id);
CREATE INDEX grants_chart ON grants (chart_id, activated_at);
CREATE UNIQUE INDEX grants_one_owner ON grants (chart_id) WHERE revoked_at IS NULL AND relationship = 'owner';

CREATE TABLE invites (
    id uuid NOT NULL PRIMARY KEY,
    grant_id uuid NOT NULL REFERENCES grants (id),
    chart_id uuid NOT NULL REFERENCES charts (id),
    email text NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    sent_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    used_at timestamptz,
    replaced_at timestamptz,
    revoked_at timestamptz,
    locked_at timestamptz,
    failures integer NOT NULL
);
CREATE INDEX invites_grant ON invites (grant_id, sent_at);
CREATE UNIQUE INDEX invites_one_live ON invites (grant_id) WHERE used_at IS NULL AND replaced_at IS NULL AND revoked_at IS NULL;
