-- 13 of 24 parts of the vector, 104 numbers of 192.
-- Sketches of two lengths cannot be compared: a voice that is being enrolled waits, or is waited for.
LOCK TABLE st.voiceprint_library IN SHARE ROW EXCLUSIVE MODE;
CREATE OR REPLACE FUNCTION st.sketch(v vector) RETURNS halfvec
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    size integer := vector_dims(v);
    kept integer := greatest(1, least(8 * ceil(size * 13 / 192.0) - 1, size - 1));
    head vector := subvector(l2_normalize(v), 1, kept);
BEGIN
    RETURN (head::real[] || sqrt(greatest(0, 1 - vector_norm(head) ^ 2))::real)::vector::halfvec;
END
$$;
UPDATE st.voiceprint_sketches AS kept SET sketch = st.sketch(voice.embedding)
FROM st.voiceprint_library AS voice
WHERE voice.user_id = kept.user_id AND voice.voiceprint_id = kept.voiceprint_id;
