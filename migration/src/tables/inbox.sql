-- What somebody was asked to answer, and what nobody was: as bounded as what anybody may answer, however much was written before.
DROP INDEX conversations_assigned;
CREATE INDEX conversations_waiting_for ON conversations (audience, assigned_to, waiting_since, id)
    WHERE closed_at IS NULL AND waiting_since IS NOT NULL;
CREATE INDEX conversations_open_of ON conversations (audience, assigned_to, latest_at, id)
    WHERE closed_at IS NULL AND waiting_since IS NULL AND (announcement_id IS NULL OR newest_of_client > 0);
CREATE INDEX conversations_closed_of ON conversations (audience, assigned_to, latest_at, id) WHERE closed_at IS NOT NULL;
