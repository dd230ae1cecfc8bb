-- Searching walks conversations of an audience, whatever their state, the newest first.
CREATE INDEX conversations_newest ON conversations (audience, latest_at, id);
