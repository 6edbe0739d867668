-- Who is restricted: nothing of ours acts on them until they lift it. By the same digest as every stop, one line for each address.
alter table request_stop drop constraint request_stop_stopped_check;
alter table request_stop add constraint request_stop_stopped_check
  check (stopped in ('purpose', 'marketing', 'sale', 'everything'));
alter table request_stop drop constraint request_stop_because_check;
alter table request_stop add constraint request_stop_because_check check (
  because in ('objection-pending', 'objection-upheld', 'marketing', 'consent-withdrawn', 'sale', 'restriction')
);
