-- How many said yes and no after which wording of the banner, where wordings are compared; counts, and nothing about who.
create table consent_wording_rate (
  version int not null,
  purpose text not null,
  wording text not null,
  granted bigint not null,
  denied bigint not null,
  primary key (version, purpose, wording)
);
comment on table consent_wording_rate is 'Counted from consent_record: choices in the banner, and in the preferences before anything was withdrawn.';
