-- The words within names, so that a search for one is a range of an index: "cruz" and "la cruz" of "de la Cruz", folded.
CREATE TABLE chart_words (
    chart_id uuid NOT NULL REFERENCES charts (id),
    part text NOT NULL CHECK (part IN ('last', 'first')),
    word text COLLATE "C" NOT NULL,
    PRIMARY KEY (chart_id, part, word)
);
CREATE INDEX chart_words_word ON chart_words (word, part, chart_id);

-- The Chart Room is read from these alone: in the order of names, by the beginning of either name, of everybody's charts and of one
-- clinician's. They tell of the import too, so that no chart is looked up only to find that it is not there yet.
DROP INDEX charts_by_last_name;
DROP INDEX charts_by_first_name;
DROP INDEX charts_by_clinician;
CREATE INDEX charts_by_last_name ON charts (search_last, search_first, id, import_id);
CREATE INDEX charts_by_first_name ON charts (search_first, search_last, id, import_id);
CREATE INDEX charts_by_clinician ON charts (primary_clinician_id, search_last, search_first, id, import_id);
CREATE INDEX charts_by_clinician_and_first_name ON charts (primary_clinician_id, search_first, search_last, id, import_id);
