-- Plans for every right, over stores as well as systems, with steps that somebody else must be done with.

alter table plan drop constraint plan_action_check;
alter table plan add constraint plan_action_check check (
  action in ('access', 'portability', 'erasure', 'rectification', 'restriction', 'lifting')
);
-- What the dry run says of each store: counts and names of the policy.
alter table plan add column stores jsonb not null default '[]', add column due_on date;

alter table plan_step drop constraint plan_step_kind_check;
alter table plan_step add constraint plan_step_kind_check check (
  kind in ('identify', 'collect', 'erase', 'correct', 'restrict', 'lift', 'do', 'verify', 'close')
);
alter table plan_step drop constraint plan_step_state_check;
alter table plan_step add constraint plan_step_state_check check (
  state in ('waiting', 'running', 'pending', 'done', 'failed')
);
alter table plan_step
  add column store text,
  -- The run of the plan for which the job of this step was sent.
  add column sent_run integer not null default 0,
  -- Since when it waits for somebody else, or tries what fails.
  add column waiting_since timestamptz,
  -- What a store that took the order and is not done is asked with, and when. Nothing personal.
  add column ticket text,
  add column not_before timestamptz,
  add check (system is null or store is null),
  add check ((ticket is null) = (not_before is null));

alter table plan_secret drop constraint plan_secret_kind_check;
alter table plan_secret add constraint plan_secret_kind_check check (
  kind in ('subject', 'identifiers', 'corrections', 'store')
);

-- What a person must do, one for each step of that kind. By what the place knows the person is in plan_secret.
create table plan_task (
  id uuid primary key,
  plan_id uuid not null,
  ordinal integer not null,
  -- A step that must be done once more is a further task.
  round integer not null,
  act text not null check (act in ('hand-over', 'erase', 'correct', 'restrict', 'lift')),
  since timestamptz not null,
  due_on date not null,
  reminded_at timestamptz,
  done_at timestamptz,
  done_by uuid,
  outcome text check (outcome in ('done', 'nothing-found')),
  -- Sealed under the request's key.
  note bytea,
  foreign key (plan_id, ordinal) references plan_step on delete cascade,
  unique (plan_id, ordinal, round),
  check ((done_at is null) = (done_by is null) and (done_at is null) = (outcome is null)),
  check (note is null or done_at is not null)
);
create index plan_task_open on plan_task (due_on) where done_at is null;
create index plan_step_waits on plan_step (waiting_since) where waiting_since is not null and state <> 'done';
