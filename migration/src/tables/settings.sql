-- One deployment is one practice, so this table holds one row.
CREATE TABLE practice (
    id bigint NOT NULL PRIMARY KEY CHECK (id = 1),
    name text NOT NULL,
    zone text NOT NULL,
    help text NOT NULL,
    features text NOT NULL,
    next_chart_number bigint NOT NULL,
    demo_since timestamptz,
    opened_at timestamptz NOT NULL,
    -- Sealed when the practice was new: a master key that does not open it is another practice's.
    key_check bytea NOT NULL
);
