ALTER TABLE st.transcripts DROP COLUMN models;
ALTER TABLE st.transcripts DROP COLUMN upload;
