-- What a check said, as keys with values instead of a sentence in one language; sentences of before stay as they were written.
alter table promise_status add column messages jsonb not null default '[]';
update promise_status set messages = jsonb_build_array(
  jsonb_build_object('key', 'as-written', 'values', jsonb_build_object('text', summary)));
alter table promise_status drop column summary;

alter table promise_history add column messages jsonb not null default '[]';
update promise_history set messages = jsonb_build_array(
  jsonb_build_object('key', 'as-written', 'values', jsonb_build_object('text', summary)));
alter table promise_history drop column summary;
