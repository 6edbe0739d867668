/** Writing lines: those of one call together, and in the same transaction the one entry of the log that proves them. */
import { assert } from "#base";
import { batchTree, leafHash } from "#evidence";
import { type Reader, sql, type Transaction } from "#store";
import { type ChannelCount, type ChoiceLine, confirmedBy, type GivenCount } from "./contract.ts";
import type { PermissionsOptions } from "./house.ts";
import { decodeLine, encodeLine } from "./line.ts";

export const recordedKind = "choice.recorded";

export function aboutBatch(batch: number): string {
  return `choices-${batch}`;
}

/** Answers how many were new. A line whose `once` is known changes nothing. */
export async function insertLines(
  { evidence }: Pick<PermissionsOptions, "evidence">,
  tx: Transaction,
  lines: readonly ChoiceLine[],
): Promise<number> {
  const fresh = await unknownAmong(tx, lines);
  if (fresh.length === 0) return 0;
  const batch = await nextOf(tx, "person_choice_batch");
  const bodies = fresh.map(encodeLine);
  const leaves = bodies.map(leafHash);
  await sql`
    insert into person_choice (batch, place, person, act, about, at, channel, once, body, leaf)
    select ${batch}, place - 1, person, act, about, at, channel, once, body, leaf
    from unnest(
      ${fresh.map(({ person }) => person)}::text[], ${fresh.map(({ act }) => act)}::text[],
      ${fresh.map(({ about }) => about)}::text[], ${fresh.map(({ at }) => at)}::timestamptz[],
      ${fresh.map(({ channel }) => channel)}::text[],
      ${fresh.map(({ once }) => (once === undefined ? null : Buffer.from(once, "base64url")))}::bytea[],
      ${bodies}::bytea[], ${leaves}::bytea[]
    ) with ordinality as given (person, act, about, at, channel, once, body, leaf, place)`.execute(tx.db);
  const body = { lines: fresh.length, root: batchTree(leaves).root.toString("hex") };
  await evidence.append(tx, { kind: recordedKind, about: aboutBatch(batch), body });
  return fresh.length;
}

export async function nextOf(
  reader: Reader,
  sequence: "person_choice_batch" | "person_choice_forgetting",
): Promise<number> {
  const { rows } = await sql<{ next: number }>`select nextval(${sequence}::regclass) as next`.execute(reader.db);
  const next = rows[0]?.next;
  assert(next !== undefined, "a sequence has a next number");
  return next;
}

async function unknownAmong(tx: Transaction, lines: readonly ChoiceLine[]): Promise<readonly ChoiceLine[]> {
  const marked = lines.flatMap(({ once }) => once ?? []);
  if (marked.length === 0) return lines;
  // Two who send the same at once: the second waits here, and then finds it.
  await sql`select pg_advisory_xact_lock(hashtext('person_choice.once'))`.execute(tx.db);
  const { rows } = await sql<{ once: Buffer }>`
    select once from person_choice where once = any (${marked.map((once) => Buffer.from(once, "base64url"))}::bytea[])`.execute(
    tx.db,
  );
  const known = new Set(rows.map(({ once }) => once.toString("base64url")));
  return lines.filter(({ once }) => {
    if (once === undefined) return true;
    const isNew = !known.has(once);
    known.add(once);
    return isNew;
  });
}

/** In the order in which they were recorded, by person. */
export async function linesByPerson(
  reader: Reader,
  persons: readonly string[],
): Promise<ReadonlyMap<string, readonly ChoiceLine[]>> {
  const { rows } = await sql<{ person: string; body: Buffer }>`
    select person, body from person_choice where person = any (${[...persons]}::text[]) order by person, batch, place`.execute(
    reader.db,
  );
  const lines = rows.flatMap(({ body }) => decodeLine(body) ?? []);
  return Map.groupBy(lines, ({ person }) => person);
}

export async function countsByChannel(reader: Reader): Promise<readonly ChannelCount[]> {
  const { rows } = await sql<ChannelCount>`
    select channel, act, count(*) as lines from person_choice where body is not null group by 1, 2 order by 1, 2`.execute(
    reader.db,
  );
  return rows;
}

/** Yeses to these purposes by the way they came; `confirmed` where a link of the person's own was pressed. */
export async function givenBy(reader: Reader, abouts: readonly string[]): Promise<readonly GivenCount[]> {
  const { rows } = await sql<GivenCount>`
    select channel, coalesce(evidence ~ ${`^(${confirmedBy.join("|")})`}, false) as confirmed, count(*)::bigint as lines
    from (
      select channel, convert_from(body, 'UTF8')::jsonb ->> 'evidence' as evidence from person_choice
      where act = 'given' and about = any (${[...abouts]}::text[]) and body is not null
    ) line group by 1, 2 order by 1, 2`.execute(reader.db);
  return rows;
}

/**
 * What parents confirmed for a child, and yeses to purposes that the policy asks of parents alone (`only`) which came from the web
 * without one.
 */
export async function byParents(
  reader: Reader,
  only: readonly string[],
): Promise<{ readonly confirmed: number; readonly alone: number }> {
  const { rows } = await sql<{ confirmed: number; alone: number }>`
    select count(*) filter (where channel = 'parent') as confirmed,
      count(*) filter (where channel = 'web' and about = any (${[...only]}::text[])) as alone
    from person_choice where act = 'given' and channel in ('parent', 'web')`.execute(reader.db);
  return rows[0] ?? { confirmed: 0, alone: 0 };
}
