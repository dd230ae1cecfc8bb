-- Conversations go both ways: either side begins one, each reader has a place of their own in it, and messages count from one.
CREATE TABLE conversations_anew (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    audience text NOT NULL,
    purpose text NOT NULL,
    -- Sealed. None where it carries the chart's record requests, which are called the same everywhere.
    subject bytea,
    started_by_staff uuid REFERENCES staff (id),
    started_by_account uuid REFERENCES accounts (id),
    started_at timestamptz NOT NULL,
    announcement_id uuid,
    assigned_to uuid REFERENCES staff (id),
    -- The number of its newest message, and of the newest of each side, 0 where that has written none.
    newest integer NOT NULL,
    newest_of_practice integer NOT NULL,
    newest_of_client integer NOT NULL,
    latest_at timestamptz NOT NULL,
    latest_from text NOT NULL,
    -- Since when the client waits for an answer.
    waiting_since timestamptz,
    closes_at timestamptz,
    warned_at timestamptz,
    closed_at timestamptz,
    closed_why text,
    CHECK ((started_by_staff IS NULL) <> (started_by_account IS NULL)),
    CHECK ((closed_at IS NULL) = (closed_why IS NULL))
);
INSERT INTO conversations_anew (id, chart_id, audience, purpose, started_by_staff, started_at, assigned_to,
        newest, newest_of_practice, newest_of_client, latest_at, latest_from)
    SELECT id, chart_id, audience, purpose, started_by, started_at, started_by,
        (SELECT count(*) FROM messages WHERE messages.conversation_id = conversations.id),
        (SELECT count(*) FROM messages WHERE messages.conversation_id = conversations.id), 0, latest_at, latest_from
    FROM conversations;

CREATE TABLE messages_anew (
    id uuid NOT NULL PRIMARY KEY,
    conversation_id uuid NOT NULL REFERENCES conversations_anew (id),
    chart_id uuid NOT NULL REFERENCES charts (id),
    -- Which of its conversation: in this order they were sent, whatever the clock said.
    number integer NOT NULL,
    from_staff_id uuid REFERENCES staff (id),
    from_account_id uuid REFERENCES accounts (id),
    from_name text NOT NULL,
    body bytea NOT NULL,
    share_id uuid REFERENCES shares (id),
    sent_at timestamptz NOT NULL,
    -- What it asked for was done: nobody has to read it any more.
    settled_at timestamptz,
    CHECK ((from_staff_id IS NULL) <> (from_account_id IS NULL))
);
INSERT INTO messages_anew (id, conversation_id, chart_id, number, from_staff_id, from_account_id, from_name, body, share_id, sent_at, settled_at)
    SELECT id, conversation_id, chart_id, row_number() OVER (PARTITION BY conversation_id ORDER BY sent_at, id),
        from_staff_id, from_account_id, from_name, body, share_id, sent_at, read_at
    FROM messages;
DROP TABLE messages;
DROP TABLE conversations;
ALTER TABLE conversations_anew RENAME TO conversations;
ALTER TABLE messages_anew RENAME TO messages;

CREATE UNIQUE INDEX conversations_one_for_records ON conversations (chart_id) WHERE purpose = 'records';
CREATE INDEX conversations_chart ON conversations (chart_id, latest_at, id);
CREATE INDEX conversations_waiting ON conversations (audience, waiting_since, id) WHERE closed_at IS NULL AND waiting_since IS NOT NULL;
CREATE INDEX conversations_open ON conversations (audience, latest_at, id) WHERE closed_at IS NULL AND waiting_since IS NULL;
CREATE INDEX conversations_closed ON conversations (audience, latest_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX conversations_assigned ON conversations (assigned_to, latest_at, id) WHERE closed_at IS NULL;
CREATE INDEX conversations_closing ON conversations (closes_at) WHERE closed_at IS NULL AND closes_at IS NOT NULL;
CREATE INDEX conversations_announcement ON conversations (announcement_id) WHERE announcement_id IS NOT NULL;
CREATE UNIQUE INDEX messages_number ON messages (conversation_id, number);
CREATE INDEX messages_chart ON messages (chart_id, sent_at, id);
CREATE INDEX messages_share ON messages (share_id) WHERE share_id IS NOT NULL;

-- How far somebody has read: a line each time that they read further.
CREATE TABLE readings (
    id uuid NOT NULL PRIMARY KEY,
    conversation_id uuid NOT NULL REFERENCES conversations (id),
    chart_id uuid NOT NULL REFERENCES charts (id),
    account_id uuid REFERENCES accounts (id),
    staff_id uuid REFERENCES staff (id),
    number integer NOT NULL,
    at timestamptz NOT NULL,
    CHECK ((account_id IS NULL) <> (staff_id IS NULL))
);
CREATE INDEX readings_of_account ON readings (conversation_id, account_id, number) WHERE account_id IS NOT NULL;
CREATE INDEX readings_of_staff ON readings (conversation_id, staff_id, number) WHERE staff_id IS NOT NULL;

CREATE INDEX readings_conversation ON readings (conversation_id, number);

-- What staff say among themselves stands in a table of its own: no question that a client asks reaches it.
CREATE TABLE conversation_notes (
    id uuid NOT NULL PRIMARY KEY,
    conversation_id uuid NOT NULL REFERENCES conversations (id),
    chart_id uuid NOT NULL REFERENCES charts (id),
    -- The message below which it stands.
    after_number integer NOT NULL,
    staff_id uuid NOT NULL REFERENCES staff (id),
    from_name text NOT NULL,
    body bytea NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX conversation_notes_place ON conversation_notes (conversation_id, after_number);

-- What somebody is writing, sealed: one for each place and writer. The place is a conversation, or the chart of one that begins.
CREATE TABLE message_drafts (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    place_id uuid NOT NULL,
    account_id uuid REFERENCES accounts (id),
    staff_id uuid REFERENCES staff (id),
    typed bytea NOT NULL,
    kept_at timestamptz NOT NULL,
    CHECK ((account_id IS NULL) <> (staff_id IS NULL))
);
CREATE UNIQUE INDEX message_drafts_of_account ON message_drafts (place_id, account_id) WHERE account_id IS NOT NULL;
CREATE UNIQUE INDEX message_drafts_of_staff ON message_drafts (place_id, staff_id) WHERE staff_id IS NOT NULL;
CREATE INDEX message_drafts_chart ON message_drafts (chart_id);
CREATE INDEX message_drafts_kept ON message_drafts (kept_at);

-- Words that are written often: the practice's, and one's own.
CREATE TABLE quick_texts (
    id uuid NOT NULL PRIMARY KEY,
    staff_id uuid REFERENCES staff (id),
    title text NOT NULL,
    words text NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE INDEX quick_texts_staff ON quick_texts (staff_id);

-- Who is away, from one day to another, and who stands in.
CREATE TABLE absences (
    staff_id uuid NOT NULL PRIMARY KEY REFERENCES staff (id),
    first_day text NOT NULL,
    last_day text NOT NULL,
    cover_id uuid NOT NULL REFERENCES staff (id)
);
CREATE INDEX absences_cover ON absences (cover_id);

-- One letter to many, each in a conversation of their own.
CREATE TABLE announcements (
    id uuid NOT NULL PRIMARY KEY,
    staff_id uuid NOT NULL REFERENCES staff (id),
    from_name text NOT NULL,
    subject bytea NOT NULL,
    recipients integer NOT NULL,
    sent_at timestamptz NOT NULL
);
CREATE TABLE recipient_lists (
    id uuid NOT NULL PRIMARY KEY,
    name text NOT NULL,
    made_by uuid NOT NULL REFERENCES staff (id),
    changed_at timestamptz NOT NULL
);
CREATE TABLE recipient_list_charts (
    list_id uuid NOT NULL REFERENCES recipient_lists (id),
    chart_id uuid NOT NULL REFERENCES charts (id),
    PRIMARY KEY (list_id, chart_id)
);

ALTER TABLE practice ADD COLUMN communications text NOT NULL DEFAULT '{}';
-- Of which conversation a mail tells: one that waits tells of what comes meanwhile, too.
ALTER TABLE mails ADD COLUMN conversation_id uuid REFERENCES conversations (id);
CREATE INDEX mails_conversation ON mails (conversation_id, written_at) WHERE conversation_id IS NOT NULL;
