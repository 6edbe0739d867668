-- Every request of a person asks these by the digest of the address, over all versions; nothing asks by message.
drop index announcement_letter_mail;
create index announcement_letter_addressee on announcement_letter (addressee_digest);
create index renewal_link_addressee on renewal_link (addressee_digest);
