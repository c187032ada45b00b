-- A person said the name of this very voice. Others of its number only followed.
ALTER TABLE st.voiceprint_library ADD COLUMN given boolean NOT NULL DEFAULT false;
