-- Staff of the console: accounts, passkeys, sessions, one-time sign-in links. Tokens are stored as SHA-256 only.
create table staff (
  id uuid primary key,
  name text not null,
  email text not null unique,
  password_hash text,
  created_at timestamptz not null,
  disabled_at timestamptz
);

create table staff_passkey (
  credential_id text primary key,
  staff_id uuid not null references staff on delete cascade,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index on staff_passkey (staff_id);

create table staff_session (
  token_hash bytea primary key,
  staff_id uuid not null references staff on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index on staff_session (staff_id);
create index on staff_session (expires_at);

create table sign_in_link (
  token_hash bytea primary key,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table passkey_challenge (
  id uuid primary key,
  challenge text not null,
  expires_at timestamptz not null
);

-- Counts per place and action, by keyed digest; forgotten after a day. Losing it in a crash does no harm.
create unlogged table rate_window (
  key text not null,
  starts_at timestamptz not null,
  hits integer not null,
  primary key (key, starts_at)
);
