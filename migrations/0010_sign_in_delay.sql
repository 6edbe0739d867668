-- When the last try of this kind was, for what must wait longer the more often it was tried (passwords of one account).
alter table rate_window add column last_at timestamptz;
