-- What persons allowed and stopped, whatever the way they said it: by keyed digest of their address, never plain.

create sequence person_choice_batch;
create table person_choice (
  -- The lines that were recorded together: one entry of the evidence log proves them, in the order of `place`.
  batch bigint not null,
  place int not null,
  person text,
  act text check (act in ('given', 'customer', 'withdrawn', 'erased')),
  about text,
  -- When the person chose, which may be long before it was recorded.
  at timestamptz,
  channel text,
  -- Of a line that came from elsewhere: recording it again changes nothing.
  once bytea unique,
  -- Canonical JSON of the whole line; it alone is what is proven, the columns repeat what is searched.
  body bytea,
  -- Hash of `body`, which stays when the line is forgotten.
  leaf bytea not null check (length(leaf) = 32),
  -- With which others it was forgotten; another entry of the log proves those.
  forgotten bigint,
  primary key (batch, place),
  check ((forgotten is null) = (body is not null)),
  check ((body is null) = (person is null))
);
create index person_choice_person on person_choice (person, batch, place);
create index person_choice_forgotten on person_choice (forgotten) where forgotten is not null;
create sequence person_choice_forgetting;
comment on table person_choice is 'Append-only; a line whose proof is needed no longer keeps its hash alone.';

-- Whose standing changed, so that whoever remembers answers forgets them. A reader goes on from the oldest transaction that was
-- under way when it last looked, so that none is passed over that commits late.
create table person_change (
  tx xid8 not null default pg_current_xact_id(),
  person text not null,
  at timestamptz not null default clock_timestamp()
);
create index person_change_tx on person_change (tx);
create index person_change_at on person_change (at);

create function note_person_choice() returns trigger language plpgsql set search_path from current as $$
begin
  insert into person_change (person) select distinct person from changed where person is not null;
  return null;
end
$$;
create trigger note_person_choice after insert on person_choice
  referencing new table as changed for each statement execute function note_person_choice();

create function note_person_stop() returns trigger language plpgsql set search_path from current as $$
begin
  insert into person_change (person) values (coalesce(new.person_digest, old.person_digest));
  return null;
end
$$;
create trigger note_person_stop after insert or update or delete on request_stop
  for each row execute function note_person_stop();
