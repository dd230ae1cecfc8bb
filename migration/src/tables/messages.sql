CREATE TABLE conversations (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    audience text NOT NULL,
    -- One conversation per chart carries the record requests; the others are talk.
    purpose text NOT NULL CHECK (purpose IN ('records', 'talk')),
    subject text NOT NULL,
    started_by uuid NOT NULL REFERENCES staff (id),
    started_at timestamptz NOT NULL,
    latest_at timestamptz NOT NULL,
    latest_from text NOT NULL
);
CREATE INDEX conversations_chart ON conversations (chart_id, latest_at);
CREATE UNIQUE INDEX conversations_one_for_records ON conversations (chart_id) WHERE purpose = 'records';

CREATE TABLE messages (
    id uuid NOT NULL PRIMARY KEY,
    conversation_id uuid NOT NULL REFERENCES conversations (id),
    chart_id uuid NOT NULL REFERENCES charts (id),
    from_staff_id uuid REFERENCES staff (id),
    from_account_id uuid REFERENCES accounts (id),
    from_name text NOT NULL,
    body bytea NOT NULL,
    share_id uuid REFERENCES shares (id),
    sent_at timestamptz NOT NULL,
    read_at timestamptz,
    CHECK ((from_staff_id IS NULL) <> (from_account_id IS NULL))
);
CREATE INDEX messages_conversation ON messages (conversation_id, sent_at);
CREATE INDEX messages_unread ON messages (chart_id) WHERE read_at IS NULL AND from_staff_id IS NOT NULL;
CREATE INDEX messages_share ON messages (share_id) WHERE share_id IS NOT NULL;
