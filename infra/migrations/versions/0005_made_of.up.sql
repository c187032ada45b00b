-- The upload as it came, without what every event says of itself, and the models of the last result.
ALTER TABLE st.transcripts ADD COLUMN upload jsonb;
ALTER TABLE st.transcripts ADD COLUMN models jsonb;
