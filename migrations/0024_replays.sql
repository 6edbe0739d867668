-- Erasures that are done once more, because a backup brought a person back. Nothing here identifies anybody.
create table replay (
  plan_id uuid primary key,
  -- The erasure that is repeated.
  of_plan uuid not null,
  about text not null,
  key_id uuid not null references sealing_key (id),
  -- Member of staff who answers for it, as for an approval.
  by_staff uuid not null,
  made_at timestamptz not null,
  ended_at timestamptz
);
-- One at a time of each erasure.
create unique index replay_open on replay (of_plan) where ended_at is null;
