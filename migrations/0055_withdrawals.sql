-- What somebody no longer wants their data used for, on its way into the rows of the company's systems. By whom is sealed under
-- a key of its own, because the request is over, and destroyed when it is done.

create table consent_withdrawal (
  -- The request's.
  id uuid primary key,
  about text not null,
  purposes text[] not null check (cardinality(purposes) > 0),
  withdrawn_at timestamptz not null,
  -- by-hand: somebody must do what no connector can. done: no consent to this is in force any more, as far as rows can say.
  state text not null check (state in ('open', 'by-hand', 'done')),
  -- Whether others are to be told as well, once somebody was found.
  pass_on boolean not null,
  key_id uuid not null references sealing_key,
  sealed bytea,
  -- Where it was looked: [{consent, system, table, rows, left, several}].
  places jsonb not null default '[]',
  -- Of the last try, when it failed; holds no personal data.
  trouble text,
  done_at timestamptz,
  done_by uuid,
  check ((state = 'done') = (done_at is not null)),
  check ((state = 'done') = (sealed is null))
);
create index consent_withdrawal_open on consent_withdrawal (withdrawn_at) where state <> 'done';
