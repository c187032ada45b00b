DROP INDEX st.metadata_cache_by_user;
ALTER TABLE st.metadata_cache DROP COLUMN user_id;
