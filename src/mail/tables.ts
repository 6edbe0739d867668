/** As migrations/0002_mail.sql makes it. */
import type { MailState, MessageClass } from "./contract.ts";

export type MailTables = {
  mail_message: {
    id: string;
    about: string;
    class: MessageClass;
    key_id: string;
    sealed: Buffer | null;
    state: MailState;
    attempts: number;
    last_error: string | null;
    created_at: Date;
    sent_at: Date | null;
  };
};
