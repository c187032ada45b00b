DROP TRIGGER refuse_erased ON st.voiceprint_library;
DROP TRIGGER refuse_erased ON meetnoo.pipelines;
DROP TRIGGER refuse_erased ON st.transcripts;
DROP FUNCTION st.refuse_erased();
DROP TABLE st.erased_transcripts;
