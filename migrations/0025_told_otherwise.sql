-- That people whom mail did not reach were told of a new version in another way: how many and how, never who. Lines are added
-- and never changed; a line that undoes another one takes it out of the sum.
create table announcement_told_otherwise (
  version integer not null references announcement (version),
  -- From 1, without gaps.
  line integer not null,
  how text check (how in ('post', 'telephone', 'app', 'in-person')),
  persons integer check (persons > 0),
  -- The day on which they were told.
  told_on date,
  -- The line that was a mistake. A mistake is undone once, and an undoing never.
  undoes integer,
  recorded_at timestamptz not null,
  -- Who recorded it, as they are called here.
  recorded_by text not null,
  primary key (version, line),
  unique (version, undoes),
  foreign key (version, undoes) references announcement_told_otherwise (version, line),
  check (undoes < line),
  check (num_nonnulls(how, persons, told_on) = case when undoes is null then 3 else 0 end)
);

-- The day by which people must be told, as it was counted when telling them began: what a version before it says may no
-- longer be readable later. Null when nothing was promised, and for what began before this was kept.
alter table announcement add column tell_by date;
