-- Forms that were sent: each is known by the SHA-256 of its one-time key, of who sent it and of what stood in it. Where the first
-- one was led stands sealed, and is missing while its work is still being done.
CREATE TABLE sent_forms (
    key_hash bytea NOT NULL PRIMARY KEY,
    id uuid NOT NULL,
    session_hash bytea,
    claimed_at timestamptz NOT NULL,
    led bytea
);
CREATE INDEX sent_forms_claimed ON sent_forms (claimed_at);
CREATE INDEX sent_forms_of_strangers ON sent_forms (id) WHERE session_hash IS NULL;
