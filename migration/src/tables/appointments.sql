-- Where the practice sees clients. What is not used any more stays: appointments name it.
CREATE TABLE sites (
    id uuid NOT NULL PRIMARY KEY,
    name text NOT NULL,
    address text NOT NULL,
    zone text NOT NULL,
    added_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE UNIQUE INDEX sites_name ON sites (name) WHERE ended_at IS NULL;

CREATE TABLE appointment_types (
    id uuid NOT NULL PRIMARY KEY,
    name text NOT NULL,
    minutes integer NOT NULL CHECK (minutes BETWEEN 5 AND 480),
    kinds text NOT NULL,
    hue integer NOT NULL CHECK (hue BETWEEN 1 AND 8),
    booking text NOT NULL,
    before_minutes integer NOT NULL CHECK (before_minutes BETWEEN 0 AND 120),
    after_minutes integer NOT NULL CHECK (after_minutes BETWEEN 0 AND 120),
    notice_hours integer NOT NULL,
    horizon_days integer NOT NULL,
    most_per_day integer,
    most_per_client integer,
    cancel_hours integer NOT NULL,
    price_cents bigint CHECK (price_cents >= 0),
    code text,
    added_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE UNIQUE INDEX appointment_types_name ON appointment_types (name) WHERE ended_at IS NULL;

-- Hours by the wall clock: of a member of staff, or of the practice where there is none.
CREATE TABLE availability (
    id uuid NOT NULL PRIMARY KEY,
    staff_id uuid REFERENCES staff (id),
    -- From 0, Monday; or one day.
    weekday integer CHECK (weekday BETWEEN 0 AND 6),
    on_day text,
    from_minute integer NOT NULL CHECK (from_minute >= 0),
    to_minute integer NOT NULL CHECK (to_minute <= 1440),
    kinds text NOT NULL,
    site_id uuid REFERENCES sites (id),
    CHECK (from_minute < to_minute),
    CHECK ((weekday IS NULL) <> (on_day IS NULL))
);
CREATE INDEX availability_staff ON availability (staff_id);

-- Days, or the same hours on each of them, in which nobody is booked: a member's own, or the practice's holidays.
CREATE TABLE time_off (
    id uuid NOT NULL PRIMARY KEY,
    staff_id uuid REFERENCES staff (id),
    first_day text NOT NULL,
    last_day text NOT NULL,
    from_minute integer,
    to_minute integer,
    label text NOT NULL,
    added_at timestamptz NOT NULL,
    added_by uuid NOT NULL REFERENCES staff (id),
    CHECK ((from_minute IS NULL) = (to_minute IS NULL)),
    CHECK (from_minute < to_minute)
);
CREATE INDEX time_off_staff ON time_off (staff_id, last_day);

CREATE TABLE appointments (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    staff_id uuid NOT NULL REFERENCES staff (id),
    type_id uuid NOT NULL REFERENCES appointment_types (id),
    site_id uuid REFERENCES sites (id),
    kind text NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    -- With the buffers around it: never longer than a day.
    busy_from timestamptz NOT NULL,
    busy_to timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('requested', 'booked', 'confirmed', 'arrived', 'completed', 'cancelled', 'late_cancelled', 'no_show',
        'denied', 'expired', 'moved')),
    -- What a client asked for, where one did.
    request text,
    -- Counts changes: a form that stands on an older one is refused.
    version integer NOT NULL,
    -- Counts what calendar programs have to hear of.
    sequence integer NOT NULL,
    held_until timestamptz,
    series_id uuid,
    -- A request for another time points at the appointment that it would move.
    replaces_id uuid REFERENCES appointments (id),
    texts_wanted_at timestamptz,
    -- Sealed: what the client said, what the practice answered, and a link to the video of its own.
    remark bytea,
    reason bytea,
    video bytea,
    created_at timestamptz NOT NULL,
    created_by_staff uuid REFERENCES staff (id),
    created_by_account uuid REFERENCES accounts (id),
    CHECK (starts_at < ends_at AND busy_from <= starts_at AND ends_at <= busy_to),
    CHECK ((state = 'requested') = (held_until IS NOT NULL)),
    CHECK ((created_by_staff IS NULL) <> (created_by_account IS NULL))
);
CREATE INDEX appointments_chart ON appointments (chart_id, starts_at, id);
CREATE INDEX appointments_staff ON appointments (staff_id, starts_at, id);
CREATE INDEX appointments_time ON appointments (starts_at, id);
CREATE INDEX appointments_busy ON appointments (staff_id, busy_from, busy_to);
CREATE INDEX appointments_requested ON appointments (held_until) WHERE state = 'requested';
CREATE INDEX appointments_series ON appointments (series_id, starts_at) WHERE series_id IS NOT NULL;
CREATE UNIQUE INDEX appointments_one_request ON appointments (replaces_id) WHERE state = 'requested';

-- only postgres
-- No two of one clinician at the same time, whatever the program thinks. The extension is trusted: who owns the database may create it.
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE appointments ADD CONSTRAINT appointments_never_twice
    EXCLUDE USING gist (staff_id WITH =, tstzrange(busy_from, busy_to) WITH &&)
    WHERE (state IN ('requested', 'booked', 'confirmed', 'arrived', 'completed'));
-- both

-- Times that were offered in place of a request that was declined.
CREATE TABLE appointment_offers (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    appointment_id uuid NOT NULL REFERENCES appointments (id),
    starts_at timestamptz NOT NULL,
    taken_at timestamptz
);
CREATE INDEX appointment_offers_of ON appointment_offers (appointment_id, starts_at);
CREATE INDEX appointment_offers_chart ON appointment_offers (chart_id);

ALTER TABLE practice ADD COLUMN scheduling text NOT NULL DEFAULT '{}';
-- Of which appointment a mail or a task tells: what is not so any more is not sent, and not done.
ALTER TABLE mails ADD COLUMN appointment_id uuid REFERENCES appointments (id);
ALTER TABLE tasks ADD COLUMN appointment_id uuid REFERENCES appointments (id);
CREATE INDEX mails_appointment ON mails (appointment_id) WHERE appointment_id IS NOT NULL;
CREATE INDEX tasks_appointment ON tasks (appointment_id) WHERE appointment_id IS NOT NULL;
