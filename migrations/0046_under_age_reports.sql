-- Somebody says that data is of a child below the age of the service: it is only stored from that moment on, until staff looked.
alter table request drop constraint request_kind_check;
alter table request add constraint request_kind_check check (
  kind in ('access', 'rectification', 'erasure', 'leaving', 'restriction', 'lifting', 'portability', 'objection',
    'marketing-objection', 'withdraw-consent', 'sale-opt-out', 'automated-decision', 'complaint', 'under-age-report')
);
alter table request drop constraint request_refusal_reason_check;
alter table request add constraint request_refusal_reason_check check (
  refusal_reason in ('no-data-found', 'identity-not-shown', 'unfounded-or-excessive', 'rights-of-others',
    'legal-obligation', 'not-our-customer', 'data-is-right', 'no-ground-to-restrict', 'compelling-grounds',
    'legal-claims', 'decision-stands', 'complaint-unfounded', 'of-age')
);
alter table request_stop drop constraint request_stop_because_check;
alter table request_stop add constraint request_stop_because_check check (
  because in ('objection-pending', 'objection-upheld', 'marketing', 'consent-withdrawn', 'sale', 'restriction', 'minor-reported')
);
