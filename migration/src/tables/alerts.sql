-- What staff pin to a chart. Nothing is deleted: what was taken down is its history.
CREATE TABLE alerts (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    kind text NOT NULL,
    words bytea NOT NULL,
    pinned_at timestamptz NOT NULL,
    pinned_by uuid NOT NULL REFERENCES staff (id),
    ended_at timestamptz,
    ended_by uuid REFERENCES staff (id),
    CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE INDEX alerts_chart ON alerts (chart_id, ended_at, pinned_at);
