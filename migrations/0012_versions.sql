-- Published versions of the policy: numbered without gaps, never changed and never removed. The text is the company's own
-- published document; nothing in it is about a customer.
create table policy_version (
  number integer primary key check (number > 0),
  -- SHA-256 over the texts, hex; the notice shows it.
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  -- First day on which it holds. A later version never starts earlier, so that every day has one version.
  effective_on date not null,
  published_at timestamptz not null,
  -- Who published it, as they were called on that machine.
  published_by text not null,
  -- [{"path", "text"}]: the first file first, others by their path from its folder.
  files jsonb not null check (jsonb_array_length(files) > 0),
  -- Entry of the evidence log that records the publication.
  log_index bigint not null
);

create function policy_version_stays() returns trigger language plpgsql as $$
begin
  raise exception 'A published version of the policy is never changed or removed.';
end $$;
create trigger policy_version_stays before update or delete or truncate on policy_version
  for each statement execute function policy_version_stays();
