DELETE FROM st.voiceprint_library v USING st.voiceprint_library later
WHERE v.status = 'pending' AND later.status = 'pending' AND v.user_id = later.user_id
  AND v.transcript_id = later.transcript_id AND v.speaker = later.speaker
  AND v.computation < later.computation;
DROP INDEX st.voiceprint_library_by_transcript;
ALTER TABLE st.voiceprint_library DROP COLUMN computation;
CREATE UNIQUE INDEX voiceprint_library_one_pending
    ON st.voiceprint_library (user_id, transcript_id, speaker) WHERE status = 'pending';
