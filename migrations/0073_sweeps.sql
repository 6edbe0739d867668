-- Plans that are about no person: rows of one table whose term is over.
alter table plan drop constraint plan_action_check;
alter table plan add constraint plan_action_check check (
  action in ('access', 'portability', 'erasure', 'rectification', 'restriction', 'lifting', 'retention')
);
alter table plan alter column key_id drop not null;
-- The system and the table of a sweep.
alter table plan add column system text;
alter table plan add column relation text;
-- Somebody asked it to end between two batches.
alter table plan add column stop_asked boolean not null default false;
alter table plan add constraint plan_about_somebody check (
  case when action = 'retention' then key_id is null and system is not null and relation is not null
  else key_id is not null end
);
alter table plan_step drop constraint plan_step_kind_check;
alter table plan_step add constraint plan_step_kind_check check (
  kind in ('identify', 'collect', 'erase', 'correct', 'restrict', 'lift', 'do', 'verify', 'close', 'sweep')
);

-- What the last night counted, per table that a rule keeps: for the calendar.
create table retention_count (
  system text not null,
  relation text not null,
  rule text not null,
  counted_at timestamptz not null,
  -- Rows; those past their term on that day and in each of the twelve months after it.
  rows bigint not null,
  over bigint[] not null,
  unknown bigint not null,
  -- Of those past their term now: held by law for somebody who was erased, or restricted by their person.
  excused bigint not null,
  oldest date,
  -- Why nothing is taken, or was counted; null when the sweep deletes.
  leaves text,
  primary key (system, relation)
);
-- The plan that is at work for a table, or waits; one at a time. Its counts are those of its dry run.
create table retention_sweep (
  plan_id uuid primary key references plan,
  system text not null,
  relation text not null,
  rule text not null,
  -- Of the rule, where its term starts and what becomes of the rows: approved once, it need not be approved each night.
  rule_digest text not null,
  rows bigint not null,
  state text not null check (state in ('looking', 'waiting', 'running', 'failed', 'done', 'ended')),
  -- Why somebody must look at it.
  asks text check (asks in ('first', 'share', 'blocked')),
  deleted bigint,
  made_at timestamptz not null,
  ended_at timestamptz
);
create unique index retention_sweep_open on retention_sweep (system, relation) where state in ('looking', 'waiting', 'running', 'failed');
create index retention_sweep_last on retention_sweep (system, relation, made_at);
create table retention_approved (
  system text not null,
  relation text not null,
  rule_digest text not null,
  approved_at timestamptz not null,
  approved_by uuid not null,
  primary key (system, relation, rule_digest)
);
