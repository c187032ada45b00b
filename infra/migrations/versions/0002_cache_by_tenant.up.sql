-- Whose document it was, so that a tenant's can be erased. What is there is asked for again.
TRUNCATE st.metadata_cache;
ALTER TABLE st.metadata_cache ADD COLUMN user_id text NOT NULL;
CREATE INDEX metadata_cache_by_user ON st.metadata_cache (user_id);
