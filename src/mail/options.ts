/** What the room is handed. */
import type { Store } from "#store";
import type { Transport } from "./delivery.ts";
import type { ContactGate, UnsubscribeUrl } from "./rows.ts";

export interface MailOptions {
  readonly store: Store;
  readonly transport: Transport;
  /**
   * Where one click stops messages of a class about somebody, when there is such a place. Never asked for `required`.
   * Without it no unsubscribe header is sent, rather than one that leads nowhere.
   */
  readonly unsubscribeUrl?: UnsubscribeUrl;
  /** Asked right before each sending of what is not `required`; what it refuses is cancelled. */
  readonly gate?: ContactGate;
}
