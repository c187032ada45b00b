-- The roles stay: another database of the server may have granted them something.
DO $$
DECLARE
    policy record;
    owned regclass;
BEGIN
    FOR policy IN
        SELECT policyname, schemaname, tablename FROM pg_policies
        WHERE schemaname IN ('st', 'meetnoo')
    LOOP
        EXECUTE format('DROP POLICY %I ON %I.%I',
            policy.policyname, policy.schemaname, policy.tablename);
    END LOOP;
    FOR owned IN
        SELECT oid FROM pg_class
        WHERE relnamespace IN ('st'::regnamespace, 'meetnoo'::regnamespace) AND relrowsecurity
    LOOP
        EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', owned);
        EXECUTE format('REVOKE ALL ON %s FROM st_app, st_operator', owned);
    END LOOP;
END
$$;
DROP FUNCTION st.tenants();
REVOKE ALL ON SCHEMA st, meetnoo FROM st_app, st_operator;
