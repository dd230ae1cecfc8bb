-- Since when an appointment goes another way than its series: it was moved by itself.
ALTER TABLE appointments ADD COLUMN left_series_at timestamptz;

-- People without an account who ask for a first appointment. They hold a clinician's time, as requests of clients do.
CREATE TABLE prospects (
    id uuid NOT NULL PRIMARY KEY,
    staff_id uuid NOT NULL REFERENCES staff (id),
    type_id uuid NOT NULL REFERENCES appointment_types (id),
    site_id uuid REFERENCES sites (id),
    kind text NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    busy_from timestamptz NOT NULL,
    busy_to timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'approved', 'denied', 'expired')),
    held_until timestamptz NOT NULL,
    -- Sealed: who asks, how to reach them, and why.
    about bytea NOT NULL,
    asked_at timestamptz NOT NULL,
    answered_at timestamptz,
    answered_by uuid REFERENCES staff (id),
    -- What came of it.
    appointment_id uuid REFERENCES appointments (id),
    CHECK (starts_at < ends_at AND busy_from <= starts_at AND ends_at <= busy_to),
    CHECK ((state = 'waiting') = (answered_at IS NULL))
);
CREATE INDEX prospects_busy ON prospects (staff_id, busy_from, busy_to) WHERE state = 'waiting';
CREATE INDEX prospects_waiting ON prospects (held_until) WHERE state = 'waiting';

-- only postgres
ALTER TABLE prospects ADD CONSTRAINT prospects_never_twice
    EXCLUDE USING gist (staff_id WITH =, tstzrange(busy_from, busy_to) WITH &&) WHERE (state = 'waiting');

-- Between the two tables no constraint reaches: who takes a time in the one holds the clinician and looks into the other.
CREATE FUNCTION prospects_are_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM staff WHERE id = NEW.staff_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM appointments
        WHERE staff_id = NEW.staff_id AND busy_from < NEW.busy_to AND busy_to > NEW.busy_from
            AND state IN ('requested', 'booked', 'confirmed', 'arrived', 'completed')
    ) THEN
        RAISE EXCEPTION 'that time is taken' USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER prospects_are_free BEFORE INSERT ON prospects FOR EACH ROW EXECUTE FUNCTION prospects_are_free();

CREATE FUNCTION appointments_are_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM staff WHERE id = NEW.staff_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM prospects
        WHERE staff_id = NEW.staff_id AND busy_from < NEW.busy_to AND busy_to > NEW.busy_from AND state = 'waiting'
    ) THEN
        RAISE EXCEPTION 'that time is taken' USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appointments_are_free BEFORE INSERT OR UPDATE OF staff_id, busy_from, busy_to, state ON appointments
    FOR EACH ROW WHEN (NEW.state IN ('requested', 'booked', 'confirmed', 'arrived', 'completed'))
    EXECUTE FUNCTION appointments_are_free();
-- both

ALTER TABLE mails ADD COLUMN prospect_id uuid REFERENCES prospects (id);
ALTER TABLE tasks ADD COLUMN prospect_id uuid REFERENCES prospects (id);
CREATE INDEX tasks_prospect ON tasks (prospect_id) WHERE prospect_id IS NOT NULL;
