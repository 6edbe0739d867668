/** The folders of a mailbox, and the messages of a person in one of them. */
import type { ImapFlow, ListResponse, SearchObject } from "imapflow";
import { OperationalError, type Problem } from "#base";
import { type Whose, whose } from "./whose.ts";

/** What servers fill by themselves comes last: deleting elsewhere may put a copy there. */
const last = ["\\All", "\\Junk", "\\Trash"];

/** Those that can be opened; of the policy's when it names any. Throws OperationalError `mailbox-folder-missing`. */
export async function foldersOf(client: ImapFlow, store: string, named: readonly string[]): Promise<string[]> {
  const all = (await client.list()).filter(({ flags }) => !flags.has("\\Noselect") && !flags.has("\\NonExistent"));
  const missing = named.filter((name) => !all.some(({ path }) => path === name));
  if (missing.length > 0)
    throw new OperationalError(
      "mailbox-folder-missing",
      `The mailbox "${store}" has no folder ${missing.map((name) => `"${name}"`).join(", ")}. Nothing was done there. Name its folders as it does, or none to mean all of them.`,
    );
  const wanted = named.length === 0 ? all : all.filter(({ path }) => named.includes(path));
  return wanted.toSorted((one, other) => rank(one) - rank(other)).map(({ path }) => path);
}

function rank({ specialUse }: ListResponse): number {
  return last.indexOf(specialUse ?? "");
}

export interface Met {
  readonly uid: number;
  readonly whose: Exclude<Whose, "other">;
}

const fetchedAtOnce = 500;

/** Works on a folder with nobody else of this connection in between. */
export async function inFolder<T>(
  client: ImapFlow,
  path: string,
  options: { readonly readOnly: boolean },
  work: () => Promise<T>,
): Promise<T> {
  const lock = await client.getMailboxLock(path, options);
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/** In the open folder: messages that the person sent or got. Servers search for parts of a header; the envelope decides. */
export async function messagesOf(
  client: ImapFlow,
  emails: ReadonlySet<string>,
  ours: ReadonlySet<string>,
): Promise<Met[]> {
  const uids = await found(client, anyOf([...emails].flatMap(addressed)));
  const met: Met[] = [];
  for (let at = 0; at < uids.length; at += fetchedAtOnce) {
    const range = uids.slice(at, at + fetchedAtOnce).join(",");
    for await (const { uid, envelope } of client.fetch(range, { uid: true, envelope: true }, { uid: true })) {
      const is = whose(envelope ?? {}, emails, ours);
      if (is !== "other") met.push({ uid, whose: is });
    }
  }
  return met;
}

/** In the open folder: messages with one of the addresses anywhere in them, as a part of another too; those that were met left out. */
export async function mentionsOf(client: ImapFlow, emails: ReadonlySet<string>, met: readonly Met[]): Promise<number> {
  const known = new Set(met.map(({ uid }) => uid));
  const uids = await found(client, anyOf([...emails].map((text) => ({ text }))));
  return uids.filter((uid) => !known.has(uid)).length;
}

function addressed(email: string): SearchObject[] {
  return [
    { from: email },
    { to: email },
    { cc: email },
    { bcc: email },
    { header: { "reply-to": email } },
    { header: { sender: email } },
  ];
}

function anyOf(searches: readonly SearchObject[]): SearchObject {
  const [first] = searches;
  return searches.length === 1 && first !== undefined ? first : { or: [...searches] };
}

async function found(client: ImapFlow, search: SearchObject): Promise<number[]> {
  const uids = await client.search(search, { uid: true });
  if (Array.isArray(uids)) return uids.toSorted((one, other) => one - other);
  throw new OperationalError(
    "mailbox-search-refused",
    "The mail server did not carry out a search. It is tried again.",
    {
      retryable: true,
    },
  );
}

/** Messages are deleted by their numbers only, so that nothing goes that somebody else marked as deleted (RFC 4315). */
export function problemsOf(client: ImapFlow, store: string): Problem[] {
  if (client.capabilities.has("UIDPLUS")) return [];
  return [
    {
      code: "mailbox-without-uidplus",
      severity: "warning",
      path: `stores.${store}`,
      message: `The server of the mailbox "${store}" cannot delete messages by their number (UIDPLUS, RFC 4315), so that deleting one could take along what somebody else marked. Gestand only looks and reads there.`,
      remedy:
        "Somebody deletes the messages by hand when a task says so, or the mailbox moves to a server with UIDPLUS.",
    },
  ];
}
