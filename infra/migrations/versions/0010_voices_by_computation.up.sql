-- Of which computation of the transcript `speaker` is a label: done again, it is another voice's.
ALTER TABLE st.voiceprint_library ADD COLUMN computation integer NOT NULL DEFAULT 0;
UPDATE st.voiceprint_library v SET computation = coalesce(
    (SELECT max(s.revision) FROM meetnoo.segments s
     WHERE s.user_id = v.user_id AND s.transcript_id = v.transcript_id),
    (SELECT t.revision FROM st.transcripts t
     WHERE t.user_id = v.user_id AND t.transcript_id = v.transcript_id), 0) / 100
WHERE transcript_id IS NOT NULL;
-- The voices of two computations are there side by side until the later one is stored.
DROP INDEX st.voiceprint_library_one_pending;
CREATE INDEX voiceprint_library_by_transcript ON st.voiceprint_library (user_id, transcript_id);
