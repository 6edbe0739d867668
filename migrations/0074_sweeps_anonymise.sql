-- A sweep deletes rows, or anonymises them.
alter table retention_sweep rename column deleted to taken;
