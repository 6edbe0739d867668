-- Names of cookies and storage that visitors' browsers had and the policy does not: names and counts, nothing about who.
create table consent_undeclared (
  name text primary key check (length(name) <= 60),
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  times bigint not null
);
