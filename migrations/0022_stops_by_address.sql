-- Somebody who is found to be the person behind another address stops for that address too.
alter table request_stop drop constraint request_stop_request_id_stopped_purpose_key;
alter table request_stop add unique nulls not distinct (request_id, person_digest, stopped, purpose);
