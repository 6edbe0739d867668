-- Choices by month: smaller indexes, so that a full month is written as fast as an empty one. Finding all choices of one browser
-- needs no more than the first bytes of its digest, and the records of an entry are few enough to be put in order afterwards.

drop index consent_record_visitor;
create index consent_record_visitor on consent_record (substring(visitor for 6));
drop index consent_record_batch;
create index consent_record_batch on consent_record (batch);
comment on table consent_record is
  'Append-only, and all records of a batch are of one month; a month goes as a whole when its term ends, and an entry of the log says so.';

-- A record that somebody spoiled is not counted, and holds up no counting; `evidence verify` finds it.
create function consent_said(body bytea) returns jsonb language plpgsql immutable as $$
declare
  said jsonb;
begin
  said := convert_from(body, 'UTF8')::jsonb;
  return case
    when jsonb_typeof(said -> 'choices') = 'object' and jsonb_typeof(said -> 'version') = 'number' then said
  end;
exception when data_exception then
  return null;
end
$$;
