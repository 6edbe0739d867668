-- The letter went to somebody with parental responsibility, who confirms in the place of a child.
alter table person_sign_up add column by_parent boolean not null default false;
