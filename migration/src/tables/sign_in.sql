-- Opaque sessions: only the SHA-256 of the cookie stands here. A registration in progress is one as well.
CREATE TABLE sessions (
    token_hash bytea NOT NULL PRIMARY KEY,
    side text NOT NULL CHECK (side IN ('portal', 'office', 'registration')),
    account_id uuid REFERENCES accounts (id),
    staff_id uuid REFERENCES staff (id),
    invite_id uuid REFERENCES invites (id),
    started_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    ended_at timestamptz,
    address text NOT NULL,
    agent text NOT NULL
);
CREATE INDEX sessions_started ON sessions (started_at);
CREATE INDEX sessions_invite ON sessions (invite_id) WHERE invite_id IS NOT NULL;

-- Wrong tries in a row, by account and by address. Keys are hashes: no address of a stranger is kept.
CREATE TABLE throttles (
    key_hash bytea NOT NULL PRIMARY KEY,
    failures integer NOT NULL,
    wait_until timestamptz NOT NULL,
    failed_at timestamptz NOT NULL
);
CREATE INDEX throttles_failed ON throttles (failed_at);

-- What somebody typed into a form that was refused or interrupted, sealed, for the same browser and person.
CREATE TABLE drafts (
    id uuid NOT NULL PRIMARY KEY,
    browser_hash bytea NOT NULL,
    owner_id uuid,
    page text NOT NULL,
    typed bytea NOT NULL,
    kept_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX drafts_one ON drafts (browser_hash, page);
CREATE INDEX drafts_kept ON drafts (kept_at);
CREATE INDEX drafts_of_strangers ON drafts (id) WHERE owner_id IS NULL;
