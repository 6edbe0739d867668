-- Which law holds for a request. `laws` are ids of regimes, fixed at receipt; empty for what came in before this was kept,
-- which is then under the law of the organisation. Where the person lives is sealed with the rest of what is personal.
alter table request
  add column laws text[] not null default '{}',
  -- A figure behind the legal date was not confirmed; shown wherever the date is.
  add column due_unconfirmed boolean not null default false,
  add column acknowledge_by date,
  add column acknowledged_on date;
alter table request drop constraint request_due_because_check;
alter table request add constraint request_due_because_check check (
  due_because in ('promised-days', 'legal-month', 'legal-term', 'extension')
);

-- Stretches of waiting for the person. Whether the clock stood meanwhile was decided when the person was asked.
create table request_wait (
  id bigint generated always as identity primary key,
  request_id uuid not null references request on delete cascade,
  kind text not null check (kind in ('identity', 'clarification')),
  asked_on date not null,
  answered_on date check (answered_on >= asked_on),
  clock_stands boolean not null
);
create index request_wait_request on request_wait (request_id);
-- One question of a kind at a time.
create unique index request_wait_open on request_wait (request_id, kind) where answered_on is null;
