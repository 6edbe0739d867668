-- How far an announcement is must be seen at once, however many letters it has: those that were handed over are counted as
-- they are, and of the outbox only the few are looked at that wait or were lost.
alter table announcement add column handed_over integer not null default 0;
update announcement a set handed_over = (select count(*) from mail_message m where m.about = 'policy/' || a.version);
create index mail_message_lost on mail_message (about) where state in ('failed', 'cancelled');
