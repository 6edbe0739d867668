-- An objection that was upheld goes on to recipients without a plan: `plan_id` then is the request. Where only rows could say
-- whether a recipient has anything, and no plan looked, staff find out before anybody is told.

alter table recipient_notice drop constraint recipient_notice_by_hand_because_check;
alter table recipient_notice add constraint recipient_notice_by_hand_because_check check (by_hand_because in
  ('no-address', 'no-contract', 'contract-to-come', 'contract-expired', 'no-transfer-ground', 'holding-unknown'));
