/** Links of one's own, by which a person chooses: the address sealed, so that who has the link has it from a mail, and we keep none. */
import { Personal } from "#base";
import { linkCipher } from "./link-key.ts";
import type { PermissionsOptions } from "./house.ts";

const context = "permission/link";

/** In the order of the persons. They work as long as the installation key does: an old mail must unsubscribe too. */
export async function tokensFor(options: PermissionsOptions, persons: readonly string[]): Promise<readonly string[]> {
  const cipher = await linkCipher(options);
  return persons.map((person) => Buffer.from(cipher.seal(Buffer.from(person.trim()), context)).toString("base64url"));
}

/** Whose link it is; undefined when it is none of ours. */
export async function personBehind(options: PermissionsOptions, token: string): Promise<Personal<string> | undefined> {
  if (!/^[\w-]{30,600}$/.test(token)) return undefined;
  const cipher = await linkCipher(options);
  try {
    return new Personal(Buffer.from(cipher.open(Buffer.from(token, "base64url"), context)).toString("utf8"));
  } catch {
    return undefined;
  }
}
