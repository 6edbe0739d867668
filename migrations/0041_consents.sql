-- Appending to the evidence log in one round trip: who appends no longer holds the head while it waits for an answer.
create function evidence_append(entry_at timestamptz, entry_kind text, entry_about text, entry_body bytea, entry_leaf bytea)
returns bigint language plpgsql as $$
declare
  place bigint;
  peaks bytea;
  hashed bytea := entry_leaf;
  node bigint;
  height smallint := 1;
begin
  select size, frontier into place, peaks from evidence_head for update;
  insert into evidence_entry (index, at, kind, about, body, leaf_hash)
  values (place, entry_at, entry_kind, entry_about, entry_body, entry_leaf);
  -- Each complete subtree on the right edge that the new leaf fills up is joined with its neighbour (RFC 6962 section 2.1).
  node := place;
  while node % 2 = 1 loop
    hashed := sha256('\x01'::bytea || substring(peaks from length(peaks) - 31) || hashed);
    peaks := substring(peaks for length(peaks) - 32);
    node := node / 2;
    insert into evidence_node (level, index, hash) values (height, node, hashed);
    height := height + 1;
  end loop;
  update evidence_head set size = place + 1, frontier = peaks || hashed;
  return place;
end
$$;

-- What visitors and persons said yes and no to, and exactly what they were shown.

create table consent_notice (
  id int generated always as identity primary key,
  -- SHA-256 of `content`.
  hash bytea not null unique check (length(hash) = 32),
  content bytea not null,
  first_seen_at timestamptz not null
);
comment on table consent_notice is 'Append-only. content: canonical JSON of text, language, layout and buttons as they were shown.';

-- By month, so that a term ends by dropping a table. Partitions are made ahead by the program.
create table consent_record (
  month date not null,
  -- Made by the browser, once for each choice: sending it again changes nothing.
  event bytea not null check (length(event) = 16),
  -- Keyed digest of a random number that only the browser has.
  visitor bytea not null check (length(visitor) = 32),
  received_at timestamptz not null,
  -- The records that came together: one entry of the evidence log proves them, in the order of `place`.
  batch bigint not null,
  place int not null,
  -- Canonical JSON of the whole record; it alone is what is proven, the columns repeat what is searched.
  body bytea not null,
  primary key (month, event)
) partition by range (month);
create index consent_record_visitor on consent_record (visitor);
create index consent_record_batch on consent_record (batch, place);
-- A process takes a thousand numbers at once.
create sequence consent_batch increment 1000;
comment on table consent_record is 'Append-only; a month goes as a whole when its term ends.';
