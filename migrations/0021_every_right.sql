-- Every right is a kind of request, with its own way of ending.
alter table request drop constraint request_kind_check;
alter table request add constraint request_kind_check check (
  kind in ('access', 'rectification', 'erasure', 'leaving', 'restriction', 'lifting', 'portability', 'objection',
    'marketing-objection', 'withdraw-consent', 'sale-opt-out', 'automated-decision', 'complaint')
);
alter table request drop constraint request_outcome_check;
alter table request add constraint request_outcome_check check (
  outcome in ('answered', 'not-fetched', 'erased', 'corrected', 'restricted', 'lifted', 'upheld', 'stopped', 'joined',
    'refused', 'withdrawn', 'never-verified')
);
alter table request drop constraint request_refusal_reason_check;
alter table request add constraint request_refusal_reason_check check (
  refusal_reason in ('no-data-found', 'identity-not-shown', 'unfounded-or-excessive', 'rights-of-others',
    'legal-obligation', 'not-our-customer', 'data-is-right', 'no-ground-to-restrict', 'compelling-grounds',
    'legal-claims', 'decision-stands', 'complaint-unfounded')
);
alter table request
  -- Purposes of the policy that it is about, by name.
  add column purposes text[] not null default '{}',
  -- An earlier request of the same address and kind, with which it is answered.
  add column joined_to uuid references request on delete set null,
  -- What is to be corrected is sealed; these say how far that is.
  add column proposed_at timestamptz,
  add column corrections_decided_at timestamptz;

-- What must not be done with the data of somebody, because they said so. Found by a keyed digest of the address. It outlives
-- the request: a stop that were forgotten would be broken. What ended is deleted; the log says when.
create table request_stop (
  id bigint generated always as identity primary key,
  request_id uuid references request on delete set null,
  person_digest text not null,
  stopped text not null check (stopped in ('purpose', 'marketing', 'sale')),
  purpose text,
  because text not null check (
    because in ('objection-pending', 'objection-upheld', 'marketing', 'consent-withdrawn', 'sale')
  ),
  since timestamptz not null,
  check ((stopped = 'purpose') = (purpose is not null)),
  unique (request_id, stopped, purpose)
);
create index request_stop_person on request_stop (person_digest);

-- An address that was changed by a rectification: for some time it counts as another one, and whoever reads the mail of the
-- address before can say that it was not them.
create table address_change (
  request_id uuid not null references request on delete cascade,
  new_digest text not null,
  token_hash bytea not null unique,
  noted_at timestamptz not null,
  done_at timestamptz,
  stopped_at timestamptz,
  primary key (request_id, new_digest)
);
create index address_change_new on address_change (new_digest);
