-- Requests come by other ways too: out of a mailbox that is watched, and from the company's own app.
alter table request drop constraint request_channel_check;
alter table request add constraint request_channel_check check (channel in ('web', 'staff', 'mail', 'app'));

-- Letters that came about a request. What they say is sealed under the key of the request, and goes with it.
create table request_message (
  id uuid primary key,
  request_id uuid not null references request on delete cascade,
  received_at timestamptz not null,
  sealed bytea not null,
  -- When the sender was told which files were not kept.
  told_at timestamptz
);
create index request_message_request on request_message (request_id, received_at);

-- Files that came along; name and kind stand sealed in the letter. What was deleted leaves its row, without bytes.
create table request_file (
  id uuid primary key,
  request_id uuid not null references request on delete cascade,
  message_id uuid not null references request_message on delete cascade,
  size_bytes bigint not null check (size_bytes >= 0),
  received_at timestamptz not null,
  sealed bytea,
  deleted_at timestamptz,
  check ((sealed is null) = (deleted_at is not null))
);
create index request_file_request on request_file (request_id);
create index request_file_kept on request_file (received_at) where deleted_at is null;
alter table request_file alter column sealed set storage external;
