-- A link whose mail was refused for good can be sent again. How many mails about the request had failed when the link last
-- went out: one more than that means that this link did not arrive.
alter table delivery add column failed_mails_before integer not null default 0 check (failed_mails_before >= 0);
