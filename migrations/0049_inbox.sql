-- The mailbox that is watched. `mailbox` is a keyed digest of where it is, so that another one is never taken for it.
create table inbox_state (
  mailbox text primary key,
  uid_validity bigint,
  -- Everything below it was taken in.
  next_uid bigint not null default 1,
  -- Older letters were there before anybody watched; they are left alone.
  since timestamptz not null,
  looked_at timestamptz,
  failing_since timestamptz,
  -- A code of ours.
  failure text
);

-- One row for each letter, so that each counts once whatever happens between reading and moving it. What it says is here only
-- while somebody must decide what it is, sealed under a key of its own.
create table inbox_message (
  id uuid primary key,
  mailbox text not null,
  uid_validity bigint not null,
  uid bigint not null,
  -- Keyed: Message-ID, sender and date. Absent on a second copy.
  digest text unique,
  arrived_at timestamptz not null,
  outcome text not null check (
    outcome in ('request', 'reply', 'to-sort', 'no-request', 'bounce', 'automatic', 'own', 'duplicate')
  ),
  request_id uuid references request on delete set null,
  key_id uuid references sealing_key (id),
  sealed bytea,
  proposed text[] not null default '{}',
  -- The original was moved.
  put_away_at timestamptz,
  unique (mailbox, uid_validity, uid),
  check ((outcome = 'to-sort') = (sealed is not null))
);
create index inbox_message_to_sort on inbox_message (arrived_at) where outcome = 'to-sort';
create index inbox_message_arrived on inbox_message (mailbox, arrived_at);

create table inbox_file (
  message_id uuid not null references inbox_message on delete cascade,
  ordinal integer not null,
  sealed bytea not null,
  primary key (message_id, ordinal)
);
alter table inbox_file alter column sealed set storage external;
