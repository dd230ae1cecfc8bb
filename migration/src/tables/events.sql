-- What open pages are told: that something has happened to a chart, or concerns one person. `seq` follows the order of commits. No row
-- says what was written; what is two days old is swept out. Without foreign keys: rows are written while the end of the trail is held, and
-- then nobody may wait for a chart that somebody else holds.
CREATE TABLE events (
    seq bigserial PRIMARY KEY,
    at timestamptz NOT NULL,
    kind text NOT NULL,
    chart_id uuid,
    subject_id uuid,
    account_id uuid,
    staff_id uuid
);
