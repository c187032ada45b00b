-- 'archived': its rows lie in the object store as Parquet files (sinks/postgres/archive.py).
ALTER TABLE st.transcripts DROP CONSTRAINT transcripts_status_check;
ALTER TABLE st.transcripts ADD CONSTRAINT transcripts_status_check
    CHECK (status IN ('processing', 'completed', 'failed', 'archived'));
-- What was brought back is not archived again at once.
ALTER TABLE st.transcripts ADD COLUMN restored_at timestamptz;
