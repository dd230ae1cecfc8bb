-- What the payment gateway told by itself, each once. Swept out after a month.
CREATE TABLE gateway_events (
    id text NOT NULL PRIMARY KEY,
    told_at timestamptz NOT NULL
);
CREATE INDEX gateway_events_told ON gateway_events (told_at);
