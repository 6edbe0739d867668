/**
 * Which letter of ours another one answers. By our own Message-ID; and by an id that stands in `References` of each letter,
 * because some servers give letters another Message-ID on their way. Both hold a number that nobody guesses.
 */
import { type Reader, sql, type Vault } from "#store";

/** About what: a reference, or a version. Nothing that could not stand in an id (RFC 5322 §3.6.4). */
const names = /^[A-Za-z0-9/-]{1,60}$/;

/** Also makes one conversation of the letters about one request. */
export function threadId(vault: Vault, about: string, domain: string): string | undefined {
  return names.test(about) ? `<${about}.${vault.digest("mail-thread", about)}@${domain}>` : undefined;
}

const uuid = /^<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@([^<>@\s]+)>$/iu;
const thread = /^<([A-Za-z0-9/-]{1,60})\.([\w-]{43})@([^<>@\s]+)>$/u;
const most = 50;

/** What the letter was about that these ids name; ids at other domains, and made up ones, name none. */
export async function repliedTo(
  { reader, vault }: { readonly reader: Reader; readonly vault: Vault },
  domain: string,
  ids: readonly string[],
): Promise<string | undefined> {
  const ours = (at: string | undefined) => at?.toLowerCase() === domain.toLowerCase();
  for (const id of ids.slice(-most)) {
    const [, about = "", token, at] = thread.exec(id) ?? [];
    if (token !== undefined && ours(at) && vault.digest("mail-thread", about) === token) return about;
  }
  const sent = ids.slice(-most).flatMap((id) => {
    const [, number, at] = uuid.exec(id) ?? [];
    return number !== undefined && ours(at) ? [number.toLowerCase()] : [];
  });
  if (sent.length === 0) return undefined;
  const { rows } = await sql<{ about: string }>`
    select about from mail_message where id = any(${sent}::uuid[]) order by created_at desc limit 1`.execute(reader.db);
  return rows[0]?.about;
}
