-- An appointment and the request to move it are one: half an hour later meets nobody but oneself.
-- only postgres
ALTER TABLE appointments DROP CONSTRAINT appointments_never_twice;
ALTER TABLE appointments ADD CONSTRAINT appointments_never_twice
    EXCLUDE USING gist (staff_id WITH =, tstzrange(busy_from, busy_to) WITH &&, coalesce(replaces_id, id) WITH <>)
    WHERE (state IN ('requested', 'booked', 'confirmed', 'arrived', 'completed'));
-- both
