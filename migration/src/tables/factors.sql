-- Sessions learn what they still wait for, when their holder last proved who they are, and a name to end them by.
-- Those of the version before end here: everybody signs in once more.
DROP TABLE sessions;
CREATE TABLE sessions (
    token_hash bytea NOT NULL PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    side text NOT NULL CHECK (side IN ('portal', 'office', 'registration')),
    account_id uuid REFERENCES accounts (id),
    staff_id uuid REFERENCES staff (id),
    invite_id uuid REFERENCES invites (id),
    started_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    -- The password was right. The second factor is still to come, or has to be set up first.
    awaits text CHECK (awaits IN ('factor', 'setup')),
    -- When the holder last proved who they are: password, and factor where there is one.
    proved_at timestamptz NOT NULL,
    ended_at timestamptz,
    address text NOT NULL,
    agent text NOT NULL
);
CREATE INDEX sessions_started ON sessions (started_at);
CREATE INDEX sessions_invite ON sessions (invite_id) WHERE invite_id IS NOT NULL;
CREATE INDEX sessions_account ON sessions (account_id) WHERE ended_at IS NULL AND account_id IS NOT NULL;
CREATE INDEX sessions_staff ON sessions (staff_id) WHERE ended_at IS NULL AND staff_id IS NOT NULL;

-- Authenticator apps of accounts and staff. The secret is sealed.
CREATE TABLE factors (
    id uuid NOT NULL PRIMARY KEY,
    owner_id uuid NOT NULL,
    secret bytea NOT NULL,
    added_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    -- The time step of the last code that was taken: none is taken twice.
    last_step bigint NOT NULL,
    used_at timestamptz,
    removed_at timestamptz
);
CREATE INDEX factors_owner ON factors (owner_id) WHERE removed_at IS NULL;

CREATE TABLE recovery_codes (
    code_hash bytea NOT NULL PRIMARY KEY,
    owner_id uuid NOT NULL,
    made_at timestamptz NOT NULL,
    used_at timestamptz,
    replaced_at timestamptz
);
CREATE INDEX recovery_codes_owner ON recovery_codes (owner_id) WHERE used_at IS NULL AND replaced_at IS NULL;

-- Browsers from which somebody has signed in. Only the hash of the browser's secret stands here.
CREATE TABLE devices (
    browser_hash bytea NOT NULL,
    owner_id uuid NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    PRIMARY KEY (browser_hash, owner_id)
);
CREATE INDEX devices_owner ON devices (owner_id);

-- A client has lost the second factor: after three days of notices it is removed, unless somebody stops it.
CREATE TABLE factor_resets (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    stop_hash bytea NOT NULL UNIQUE,
    asked_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    stopped_at timestamptz,
    done_at timestamptz
);
CREATE UNIQUE INDEX factor_resets_one ON factor_resets (account_id) WHERE stopped_at IS NULL AND done_at IS NULL;
CREATE INDEX factor_resets_due ON factor_resets (due_at) WHERE stopped_at IS NULL AND done_at IS NULL;

-- A change of the address to sign in with: confirmed at both addresses, and undone from the old one for a week.
CREATE TABLE address_changes (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    old_email text NOT NULL,
    new_email text NOT NULL,
    old_hash bytea NOT NULL UNIQUE,
    new_hash bytea NOT NULL UNIQUE,
    undo_hash bytea NOT NULL UNIQUE,
    asked_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    old_confirmed_at timestamptz,
    new_confirmed_at timestamptz,
    done_at timestamptz,
    undo_until timestamptz,
    undone_at timestamptz,
    replaced_at timestamptz
);
CREATE UNIQUE INDEX address_changes_one ON address_changes (account_id) WHERE done_at IS NULL AND replaced_at IS NULL;
CREATE INDEX address_changes_account ON address_changes (account_id);
