-- Row-level security. Our processes are st_app and name, in each transaction, the tenants it works
-- for; without that they see nothing. Operators are st_operator: they see all tenants, and change
-- nothing. Neither owns anything. Passwords are given where the migrations are run (roles.py).

-- Roles belong to the whole server, so another database of it may have made them.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['st_app', 'st_operator'] LOOP
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE', name);
        END IF;
    END LOOP;
END
$$;
GRANT USAGE ON SCHEMA st, meetnoo TO st_app, st_operator;

-- The tenants of this transaction. A setting that was local to an earlier one is left empty.
CREATE FUNCTION st.tenants() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('st.users', true), '')::text[];

-- Nobody is granted a partition: they are reached through their table, whose policy then holds.
-- The sub-select makes the setting read once a query instead of once a row.
DO $$
DECLARE
    owned record;
BEGIN
    FOR owned IN
        SELECT c.oid::regclass AS name, c.relispartition AS part
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'user_id'
        WHERE c.relnamespace IN ('st'::regnamespace, 'meetnoo'::regnamespace)
          AND c.relkind IN ('r', 'p')
    LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', owned.name);
        CONTINUE WHEN owned.part;
        EXECUTE format('CREATE POLICY own_tenants ON %s TO st_app'
            ' USING (user_id = ANY ((SELECT st.tenants())::text[]))', owned.name);
        EXECUTE format('CREATE POLICY all_tenants ON %s FOR SELECT TO st_operator USING (true)',
            owned.name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO st_app', owned.name);
        EXECUTE format('GRANT SELECT ON %s TO st_operator', owned.name);
    END LOOP;
END
$$;

-- Ids and dates alone, so everybody may read them; but only what one sees can be noted as erased,
-- or a tenant could keep another's transcript from being written.
ALTER TABLE st.erased_transcripts ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody ON st.erased_transcripts FOR SELECT USING (true);
CREATE POLICY own_tenants ON st.erased_transcripts FOR INSERT TO st_app WITH CHECK (
    EXISTS (SELECT 1 FROM st.transcripts t WHERE t.transcript_id = erased_transcripts.transcript_id)
    OR EXISTS (SELECT 1 FROM meetnoo.pipelines p
               WHERE p.transcript_id = erased_transcripts.transcript_id));
GRANT SELECT, INSERT ON st.erased_transcripts TO st_app;
GRANT SELECT ON st.erased_transcripts TO st_operator;
