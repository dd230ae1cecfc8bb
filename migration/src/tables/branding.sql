-- What the practice looks like to its clients: colours, logo, words. What is not chosen looks as it comes.
ALTER TABLE practice ADD COLUMN branding text NOT NULL DEFAULT '{}';

-- A pattern that was applied: what each setting was before, and what it became, so that it can be put back.
CREATE TABLE patterns (
    id uuid NOT NULL PRIMARY KEY,
    pattern text NOT NULL,
    applied_at timestamptz NOT NULL,
    applied_by uuid NOT NULL REFERENCES staff (id),
    changes text NOT NULL,
    undone_at timestamptz
);
CREATE INDEX patterns_by_time ON patterns (applied_at);
