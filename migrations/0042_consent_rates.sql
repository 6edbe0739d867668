-- How many said yes and no, by day and version; counts, and nothing about who.
create table consent_rate (
  day date not null,
  purpose text not null,
  version int not null,
  granted bigint not null,
  denied bigint not null,
  primary key (day, purpose, version)
);
comment on table consent_rate is 'Counted from consent_record; choices that a browser made by itself (Global Privacy Control) are left out.';

-- One row: the entry of the log up to which it was counted.
create table consent_rate_mark (
  only_row boolean primary key default true check (only_row),
  entry bigint not null
);
insert into consent_rate_mark (entry) values (-1);
