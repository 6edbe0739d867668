-- Plans: what was shown, what was approved, how far each step came. No personal data outside the sealed columns.

create table plan (
  id uuid primary key,
  -- The request's reference, or what else the plan is for.
  about text not null,
  action text not null check (action in ('access', 'erasure')),
  state text not null check (
    state in ('preparing', 'ready', 'blocked', 'approved', 'running', 'done', 'failed', 'abandoned')
  ),
  key_id uuid not null references sealing_key,
  -- Keyed digest of the person as the systems know them: ties what was approved to whom it is about.
  subject_digest text not null,
  -- The dry run, frozen when it is ready. `hash` is what is approved.
  hash text,
  policy_hash text,
  today date,
  previews jsonb not null default '[]',
  problems jsonb not null default '[]',
  -- Rises with every dry run that is asked for, and with every resumption; work of an older one changes nothing.
  run integer not null default 1 check (run > 0),
  created_at timestamptz not null,
  approved_at timestamptz,
  approved_by uuid,
  finished_at timestamptz,
  check ((hash is not null) or state in ('preparing', 'blocked', 'abandoned')),
  check ((approved_at is null) or hash is not null)
);
create index plan_about on plan (about);
create index plan_open on plan (state) where state not in ('done', 'abandoned');

create table plan_step (
  plan_id uuid not null references plan on delete cascade,
  ordinal integer not null check (ordinal > 0),
  kind text not null check (kind in ('identify', 'collect', 'erase', 'verify', 'close')),
  system text,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  attempt integer not null default 0,
  -- Rises when a system must be erased once more, because looking again found something left.
  round integer not null default 1,
  progress_done bigint,
  progress_total bigint,
  tables jsonb not null default '[]',
  residue jsonb not null default '[]',
  differences jsonb not null default '[]',
  -- Tables in which staff accepted more than was approved, by resuming after they were shown.
  accepted jsonb not null default '[]',
  error_message text,
  error_retryable boolean,
  evidence_index bigint,
  finished_at timestamptz,
  primary key (plan_id, ordinal),
  check ((state = 'done') = (evidence_index is not null)),
  check ((state = 'done') = (finished_at is not null))
);

-- Working copies, sealed under the request's key and deleted when the plan ends.
create table plan_secret (
  plan_id uuid not null references plan on delete cascade,
  kind text not null check (kind in ('subject', 'identifiers')),
  -- Empty for the subject.
  system text not null default '',
  sealed bytea not null,
  primary key (plan_id, kind, system)
);

-- The copy for the person: one per try; only a finished one is ever opened.
create table answer (
  id uuid primary key,
  plan_id uuid not null references plan on delete cascade,
  key_id uuid not null references sealing_key,
  size_bytes bigint,
  chunks integer,
  created_at timestamptz not null,
  finished_at timestamptz,
  check ((size_bytes is null) = (finished_at is null) and (chunks is null) = (finished_at is null))
);
create index answer_plan on answer (plan_id);
create unique index answer_finished on answer (plan_id) where finished_at is not null;

create table answer_chunk (
  answer_id uuid not null references answer on delete cascade,
  ordinal integer not null check (ordinal >= 0),
  -- Up to 1 MiB of the ZIP. Its context is the answer's id and the ordinal, so that no chunk can stand in another's place.
  sealed bytea not null,
  primary key (answer_id, ordinal)
);
-- Encrypted bytes do not compress.
alter table answer_chunk alter column sealed set storage external;
