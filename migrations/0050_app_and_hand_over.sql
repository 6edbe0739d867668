-- What the company's own app sent, so that the same request sent twice counts once. Keyed digests only.
create table request_once (
  digest text primary key,
  body_digest text not null,
  request_id uuid not null references request on delete cascade,
  made_at timestamptz not null
);
create index request_once_request on request_once (request_id);
create index request_once_made on request_once (made_at);

-- A copy that goes to another controller on request (GDPR art. 20(2)). Its address is sealed with the request; here stands how far it
-- is and what proves it.
create table hand_over (
  request_id uuid primary key references request on delete cascade,
  state text not null check (state in ('asked', 'released', 'refused', 'done', 'failed', 'expired')),
  asked_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  -- Times that the upload was begun.
  attempts integer not null default 0,
  size_bytes bigint,
  -- Of everything that was sent, hex.
  sha256 text,
  -- The last answer of the other side (HTTP).
  status integer,
  -- Our own code of the last failure.
  failure text,
  ended_at timestamptz,
  check ((state in ('done', 'failed', 'expired', 'refused')) = (ended_at is not null)),
  check (state <> 'done' or (sha256 is not null and size_bytes is not null and status is not null))
);
create index hand_over_open on hand_over (asked_at) where ended_at is null;
