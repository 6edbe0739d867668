-- The plan that carried a restriction out: it can be done again in a backup that was restored, and looked for where it should be.
alter table request_stop add column plan_id uuid;
