-- What keeps rows from coming in any order is set aside, within the transaction that brings them back.
CREATE TEMP TABLE set_aside ON COMMIT DROP AS
SELECT relname, conname, pg_get_constraintdef(pg_constraint.oid) AS definition
FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
WHERE contype = 'f' AND connamespace = current_schema()::regnamespace;

DO $$ DECLARE it record; BEGIN
    FOR it IN SELECT * FROM set_aside LOOP
        EXECUTE format('ALTER TABLE %I DROP CONSTRAINT %I', it.relname, it.conname);
    END LOOP;
    FOR it IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
        EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', it.tablename);
        -- What a migration put in by itself is in the backup, as far as it was still there.
        EXECUTE format('DELETE FROM %I', it.tablename);
    END LOOP;
END $$;

CREATE FUNCTION pg_temp.put(name text, rows json) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE names text; many bigint;
BEGIN
    SELECT string_agg(quote_ident(column_name), ', ') INTO names FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = name AND is_generated = 'NEVER';
    EXECUTE format('INSERT INTO %I (%s) SELECT %s FROM json_populate_recordset(NULL::%I, $1)', name, names, names, name) USING rows;
    GET DIAGNOSTICS many = ROW_COUNT;
    RETURN many;
END $$;
