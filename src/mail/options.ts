/** What the room is handed. */
import type { Store } from "#store";
import type { Transport } from "./delivery.ts";
import type { ContactGate } from "./rows.ts";

export interface MailOptions {
  readonly store: Store;
  readonly transport: Transport;
  /** Asked right before each sending of what is not `required`; what it refuses is cancelled. */
  readonly gate?: ContactGate;
}
