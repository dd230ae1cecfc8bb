-- In which order the practice writes dates; nothing where it has not chosen, and what is usual in its zone counts.
ALTER TABLE practice ADD COLUMN date_order text CHECK (date_order IN ('month-first', 'day-first', 'year-first'));
