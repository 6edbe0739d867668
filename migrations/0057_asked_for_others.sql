-- Requests that somebody makes for somebody else: an agent with a mandate, or a parent for a child.
alter table request add column asked_as text check (asked_as in ('agent', 'parent'));

create table request_asker (
  request_id uuid primary key references request on delete cascade,
  -- Whether what the answer holds may be given to whoever asks, or only to the person.
  gives_answer boolean not null default false,
  -- Of the link by which the person says that it is right, or stops it; none before they were told.
  token_hash bytea unique,
  confirmed_at timestamptz,
  stopped_at timestamptz
);

alter table request drop constraint request_identity_doubt_check;
alter table request add constraint request_identity_doubt_check
  check (identity_doubt in ('asked-for-other', 'other-address', 'other-identity', 'several-persons', 'address-changed-recently'));
