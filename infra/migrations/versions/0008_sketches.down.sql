DROP TRIGGER keep_sketch ON st.voiceprint_library;
DROP FUNCTION st.near(text, text, vector[], double precision);
DROP FUNCTION st.keep_sketch();
DROP TABLE st.voiceprint_sketches;
DROP FUNCTION st.library(text, text, integer);
DROP FUNCTION st.sketch(vector);
