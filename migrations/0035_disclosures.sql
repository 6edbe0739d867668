-- To whom data of a person was given, for what, which categories, when and on which ground (GDPR art. 5(2), 15(1)(c)). Who it
-- is about is a keyed digest, which an erasure takes away; the line stays for the report of the year and then names nobody.

create table disclosure (
  id bigint generated always as identity primary key,
  -- Keyed digest of what the sender calls it: sending it again adds nothing.
  once bytea not null unique check (length(once) = 32),
  person_digest text,
  -- Who recorded it. house: Gestand did it itself; company: a program of the organisation; staff: entered by hand.
  source text not null check (source in ('house', 'company', 'staff')),
  -- A name of the policy; of a demand the kind of party that demanded.
  recipient text not null,
  purpose text,
  categories text[] not null check (cardinality(categories) > 0),
  ground text not null check (ground in ('consent', 'contract', 'legal-obligation', 'vital-interests', 'public-task',
    'legitimate-interest', 'instruction', 'request', 'legal-demand')),
  -- Whether the policy allowed it on that day; what was done anyway is recorded all the same.
  allowed boolean not null,
  disclosed_on date not null,
  -- Of a demand: who demanded, and by which law or order.
  authority text,
  legal_basis text,
  recorded_by uuid,
  recorded_at timestamptz not null,
  check ((ground = 'legal-demand') = (authority is not null and legal_basis is not null))
);
create index disclosure_person on disclosure (person_digest) where person_digest is not null;
create index disclosure_day on disclosure (disclosed_on);

-- Demands that the law forbids telling the person of (GDPR art. 23): kept apart from what their copy is made of, until it allows.
create table disclosure_withheld (like disclosure including identity including defaults including constraints including indexes);
