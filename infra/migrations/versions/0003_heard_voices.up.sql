-- 'heard': taken for somebody known. Kept, apart from the library, in case a person says otherwise.
ALTER TABLE st.voiceprint_library DROP CONSTRAINT voiceprint_library_status_check;
ALTER TABLE st.voiceprint_library ADD CONSTRAINT voiceprint_library_status_check
    CHECK (status IN ('confirmed', 'pending', 'heard'));
ALTER TABLE st.voiceprint_library DROP CONSTRAINT voiceprint_library_check;
ALTER TABLE st.voiceprint_library ADD CONSTRAINT voiceprint_library_check
    CHECK (status IN ('pending', 'heard') OR name IS NOT NULL);
