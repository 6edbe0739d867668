-- Letters about a new version of the policy: to whom, each once. Addresses are sealed under a key per announcement that is
-- destroyed when the last letter has gone; what stays are keyed digests, and they end too.

create table announcement (
  version integer primary key references policy_version (number),
  -- The version it was compared with.
  since integer not null references policy_version (number),
  state text not null check (state in ('gathering', 'sending', 'stopped', 'done')),
  key_id uuid not null references sealing_key (id),
  -- Where gathering goes on: system and place, sealed, because the place can be an address. Null at the start and at the end.
  place bytea,
  gathered_at timestamptz,
  -- No letters are handed over before this instant, so that a mail server is not flooded.
  next_at timestamptz not null,
  -- Why it stopped by itself; a code of ours. Null when a colleague stopped it.
  trouble text,
  started_at timestamptz not null,
  -- Who started it, as they are called here.
  started_by text not null,
  finished_at timestamptz,
  -- Counts, from the day on which the letters are forgotten.
  letters integer,
  sent integer,
  failed integer,
  forgotten_at timestamptz,
  check ((state = 'done') = (finished_at is not null)),
  check ((state in ('sending', 'done')) <= (gathered_at is not null)),
  check ((forgotten_at is null) = (letters is null))
);

create table announcement_count (
  version integer not null references announcement (version),
  person text not null,
  persons integer not null,
  without_address integer not null,
  primary key (version, person)
);

create table announcement_letter (
  version integer not null references announcement (version),
  -- Keyed digest of the address: one letter per address and version, over all systems and kinds of persons.
  addressee_digest text not null,
  -- Which kinds of persons it was found as; decides what the letter tells.
  persons text[] not null,
  -- The address, until the letter is handed over.
  sealed bytea,
  -- The message in the outbox, from then on.
  mail_id uuid,
  primary key (version, addressee_digest),
  check ((sealed is null) = (mail_id is not null))
);
create index announcement_letter_open on announcement_letter (version, addressee_digest) where mail_id is null;
create index announcement_letter_mail on announcement_letter (mail_id);

-- Mail that was accepted can come back later: then it has failed, and when it was sent is still known.
do $$
declare found text;
begin
  for found in
    select conname from pg_constraint
    where conrelid = 'mail_message'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%sent_at%'
  loop
    execute format('alter table mail_message drop constraint %I', found);
  end loop;
end $$;
alter table mail_message
  add constraint mail_message_sent_at check (case state when 'sent' then sent_at is not null when 'failed' then true else sent_at is null end);
create index mail_message_waiting on mail_message (about) where state = 'waiting';
