-- Customers for whom data is used and who decide about it (GDPR art. 28): told of a request of one of their people, and what they
-- had done. Sealed under a key of its own, because the request ends before they answer.

create table customer_notice (
  id uuid primary key,
  -- The person's request.
  request_id uuid not null references request,
  about text not null,
  kind text not null,
  -- Of the policy's onBehalf.
  on_behalf text not null,
  -- Keyed digest of which customer it is.
  customer text not null,
  key_id uuid not null references sealing_key,
  -- Customer, person and rows; gone when it expired.
  sealed bytea,
  token_hash bytea not null unique,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  -- itself: the customer deals with it in its own way. Else what it had us do.
  answer text check (answer in ('access', 'erasure', 'itself')),
  answered_at timestamptz,
  check ((answer is null) = (answered_at is null)),
  unique (request_id, on_behalf, customer)
);
create index customer_notice_expires on customer_notice (expires_at) where sealed is not null;

alter table request drop constraint request_channel_check;
alter table request add constraint request_channel_check check (channel in ('web', 'staff', 'mail', 'app', 'customer'));
