-- The evidence log: an RFC 6962 Merkle tree over entries that are never changed.

create table evidence_entry (
  index bigint primary key check (index >= 0),
  -- The four columns below repeat what `body` holds, so that the log can be searched; `body` alone is what is proven.
  at timestamptz not null,
  kind text not null,
  about text,
  body bytea not null,
  leaf_hash bytea not null check (length(leaf_hash) = 32)
);
create index evidence_entry_about on evidence_entry (about, index) where about is not null;
create index evidence_entry_kind on evidence_entry (kind, index);
comment on table evidence_entry is 'Append-only. body: canonical JSON of the entry; leaf_hash: SHA-256 of 0x00 and body.';

-- Complete subtrees above the leaves; the leaves themselves are evidence_entry.leaf_hash.
create table evidence_node (
  level smallint not null check (level between 1 and 53),
  index bigint not null check (index >= 0),
  hash bytea not null check (length(hash) = 32),
  primary key (level, index)
);
comment on table evidence_node is 'Append-only. Hash of the complete subtree over the entries index·2^level up to (index+1)·2^level.';

-- One row. Whoever appends locks it, so that places in the log have no gaps.
create table evidence_head (
  only_row boolean primary key default true check (only_row),
  size bigint not null check (size >= 0),
  frontier bytea not null
);
insert into evidence_head (size, frontier) values (0, '');
comment on table evidence_head is 'frontier: the hashes of the complete subtrees on the right edge, largest first.';

create table evidence_checkpoint (
  size bigint primary key check (size >= 0),
  root_hash bytea not null check (length(root_hash) = 32),
  at timestamptz not null,
  note text not null
);
comment on table evidence_checkpoint is 'Append-only. note: C2SP tlog-checkpoint in a C2SP signed note.';

-- Append-only in the database itself. A superuser can remove this; whoever verifies the log then finds what was changed.
create function evidence_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'The evidence log is append-only: % on % was refused', tg_op, tg_table_name
    using errcode = 'insufficient_privilege', hint = 'Nothing was changed. Entries are never edited; write a further entry.';
end
$$;
create trigger append_only before update or delete or truncate on evidence_entry
  for each statement execute function evidence_refuse();
create trigger append_only before update or delete or truncate on evidence_node
  for each statement execute function evidence_refuse();
create trigger append_only before update or delete or truncate on evidence_checkpoint
  for each statement execute function evidence_refuse();
create trigger one_head before delete or truncate on evidence_head
  for each statement execute function evidence_refuse();
alter table evidence_entry enable always trigger append_only;
alter table evidence_node enable always trigger append_only;
alter table evidence_checkpoint enable always trigger append_only;
alter table evidence_head enable always trigger one_head;

create function evidence_only_grows() returns trigger language plpgsql as $$
begin
  if new.size <= old.size then
    raise exception 'The evidence log only grows: % entries cannot become %', old.size, new.size
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;
create trigger only_grows before update on evidence_head for each row execute function evidence_only_grows();
alter table evidence_head enable always trigger only_grows;
