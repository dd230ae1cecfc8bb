-- Passkeys (WebAuthn) of accounts and staff. What is needed to check an answer is sealed, bound to its row.
CREATE TABLE passkeys (
    id uuid NOT NULL PRIMARY KEY,
    owner_id uuid NOT NULL,
    -- The name that the device gave it, in which it answers.
    credential_id bytea NOT NULL UNIQUE,
    credential bytea NOT NULL,
    -- The browser it was made with, in words.
    name text NOT NULL,
    added_at timestamptz NOT NULL,
    used_at timestamptz,
    removed_at timestamptz
);
CREATE INDEX passkeys_owner ON passkeys (owner_id) WHERE removed_at IS NULL;

-- What a device was asked to sign, until it has answered. Taken once.
CREATE TABLE ceremonies (
    id uuid NOT NULL PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE,
    -- Whose answer it has to be. Nobody's yet, where the passkey itself says who signs in.
    owner_id uuid,
    state bytea NOT NULL,
    ends_at timestamptz NOT NULL
);
CREATE INDEX ceremonies_ends ON ceremonies (ends_at);
