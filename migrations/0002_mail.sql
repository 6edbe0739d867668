-- The outbox. Address, subject and text are sealed under the key of the request they belong to, and gone once sent.

create table mail_message (
  id uuid primary key,
  about text not null,
  class text not null check (class in ('required', 'service', 'marketing')),
  key_id uuid not null references sealing_key (id),
  sealed bytea,
  state text not null check (state in ('waiting', 'sent', 'failed', 'cancelled')),
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz not null,
  sent_at timestamptz,
  check ((state = 'waiting') = (sealed is not null)),
  check ((state = 'sent') = (sent_at is not null))
);

create index mail_message_about on mail_message (about, created_at);
