-- The key of the links by which persons choose; a link holds the address sealed under it, so that none is kept here.
create table person_link_key (
  only_row boolean primary key default true check (only_row),
  key_id uuid not null references sealing_key
);

-- Who signed up by an address and has not confirmed it yet. Without the address: it is in the letter alone.
create table person_sign_up (
  id uuid primary key,
  person text not null,
  purposes text[] not null check (cardinality(purposes) > 0),
  language text not null,
  token_hash bytea not null unique,
  -- Of the letter.
  key_id uuid not null references sealing_key,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index person_sign_up_person on person_sign_up (person, created_at);
create index person_sign_up_expires on person_sign_up (expires_at);

-- How often somebody was written to without having shown that the address is theirs; forgotten after a day.
create table person_letter (
  id bigint generated always as identity primary key,
  person text not null,
  sent_at timestamptz not null
);
create index person_letter_person on person_letter (person, sent_at);
create index person_letter_sent on person_letter (sent_at);
