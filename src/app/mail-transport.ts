/** How letters leave, out of what the environment says. */
import { readFile } from "node:fs/promises";
import { OperationalError } from "#base";
import { dkimKey, type Transport } from "#mail";
import type { Configuration } from "./configuration.ts";

/**
 * Commands that look, or make an account, hand no mail over and so need no mail server; those that do (`start`, `serve`,
 * `work`) ask for one before they come here. A reserved name (RFC 2606): nothing can ever be delivered to it.
 */
const noMailServer = "smtp://nowhere.invalid";

/** `contact`: where answers go, and the sender when none is set. Throws OperationalError about a key that cannot be used. */
export async function mailTransport({ smtpUrl, mailFrom, dkim }: Configuration, contact: string): Promise<Transport> {
  return {
    url: smtpUrl ?? noMailServer,
    from: mailFrom ?? contact,
    replyTo: contact,
    ...(dkim === undefined ? {} : { dkim: dkimKey(dkim.selector, await keyIn(dkim.file)) }),
  };
}

async function keyIn(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new OperationalError(
      "dkim-key-missing",
      `${file}, which GESTAND_DKIM_KEY names, cannot be read. Nothing was started.`,
      { cause },
    );
  }
}
