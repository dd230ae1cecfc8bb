-- How a client is reached besides by e-mail. A number stands as it was typed, and by a key by which it is known and texted.
CREATE TABLE chart_phones (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    position integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('mobile', 'home', 'work')),
    number text NOT NULL,
    number_key text COLLATE "C" NOT NULL,
    may_text boolean NOT NULL,
    may_voicemail boolean NOT NULL,
    UNIQUE (chart_id, position),
    UNIQUE (chart_id, number_key)
);

ALTER TABLE charts ADD COLUMN street text;
ALTER TABLE charts ADD COLUMN street_2 text;
ALTER TABLE charts ADD COLUMN city text;
ALTER TABLE charts ADD COLUMN state text;
ALTER TABLE charts ADD COLUMN postal_code text;
ALTER TABLE charts ADD COLUMN country text;
-- Where the client's clocks show another time than the practice's.
ALTER TABLE charts ADD COLUMN time_zone text;
