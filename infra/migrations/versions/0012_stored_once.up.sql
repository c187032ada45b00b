-- As agents/state.py does from now on when a transcript is stored.
UPDATE meetnoo.pipelines p SET state = jsonb_build_object('stored', t.revision) || (
    SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(p.state)
    WHERE CASE WHEN key ~ '^[0-9]+$' THEN key::integer > t.revision ELSE true END)
FROM st.transcripts t
WHERE t.user_id = p.user_id AND t.transcript_id = p.transcript_id AND t.status = 'completed';
