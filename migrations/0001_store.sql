-- The installation and the keys under which working copies of personal data are sealed.

create table installation (
  only_row boolean primary key default true check (only_row),
  -- Derived from the installation key; tells a wrong or lost key at start, says nothing about the key itself.
  key_check bytea not null,
  created_at timestamptz not null
);

-- One row per request (or message, or export). Shredding empties `wrapped`; the row stays as the date of it.
create table sealing_key (
  id uuid primary key,
  wrapped bytea,
  created_at timestamptz not null,
  shredded_at timestamptz,
  check ((wrapped is null) = (shredded_at is not null))
) with (
  -- A shredded key lives on in the dead version of its row until vacuum; so vacuum comes at the first one.
  autovacuum_vacuum_threshold = 0,
  autovacuum_vacuum_scale_factor = 0
);
