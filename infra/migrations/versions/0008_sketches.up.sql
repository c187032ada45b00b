-- Voices as a search first compares them: a narrow table, since a scan of the library spends most of
-- its time on passing by what it does not look at (docs/measurements.md). A sketch is the first part,
-- a little more than half, of the unit vector, and the length of the rest. By the Cauchy-Schwarz
-- inequality the product of two sketches is at least the cosine of the vectors: what it rules out is
-- ruled out. pgvector multiplies eight numbers at a time, so a sketch has a multiple of eight.
CREATE FUNCTION st.sketch(v vector) RETURNS halfvec
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    size integer := vector_dims(v);
    kept integer := greatest(1, least(8 * ceil(size * 13 / 192.0) - 1, size - 1));
    head vector := subvector(l2_normalize(v), 1, kept);
BEGIN
    RETURN (head::real[] || sqrt(greatest(0, 1 - vector_norm(head) ^ 2))::real)::vector::halfvec;
END
$$;

-- What may be compared with each other: a tenant's voices of one model and length. A number, because
-- it is held against every row.
CREATE FUNCTION st.library(tenant text, model text, size integer) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN hashtextextended(tenant || E'\n' || model || E'\n' || size, 0);

CREATE TABLE st.voiceprint_sketches (
    library       bigint  NOT NULL,
    sketch        halfvec NOT NULL,
    voiceprint_id uuid    NOT NULL,
    user_id       text    NOT NULL,
    PRIMARY KEY (user_id, voiceprint_id),
    FOREIGN KEY (user_id, voiceprint_id) REFERENCES st.voiceprint_library ON DELETE CASCADE
);
CREATE INDEX voiceprint_sketches_by_library ON st.voiceprint_sketches (library);
-- Granted to nobody: it is written and searched through the functions below alone.
ALTER TABLE st.voiceprint_sketches ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenants ON st.voiceprint_sketches TO st_app
    USING (user_id = ANY ((SELECT st.tenants())::text[]));
CREATE POLICY all_tenants ON st.voiceprint_sketches FOR SELECT TO st_operator USING (true);

CREATE FUNCTION st.keep_sketch() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO st.voiceprint_sketches
    VALUES (st.library(NEW.user_id, NEW.model, vector_dims(NEW.embedding)),
            st.sketch(NEW.embedding), NEW.voiceprint_id, NEW.user_id)
    ON CONFLICT (user_id, voiceprint_id) DO UPDATE
        SET library = excluded.library, sketch = excluded.sketch;
    RETURN NULL;
END
$$;
CREATE TRIGGER keep_sketch AFTER INSERT OR UPDATE OF embedding, model ON st.voiceprint_library
    FOR EACH ROW EXECUTE FUNCTION st.keep_sketch();
INSERT INTO st.voiceprint_sketches
SELECT st.library(user_id, model, vector_dims(embedding)), st.sketch(embedding), voiceprint_id, user_id
FROM st.voiceprint_library;

-- The tenant's voices whose sketch has a product of `at_least` with one of those asked for: all
-- that are as near as that, and a few that are not. Nothing of a tenant the transaction does not name.
-- The planner expects a third of the table from each product and would not scan it in parallel.
CREATE FUNCTION st.near(tenant text, model text, asked vector[], at_least double precision)
RETURNS TABLE (voiceprint_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp ROWS 100
SET parallel_setup_cost = 0 SET parallel_tuple_cost = 0 AS $$
BEGIN
    IF tenant = ANY (st.tenants()) THEN
        RETURN QUERY EXECUTE (
            SELECT format('SELECT voiceprint_id FROM st.voiceprint_sketches WHERE library = %s AND (%s)',
                st.library(tenant, model, vector_dims(asked[1])),
                string_agg(format('sketch <#> %L::halfvec <= %s', st.sketch(voice), -at_least), ' OR '))
            FROM unnest(asked) AS voice
        );
    END IF;
END
$$;
