-- The queue is read in this order, a page at a time, however many are open.
create index request_queue on request (due_on, received_at, reference) where closed_at is null;
drop index request_open;
