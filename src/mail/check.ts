/** Whether mail of this installation would leave and be believed: for whoever sets it up, before the first letter. */
import { resolveTxt } from "node:dns/promises";
import { createPostman, domainOf, type Transport } from "./delivery.ts";
import { publishes } from "./dkim.ts";

export interface TransportFinding {
  readonly what: "server" | "signature" | "letter";
  readonly holds: boolean;
  /** Without an address of anybody. */
  readonly message: string;
}

/** Looks up TXT records; those of the machine's resolver when left out. */
export type LookUp = (name: string) => Promise<readonly (readonly string[])[]>;

/** Sends a letter only when `to` says to whom. Throws OperationalError `mail-url-invalid`. */
export async function checkTransport(
  transport: Transport,
  { to, lookUp = resolveTxt, at }: { to?: string; lookUp?: LookUp; at: Date },
): Promise<readonly TransportFinding[]> {
  const postman = createPostman(transport);
  const server = await postman.tries();
  const reached = server.outcome === "sent";
  const found: TransportFinding[] = [
    {
      what: "server",
      holds: reached,
      message: reached ? "The mail server takes our mail." : server.reason,
    },
    await signature(transport, lookUp),
  ];
  if (to === undefined || !reached) return found;
  const sent = await postman.deliver({
    id: crypto.randomUUID(),
    to,
    subject: "Gestand can send mail",
    text: "This letter was asked for by whoever set up Gestand. It holds nothing about anybody.",
    html: "<p>This letter was asked for by whoever set up Gestand. It holds nothing about anybody.</p>",
    language: "en",
    at,
  });
  const arrived = sent.outcome === "sent";
  return [
    ...found,
    { what: "letter", holds: arrived, message: arrived ? "The mail server took a letter." : sent.reason },
  ];
}

async function signature(transport: Transport, lookUp: LookUp): Promise<TransportFinding> {
  const { dkim } = transport;
  if (dkim === undefined)
    return {
      what: "signature",
      holds: true,
      message:
        'Gestand does not sign (DKIM). That is right when your mail server signs; else run "gestand mail key" first.',
    };
  const name = `${dkim.selector}._domainkey.${domainOf(transport)}`;
  const records = await lookUp(name).catch(() => []);
  const holds = publishes(records, dkim);
  const told = holds
    ? "publishes the key that letters are signed with."
    : records.length === 0
      ? "is not in the DNS, so signatures prove nothing."
      : "publishes another key, so that other servers find each signature false.";
  return { what: "signature", holds, message: `${name} ${told}` };
}
