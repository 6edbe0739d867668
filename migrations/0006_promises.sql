-- The board: what the last check of each promise found, and every change since. Nothing personal.

create table promise_status (
  promise text primary key,
  status text not null check (status in ('kept', 'broken', 'unproven', 'stated', 'waived')),
  checked_at timestamptz not null,
  summary text not null,
  facts jsonb not null default '{}',
  -- Entry of the evidence log that records the last change.
  log_index bigint not null
);

-- One row per change of a status, so that a promise that is checked every hour does not fill a table.
create table promise_history (
  id bigint generated always as identity primary key,
  promise text not null,
  status text not null check (status in ('kept', 'broken', 'unproven', 'stated', 'waived')),
  checked_at timestamptz not null,
  summary text not null,
  log_index bigint not null
);
create index promise_history_promise on promise_history (promise, id);

-- A declared remnant of an erasure: keyed digests of what pointed at the person, so that a value that comes back (from a
-- backup, an import, a forgotten job) is noticed. It says nothing to whoever lacks the installation key, names nobody, and
-- goes on the day in until_on, which follows from the policy (rights.register.keep).
create table erasure_watch (
  plan_id uuid not null,
  category text not null,
  digest text not null,
  until_on date not null,
  primary key (plan_id, category, digest)
);
create index erasure_watch_until on erasure_watch (until_on);

-- What the erasure left on purpose, each with its ground: as many finds in this column are no surprise.
create table erasure_watch_ground (
  plan_id uuid not null,
  system text not null,
  relation text not null,
  column_name text not null,
  rows bigint not null check (rows > 0),
  until_on date not null,
  primary key (plan_id, system, relation, column_name)
);
