-- What recipients are told of what was done with a person's data (GDPR art. 19), and what they answered. Who it is about is
-- sealed under a key of its own, which is destroyed with the answer; the rest identifies nobody.

create table recipient_notice (
  id uuid primary key,
  plan_id uuid not null,
  -- The reference of the request.
  about text not null,
  -- A name of the policy.
  recipient text not null,
  act text not null check (act in ('erasure', 'rectification', 'restriction', 'lifting', 'objection')),
  -- by-hand: somebody of ours must tell it; told: a letter went or was said to have gone; answered: over.
  state text not null check (state in ('by-hand', 'told', 'answered')),
  -- Why no letter went: no address is declared, or nothing may go there.
  by_hand_because text check (by_hand_because in
    ('no-address', 'no-contract', 'contract-to-come', 'contract-expired', 'no-transfer-ground')),
  key_id uuid not null references sealing_key (id),
  sealed bytea,
  -- SHA-256 of the token in its letter. Null when none went, and when it was answered.
  token_hash bytea unique,
  made_at timestamptz not null,
  -- Null for somebody of staff by name's id; the first time it was told.
  told_at timestamptz,
  told_by uuid,
  reminded_at timestamptz,
  reminders integer not null default 0,
  answer text check (answer in ('done', 'nothing-held', 'kept-by-law', 'cannot')),
  answered_at timestamptz,
  -- Staff who wrote the answer down; null when the recipient gave it.
  answered_by uuid,
  unique (plan_id, recipient),
  check ((state = 'answered') = (answer is not null and answered_at is not null)),
  check ((state = 'by-hand') <= (by_hand_because is not null and token_hash is null)),
  check ((state = 'answered') = (sealed is null))
);
create index recipient_notice_open on recipient_notice (made_at) where state <> 'answered';
create index recipient_notice_about on recipient_notice (about);
