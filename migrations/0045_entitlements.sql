-- What a person was entitled to when their request was approved, to be compared once it is carried out: keyed digests only, bound to
-- the request, so that nothing can be read from them and no two persons compared. Gone with the comparison.
create table request_entitlement (
  request_id uuid primary key references request on delete cascade,
  digests text[] not null,
  measured_at timestamptz not null
);
create index request_entitlement_measured on request_entitlement (measured_at);
