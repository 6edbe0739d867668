-- Requests of persons. Everything personal is in `request_secret`, sealed under the request's own key; the other tables
-- hold dates, states, counts and digests, and after an erasure nothing that points at anybody.

create table request (
  id uuid primary key,
  reference text not null unique check (reference ~ '^G-[0-9A-Z]{4}-[0-9A-Z]{4}$'),
  kind text not null check (kind in ('access', 'erasure', 'leaving')),
  state text not null check (state in ('received', 'verifying', 'waiting-for-review', 'extended', 'running', 'delivering', 'done', 'refused', 'withdrawn', 'failed')),
  language text not null,
  channel text not null check (channel in ('web', 'staff')),
  received_at timestamptz not null,
  received_on date not null,
  due_on date not null,
  due_because text not null check (due_because in ('promised-days', 'legal-month', 'extension')),
  due_article text not null,
  promised_on date,
  legal_on date not null,
  extended_at timestamptz,
  verified_at timestamptz,
  -- Looking the address up in the systems: done, or given up after many tries (somebody must look).
  located_at timestamptz,
  locate_failed_at timestamptz,
  found_anything boolean,
  other_address boolean not null,
  identity_doubt text check (identity_doubt in ('other-address', 'several-persons', 'address-changed-recently')),
  identity_asked_at timestamptz,
  identity_shown_at timestamptz,
  identity_decided_at timestamptz,
  identity_accepted boolean,
  -- The key and the address's keyed digest; the digest goes when an erasure is done or nobody proved to own the address.
  key_id uuid not null,
  shredded_at timestamptz,
  requester_digest text,
  plan_id uuid unique,
  follow_token_hash bytea unique,
  refusal_reason text check (refusal_reason in ('no-data-found', 'identity-not-shown', 'unfounded-or-excessive', 'rights-of-others', 'legal-obligation', 'not-our-customer')),
  -- When the person had the answer, or the link to it; this is what must be in time.
  answered_on date,
  closed_at timestamptz,
  closed_on date,
  outcome text check (outcome in ('answered', 'not-fetched', 'erased', 'refused', 'withdrawn', 'never-verified')),
  closed_evidence bigint,
  -- A closed request has an outcome and a proof, an open one has neither.
  check ((closed_at is null) = (outcome is null) and (closed_at is null) = (closed_on is null)),
  check ((state in ('done', 'refused', 'withdrawn')) = (closed_at is not null)),
  check ((state = 'refused') = (refusal_reason is not null)),
  -- After a finished erasure the entry identifies nobody; see also the policy's words on the register.
  check (due_on <= legal_on)
);
create index request_open on request (due_on) where closed_at is null;
create index request_unshredded on request (closed_at) where closed_at is not null and shredded_at is null;
create index request_closed on request (closed_at, reference) where closed_at is not null;
create index request_digest on request (requester_digest) where requester_digest is not null;

create table request_secret (
  request_id uuid not null references request on delete cascade,
  name text not null,
  sealed bytea not null,
  primary key (request_id, name)
);

create table request_event (
  id bigint generated always as identity primary key,
  request_id uuid not null references request on delete cascade,
  at timestamptz not null,
  from_state text not null,
  to_state text not null,
  event text not null,
  by_kind text not null check (by_kind in ('person', 'system', 'staff')),
  by_staff uuid,
  -- From a closed list of words; what staff write in their own words is sealed.
  reason text,
  evidence_index bigint not null,
  check ((by_kind = 'staff') = (by_staff is not null))
);
create index request_event_request on request_event (request_id, id);

create table request_code (
  request_id uuid primary key references request on delete cascade,
  code_hash text not null,
  tries integer not null default 0,
  expires_at timestamptz not null
);
create index request_code_expires on request_code (expires_at);

create table delivery (
  request_id uuid primary key references request on delete cascade,
  token_hash bytea not null unique,
  to_known_address boolean not null,
  identity_accepted boolean not null,
  size_bytes bigint not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- A download that is under way keeps others out; it lapses when the process that served it died.
  claim uuid,
  claimed_until timestamptz,
  fetched_at timestamptz,
  shredded_at timestamptz
);
create index delivery_expires on delivery (expires_at) where fetched_at is null and shredded_at is null;

-- Reminders that were given, so that each is given once, whatever the clock does.
create table request_reminder (
  request_id uuid not null references request on delete cascade,
  days_before integer not null,
  at timestamptz not null,
  evidence_index bigint not null,
  primary key (request_id, days_before)
);
comment on table request_reminder is 'days_before: 7, 3 or 1; 0 is the alarm after the due date.';

-- What the plan of a request came to before its approval. Beside the request and not in it: whoever reports it holds the
-- plan, and must not wait for somebody who holds the request and wants the plan.
create table request_plan (
  plan_id uuid primary key,
  state text not null check (state in ('ready', 'blocked'))
);
