-- What the last fresh proof was given for. Nothing: it was given by signing in, and holds for anything.
ALTER TABLE sessions ADD COLUMN proved_for text;
