-- Transcripts that were erased: nothing of whose they were. A late event must not write them anew.
CREATE TABLE st.erased_transcripts (
    transcript_id uuid        PRIMARY KEY,
    erased_at     timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION st.refuse_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM st.erased_transcripts e WHERE e.transcript_id = NEW.transcript_id) THEN
        RETURN NULL;
    END IF;
    RETURN NEW;
END
$$;

-- The tables that several writers add to, a row at a time. The sink's batches look for themselves.
CREATE TRIGGER refuse_erased BEFORE INSERT ON st.transcripts
    FOR EACH ROW EXECUTE FUNCTION st.refuse_erased();
CREATE TRIGGER refuse_erased BEFORE INSERT ON meetnoo.pipelines
    FOR EACH ROW EXECUTE FUNCTION st.refuse_erased();
CREATE TRIGGER refuse_erased BEFORE INSERT ON st.voiceprint_library
    FOR EACH ROW WHEN (NEW.status <> 'confirmed') EXECUTE FUNCTION st.refuse_erased();
