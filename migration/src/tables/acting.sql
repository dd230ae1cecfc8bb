-- For whom the holder of an account acted last: after the next sign-in they go on there.
ALTER TABLE accounts ADD COLUMN last_grant_id uuid;
