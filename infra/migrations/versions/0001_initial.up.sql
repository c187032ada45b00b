-- What a transcript is (schema st) and how it came about (schema meetnoo).
--
-- Whatever belongs to a user is partitioned by a hash of the user: all that a query needs lies in
-- one partition, and a user is erased without touching the others. Every key therefore begins with
-- user_id, and every query names it. Primary keys are what makes writing an event twice harmless.

CREATE EXTENSION IF NOT EXISTS vector;
CREATE SCHEMA st;
CREATE SCHEMA meetnoo;

-- One row per recording; a row is written again as more becomes known.
CREATE TABLE st.transcripts (
    user_id       text        NOT NULL,
    transcript_id uuid        NOT NULL,
    revision      integer     NOT NULL DEFAULT 0,
    title         text,
    language      text,
    duration_s    double precision,
    audio_uri     text,
    status        text        NOT NULL DEFAULT 'processing'
                  CHECK (status IN ('processing', 'completed', 'failed')),
    error         text,
    warnings      jsonb       NOT NULL DEFAULT '[]',
    segment_total integer,
    speaker_total integer,
    created_at    timestamptz NOT NULL DEFAULT now(),
    completed_at  timestamptz,
    PRIMARY KEY (user_id, transcript_id)
) PARTITION BY HASH (user_id);
CREATE INDEX transcripts_by_age ON st.transcripts (user_id, created_at DESC);

-- The transcript itself, one row per segment. `index` runs from 0 to `total` - 1, so that a
-- complete transcript can be told from a partial one.
CREATE TABLE st.enriched_segments (
    user_id       text    NOT NULL,
    transcript_id uuid    NOT NULL,
    index         integer NOT NULL CHECK (index >= 0),
    revision      integer NOT NULL DEFAULT 0,
    total         integer NOT NULL,
    start_s       double precision NOT NULL,
    end_s         double precision NOT NULL CHECK (end_s >= start_s),
    speaker       text    NOT NULL,
    name          text,
    display_name  text    NOT NULL,
    name_source   text,
    name_score    double precision,
    text_raw      text    NOT NULL,
    text          text    NOT NULL,
    words         jsonb   NOT NULL DEFAULT '[]',
    overlap       boolean NOT NULL DEFAULT false,
    facts         jsonb   NOT NULL DEFAULT '{}',
    PRIMARY KEY (user_id, transcript_id, index)
) PARTITION BY HASH (user_id);
CREATE INDEX enriched_segments_facts ON st.enriched_segments USING gin (facts jsonb_path_ops);

-- The speakers of a transcript: who they are taken for and why.
CREATE TABLE st.speakers (
    user_id       text    NOT NULL,
    transcript_id uuid    NOT NULL,
    speaker       text    NOT NULL,
    index         integer NOT NULL,
    revision      integer NOT NULL DEFAULT 0,
    display_name  text    NOT NULL,
    name          text,
    name_source   text,
    name_score    double precision,
    evidence      jsonb   NOT NULL DEFAULT '[]',
    facts         jsonb   NOT NULL DEFAULT '{}',
    candidates    jsonb   NOT NULL DEFAULT '[]',
    pooled        vector,
    pooled_model  text,
    voiceprint_id uuid,
    seconds       double precision NOT NULL DEFAULT 0,
    PRIMARY KEY (user_id, transcript_id, speaker)
) PARTITION BY HASH (user_id);

-- Voices of a user: confirmed ones have a name, pending ones a number and where they were heard.
-- The vector has no fixed length: the length follows the model, and only voices of one model are
-- compared.
CREATE TABLE st.voiceprint_library (
    user_id        text        NOT NULL,
    voiceprint_id  uuid        NOT NULL,
    name           text,
    status         text        NOT NULL CHECK (status IN ('confirmed', 'pending')),
    pending_number integer,
    model          text        NOT NULL,
    embedding      vector      NOT NULL,
    seconds        double precision NOT NULL DEFAULT 0,
    transcript_id  uuid,
    speaker        text,
    created_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, voiceprint_id),
    CHECK (status = 'pending' OR name IS NOT NULL)
) PARTITION BY HASH (user_id);
CREATE UNIQUE INDEX voiceprint_library_one_pending
    ON st.voiceprint_library (user_id, transcript_id, speaker) WHERE status = 'pending';
CREATE INDEX voiceprint_library_by_model
    ON st.voiceprint_library (user_id, model, status);

-- The documents that came with a recording and what was read in them.
CREATE TABLE st.contextual_files (
    user_id       text        NOT NULL,
    transcript_id uuid        NOT NULL,
    file_id       uuid        NOT NULL,
    name          text        NOT NULL,
    uri           text        NOT NULL,
    sha256        text,
    kind          text,
    language      text,
    chunk_count   integer     NOT NULL DEFAULT 0,
    metadata      jsonb       NOT NULL DEFAULT '{}',
    error         text,
    created_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, transcript_id, file_id)
) PARTITION BY HASH (user_id);
CREATE INDEX contextual_files_metadata
    ON st.contextual_files USING gin (metadata jsonb_path_ops);

-- What an LLM read in a text, by the checksum of the text and of the question. Whoever puts the
-- key together says in it what must not be shared between users.
CREATE TABLE st.metadata_cache (
    key        text        PRIMARY KEY,
    value      jsonb       NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX metadata_cache_by_expiry ON st.metadata_cache (expires_at);

-- How far a recording has come. The joins of the stages are counted here, in transactions.
CREATE TABLE meetnoo.pipelines (
    user_id       text        NOT NULL,
    transcript_id uuid        NOT NULL,
    revision      integer     NOT NULL DEFAULT 0,
    state         jsonb       NOT NULL DEFAULT '{}',
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, transcript_id)
) PARTITION BY HASH (user_id);

-- How long each phase took, task by task.
CREATE TABLE meetnoo.phase_runs (
    user_id       text    NOT NULL,
    transcript_id uuid    NOT NULL,
    revision      integer NOT NULL DEFAULT 0,
    phase         text    NOT NULL,
    index         integer NOT NULL DEFAULT 0,
    total         integer NOT NULL DEFAULT 1,
    started_at    timestamptz,
    finished_at   timestamptz,
    seconds       double precision,
    PRIMARY KEY (user_id, transcript_id, revision, phase, index)
) PARTITION BY HASH (user_id);

-- Segments as the GPU tier gave them, before names and cleaning.
CREATE TABLE meetnoo.segments (
    user_id       text    NOT NULL,
    transcript_id uuid    NOT NULL,
    index         integer NOT NULL CHECK (index >= 0),
    revision      integer NOT NULL DEFAULT 0,
    start_s       double precision NOT NULL,
    end_s         double precision NOT NULL CHECK (end_s >= start_s),
    speaker       text    NOT NULL,
    text          text    NOT NULL,
    words         jsonb   NOT NULL DEFAULT '[]',
    overlap       boolean NOT NULL DEFAULT false,
    PRIMARY KEY (user_id, transcript_id, index)
) PARTITION BY HASH (user_id);

DO $$
DECLARE
    parent regclass;
BEGIN
    FOR parent IN
        SELECT partrelid FROM pg_partitioned_table
        JOIN pg_class ON pg_class.oid = partrelid
        WHERE relnamespace IN ('st'::regnamespace, 'meetnoo'::regnamespace)
    LOOP
        FOR remainder IN 0..15 LOOP
            EXECUTE format(
                'CREATE TABLE %s_p%s PARTITION OF %s FOR VALUES WITH (MODULUS 16, REMAINDER %s)',
                parent, lpad(remainder::text, 2, '0'), parent, remainder
            );
        END LOOP;
    END LOOP;
END
$$;
