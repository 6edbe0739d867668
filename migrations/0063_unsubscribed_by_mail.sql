-- A letter that a mail program wrote for the address of List-Unsubscribe.
alter table inbox_message drop constraint inbox_message_outcome_check;
alter table inbox_message add constraint inbox_message_outcome_check check (
  outcome in ('request', 'reply', 'to-sort', 'no-request', 'bounce', 'automatic', 'own', 'duplicate', 'unsubscribed')
);
