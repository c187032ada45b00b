DELETE FROM st.voiceprint_library WHERE status = 'heard';
ALTER TABLE st.voiceprint_library DROP CONSTRAINT voiceprint_library_status_check;
ALTER TABLE st.voiceprint_library ADD CONSTRAINT voiceprint_library_status_check
    CHECK (status IN ('confirmed', 'pending'));
ALTER TABLE st.voiceprint_library DROP CONSTRAINT voiceprint_library_check;
ALTER TABLE st.voiceprint_library ADD CONSTRAINT voiceprint_library_check
    CHECK (status = 'pending' OR name IS NOT NULL);
