/** Whose a message is, by the addresses in its header. */
import { normaliseEmail } from "#base";

interface Address {
  readonly address?: string | undefined;
}
export interface Envelope {
  readonly from?: readonly Address[] | undefined;
  readonly sender?: readonly Address[] | undefined;
  readonly replyTo?: readonly Address[] | undefined;
  readonly to?: readonly Address[] | undefined;
  readonly cc?: readonly Address[] | undefined;
  readonly bcc?: readonly Address[] | undefined;
}

/**
 * `own`: between the person and the organisation alone. `shared`: somebody else sent or got it too. `other`: the person is
 * not in it; a server may find an address as a part of another.
 */
export type Whose = "own" | "shared" | "other";

export function whose(envelope: Envelope, emails: ReadonlySet<string>, ours: ReadonlySet<string>): Whose {
  const { from, sender, replyTo, to, cc, bcc } = envelope;
  const met = [from, sender, replyTo, to, cc, bcc]
    .flatMap((list) => list ?? [])
    .flatMap(({ address }) => (address === undefined || address === "" ? [] : [normaliseEmail(address)]));
  if (!met.some((address) => emails.has(address))) return "other";
  const strangers = met.filter((address) => !emails.has(address) && !isOurs(address, ours));
  return strangers.length === 0 ? "own" : "shared";
}

function isOurs(address: string, ours: ReadonlySet<string>): boolean {
  return ours.has(address) || ours.has(address.slice(address.lastIndexOf("@") + 1));
}
