-- The notice as people read it, word for word, in each language of the version: [{"language", "text"}]. Its hash is in the log
-- entry of the publication. Versions from before this have none; their notice is made anew of their texts.
alter table policy_version add column notices jsonb check (jsonb_array_length(notices) > 0);
