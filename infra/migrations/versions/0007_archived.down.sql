-- Archived transcripts must be brought back before (python -m sinks restore): the check refuses them.
ALTER TABLE st.transcripts DROP COLUMN restored_at;
ALTER TABLE st.transcripts DROP CONSTRAINT transcripts_status_check;
ALTER TABLE st.transcripts ADD CONSTRAINT transcripts_status_check
    CHECK (status IN ('processing', 'completed', 'failed'));
