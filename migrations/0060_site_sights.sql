-- What pages of the company have, and what was held back in them: names from the policy and counts, nothing about who.
create table consent_sight (
  what text primary key check (length(what) <= 200),
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  times bigint not null
);
