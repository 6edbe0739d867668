import { assert, type LocalDate, refuse, type Result, succeed } from "#base";
import type { Evidence } from "#evidence";
import { type Reader, sql, type Store, type Transaction } from "#store";
import { carriedOutAmong } from "./in-force.ts";
import { hashOfNotices } from "./hash.ts";
import type { Draft, PolicyFile, PublishedNotice, PublishRefusal, Version, VersionLine, Versions } from "./contract.ts";

export interface VersionsOptions {
  readonly store: Store;
  readonly evidence: Evidence;
}

interface LineRow {
  number: number;
  hash: string;
  effective_on: LocalDate;
  published_at: Date;
  published_by: string;
  log_index: number;
}
interface Row extends LineRow {
  files: readonly PolicyFile[];
  notices: readonly PublishedNotice[] | null;
}

export function createVersions(options: VersionsOptions): Versions {
  return {
    all,
    numbered,
    inForce,
    carriedOut: async (reader, on) => {
      const line = carriedOutAmong(await all(reader), on);
      return line && numbered(reader, line.number);
    },
    refusal: async (reader, draft) => refusalOf(draft, (await all(reader))[0]),
    publish: (draft) => options.store.transact((tx) => publish(options, tx, draft)),
    publishFirst: (draft) =>
      options.store.transact(async (tx) => {
        await takeTurn(tx);
        return (await all(tx)).length > 0 ? undefined : insert(options, tx, draft, 1);
      }),
  };
}

async function all(reader: Reader): Promise<readonly VersionLine[]> {
  const { rows } = await sql<LineRow>`
    select number, hash, effective_on, published_at, published_by, log_index from policy_version order by number desc
  `.execute(reader.db);
  return rows.map(lineOf);
}

async function numbered(reader: Reader, number: number): Promise<Version | undefined> {
  const { rows } = await sql<Row>`select * from policy_version where number = ${number}`.execute(reader.db);
  return rows[0] && versionOf(rows[0]);
}

/** Days never go back with numbers, so the newest that has begun is the only one that holds. */
async function inForce(reader: Reader, on: LocalDate): Promise<Version | undefined> {
  const { rows } = await sql<Row>`
    select * from policy_version where effective_on <= ${on} order by number desc limit 1
  `.execute(reader.db);
  return rows[0] && versionOf(rows[0]);
}

async function publish(
  options: VersionsOptions,
  tx: Transaction,
  draft: Draft,
): Promise<Result<Version, PublishRefusal>> {
  await takeTurn(tx);
  const [last] = await all(tx);
  return refusalOf(draft, last) ?? succeed(await insert(options, tx, draft, (last?.number ?? 0) + 1));
}

/** Numbers have no gaps, so publications wait for each other. */
async function takeTurn(tx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('gestand.versions'))`.execute(tx.db);
}

function refusalOf(
  { hash, effectiveOn, today, noticeTime, after, reworded }: Draft,
  last: VersionLine | undefined,
): (PublishRefusal & { readonly ok: false }) | undefined {
  if (last === undefined) return undefined;
  const { number } = last;
  if (after !== undefined && after !== number)
    return refuse("overtaken", `Version ${number} was published meanwhile. Nothing was published. Compare again.`);
  if (last.hash === hash && reworded !== true)
    return refuse(
      "same-text",
      `This text is version ${number} already, from ${last.effectiveOn} on. Nothing was published.`,
    );
  const earliestOn = [
    today,
    last.effectiveOn,
    noticeTime !== undefined && "from" in noticeTime ? noticeTime.from : today,
  ]
    .toSorted()
    .at(-1);
  const refused = (reason: PublishRefusal["reason"], why: string) => ({
    ...refuse(reason, `${why} Nothing was published. Name ${earliestOn} or a later day.`),
    ...(earliestOn === undefined ? {} : { earliestOn }),
  });
  if (effectiveOn < today)
    return refused("date-passed", `${effectiveOn} has passed, and what held on that day cannot be changed any more.`);
  if (effectiveOn < last.effectiveOn)
    return refused(
      "date-before-last",
      `Version ${number} holds from ${last.effectiveOn} on, and a later version cannot start before it.`,
    );
  if (noticeTime !== undefined && "from" in noticeTime && effectiveOn < noticeTime.from)
    return refused(
      "notice-time",
      `The policy promises people notice before a change that concerns them, and ${effectiveOn} is too soon for it.`,
    );
  return undefined;
}

async function insert(options: VersionsOptions, tx: Transaction, draft: Draft, number: number): Promise<Version> {
  const { hash, effectiveOn, by, files, noticeTime, notices } = draft;
  const late = noticeTime !== undefined && "brokenBecause" in noticeTime ? { despite: noticeTime.brokenBecause } : {};
  const shown = notices === undefined ? {} : { notices: hashOfNotices(notices) };
  assert(files.length > 0, "A version has at least one text");
  const { index } = await options.evidence.append(tx, {
    kind: "policy.published",
    about: `policy/${number}`,
    body: { number, hash, effectiveOn, files: files.length, ...shown, ...late },
  });
  const { rows } = await sql<Row>`
    insert into policy_version (number, hash, effective_on, published_at, published_by, files, notices, log_index)
    values (${number}, ${hash}, ${effectiveOn}, ${options.store.clock.now()}, ${by}, ${JSON.stringify(files)},
      ${notices === undefined ? null : JSON.stringify(notices)}, ${index})
    returning *
  `.execute(tx.db);
  const [row] = rows;
  assert(row !== undefined, "An insert answers its row");
  return versionOf(row);
}

function lineOf(row: LineRow): VersionLine {
  return {
    number: row.number,
    hash: row.hash,
    effectiveOn: row.effective_on,
    publishedAt: row.published_at,
    publishedBy: row.published_by,
    logIndex: row.log_index,
  };
}

function versionOf(row: Row): Version {
  return { ...lineOf(row), files: row.files, ...(row.notices === null ? {} : { notices: row.notices }) };
}
