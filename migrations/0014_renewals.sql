-- Consent that must be given again: what stops counting on the first day of a version, after staff approved it, and what
-- persons then answered. Addresses are sealed until an answer is carried out; what stays are keyed digests, and they end too.

create table renewal (
  version integer primary key references policy_version (number),
  state text not null check (state in ('approved', 'suspending', 'stopped', 'done')),
  -- Under this id the systems remember how far it is; another one when it is done again.
  plan_id uuid not null,
  -- Rises with every try; a lower one writes nothing.
  attempt integer not null default 0,
  approved_at timestamptz not null,
  -- Who approved it, as they are called here.
  approved_by text not null,
  -- Why it stopped; a code of ours.
  trouble text,
  finished_at timestamptz,
  check ((state = 'done') = (finished_at is not null))
);

-- One row for each place in a system where such consents stand.
create table renewal_place (
  version integer not null references renewal (version),
  place integer not null,
  consent text not null,
  system text not null,
  relation text not null,
  -- Consents that would stop counting, when it was approved; and rows that were put out of force.
  counted bigint not null,
  suspended bigint,
  primary key (version, place)
);

-- Key of the addresses below, one for each version.
create table renewal_key (
  version integer primary key references policy_version (number),
  key_id uuid not null references sealing_key (id)
);

-- One link for each person and version.
create table renewal_link (
  id uuid primary key,
  version integer not null references policy_version (number),
  addressee_digest text not null,
  token_hash text not null unique,
  -- The address, until an answer is carried out or the link ends.
  sealed bytea,
  expires_at timestamptz not null,
  -- Purposes: yes or no. Null: nothing was answered, which is no consent.
  answer jsonb,
  answered_at timestamptz,
  applied_at timestamptz,
  -- Rows that were put in force.
  rows integer,
  unique (version, addressee_digest),
  check ((answer is null) = (answered_at is null)),
  check ((applied_at is null) or (sealed is null))
);
create index renewal_link_expires on renewal_link (expires_at);
