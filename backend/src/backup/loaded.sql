-- What was set aside stands again, and is looked at: a row that refers to nothing undoes everything.
DO $$ DECLARE it record; BEGIN
    FOR it IN SELECT * FROM set_aside LOOP
        EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I %s', it.relname, it.conname, it.definition);
    END LOOP;
    FOR it IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
        EXECUTE format('ALTER TABLE %I ENABLE TRIGGER USER', it.tablename);
    END LOOP;
    FOR it IN SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = current_schema() AND column_default LIKE 'nextval(%' LOOP
        EXECUTE format('SELECT setval(pg_get_serial_sequence(%L, %L), coalesce(max(%I), 0) + 1, false) FROM %I',
            quote_ident(it.table_name), it.column_name, it.column_name, it.table_name);
    END LOOP;
END $$;
