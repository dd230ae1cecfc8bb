SET LOCAL statement_timeout = 0;
SET LOCAL bytea_output = 'hex';
SET LOCAL extra_float_digits = 1;
CREATE FUNCTION pg_temp.open(name text) RETURNS refcursor LANGUAGE plpgsql AS $$
DECLARE rows refcursor := 'rows_of_a_table';
BEGIN
    OPEN rows FOR EXECUTE format('SELECT row_to_json(it)::text FROM %I it', name);
    RETURN rows;
END $$;
