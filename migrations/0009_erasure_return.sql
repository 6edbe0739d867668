-- Which request a watched erasure was of, and when it was done: what staff need to recognise it by, and nothing that
-- identifies the person.
alter table erasure_watch add column about text, add column erased_on date;

-- What the last round found again of erased persons, by column: counts only. Replaced by every round.
create table erasure_return (
  plan_id uuid not null,
  system text not null,
  relation text not null,
  column_name text not null,
  rows bigint not null check (rows > grounded),
  grounded bigint not null check (grounded >= 0),
  primary key (plan_id, system, relation, column_name)
);
