ALTER TABLE st.voiceprint_library DROP COLUMN given;
