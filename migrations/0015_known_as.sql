-- Somebody may say that they are known by another identity than an e-mail address, such as a telephone number. That proves
-- nothing, so it is a doubt of its own.
alter table request drop constraint request_identity_doubt_check;
alter table request add constraint request_identity_doubt_check
  check (identity_doubt in ('other-address', 'other-identity', 'several-persons', 'address-changed-recently'));
