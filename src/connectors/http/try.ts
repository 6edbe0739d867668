/** Look-ups alone, for whoever writes a declaration: what a service finds of somebody, and nothing is changed. */
import { setTimeout as delay } from "node:timers/promises";
import { ServiceClient } from "./client.ts";
import { baseOf, ownHostsOf } from "./connect.ts";
import type { ServiceDeclaration } from "./declaration.ts";
import { findAll } from "./find.ts";

export interface TriedLookUps {
  /** How many of each record; what is only assumed to be there is left out. */
  readonly records: readonly { readonly name: string; readonly items: number }[];
  /** Values under which nothing is. */
  readonly missing: number;
}

/** `given` by the names of look-ups: `email`, an account number. Throws OperationalError. */
export async function triedLookUps(
  service: ServiceDeclaration,
  base: URL,
  given: Readonly<Record<string, readonly string[]>>,
  setting: (name: string) => string | undefined,
): Promise<TriedLookUps> {
  const client = new ServiceClient({
    service,
    base,
    setting,
    ownHosts: ownHostsOf(setting),
    now: Date.now,
    wait: (ms) => delay(ms),
  });
  try {
    const { email = [], ...others } = given;
    const values = Object.fromEntries(
      Object.entries(others).map(([name, all]) => [name, all.map((value) => ({ value }))]),
    );
    const { found, missing } = await findAll(client, { emails: email, keys: [], values }, true);
    const records = service.records.map((record) => ({
      name: record.name,
      items: found.filter((one) => one.record === record).length,
    }));
    return { records, missing };
  } finally {
    client.close();
  }
}

/** Where a service is: what the variable says, or else its declaration. Throws OperationalError when neither does. */
export function addressOf(
  service: ServiceDeclaration,
  variable: string | undefined,
  setting: (name: string) => string | undefined,
): URL {
  const given = variable === undefined ? undefined : setting(variable);
  return baseOf(given ?? service.address?.href, variable ?? "its address", service.title);
}
