/**
 * Staff told people in another way whom mail did not reach. Only how many, how and on which day is kept, in lines that are
 * never changed: a mistake is undone by a line of its own.
 */
import { isLocalDate, localDateOf, type LocalDate, refuse } from "#base";
import type { Transaction } from "#store";
import { type AnnouncementsOptions, staff } from "./announce-house.ts";
import type { ImpactOf } from "./announce-impact.ts";
import { hold } from "./announce-send.ts";
import { statusOf } from "./announce-status.ts";
import { aboutOf, tables } from "./announce-tables.ts";
import type { AnnounceRefusal, OtherwiseOrder, WayToTell } from "./contract.ts";
import { linesOf, personsIn } from "./told-lines.ts";

/** A letter by post, a call, a message where they are signed in, or told to their face. */
export const waysToTell = ["post", "telephone", "app", "in-person"] as const satisfies readonly WayToTell[];

type Refused = (AnnounceRefusal & { readonly ok: false }) | undefined;

export async function record(
  options: AnnouncementsOptions,
  impactOf: ImpactOf,
  tx: Transaction,
  version: number,
  order: OtherwiseOrder,
  by: string,
): Promise<Refused> {
  const { store, policy, versions, evidence } = options;
  if ((await hold(tx, version))?.state !== "done") return notNow(version);
  const today = localDateOf(store.clock.now(), policy.timeZone);
  const { how, persons, on = today } = order;
  if (!waysToTell.includes(how) || !Number.isInteger(persons) || persons < 1)
    return refuse("not-so-many", "Say how many people were told, and how. Nothing was recorded.");
  const published = (await versions.all(tx)).find(({ number }) => number === version)?.publishedAt;
  const first = published === undefined ? today : localDateOf(published, policy.timeZone);
  if (!isLocalDate(on) || on > today || on < first)
    return refuse(
      "wrong-day",
      `The day must lie between ${first}, when version ${version} was published, and today. Nothing was recorded.`,
    );
  const { unreached, toldOtherwise } = await statusOf(options, impactOf, tx, version);
  const left = unreached - personsIn(toldOtherwise);
  if (persons > left)
    return refuse(
      "not-so-many",
      `Mail did not reach ${unreached}, and ${left} of them are not recorded as told in another way yet. Nothing was recorded.`,
    );
  const line = await add(options, tx, version, { how, persons, told_on: on, undoes: null, recorded_by: by });
  const body = { version, line, how, persons, on, ...staff(by) };
  await evidence.append(tx, { kind: "policy.told-otherwise", about: aboutOf(version), body });
  return undefined;
}

export async function undo(
  options: AnnouncementsOptions,
  tx: Transaction,
  version: number,
  line: number,
  by: string,
): Promise<Refused> {
  if ((await hold(tx, version)) === undefined) return notNow(version);
  const found = (await linesOf(tx, version)).find((one) => one.line === line && !one.undone);
  if (found === undefined)
    return refuse("unknown-line", `Version ${version} has no line ${line} that counts. Nothing was undone.`);
  await add(options, tx, version, { how: null, persons: null, told_on: null, undoes: line, recorded_by: by });
  const body = { version, line, persons: found.persons, ...staff(by) };
  await options.evidence.append(tx, { kind: "policy.told-otherwise-undone", about: aboutOf(version), body });
  return undefined;
}

function notNow(version: number) {
  return refuse(
    "not-now",
    `Letters about version ${version} are not done, so it is not known whom they do not reach. Nothing was recorded.`,
  );
}

interface NewLine {
  readonly how: WayToTell | null;
  readonly persons: number | null;
  readonly told_on: LocalDate | null;
  readonly undoes: number | null;
  readonly recorded_by: string;
}

/** Numbered while the announcement is held, so that of two at once each gets a number of its own. */
async function add({ store }: AnnouncementsOptions, tx: Transaction, version: number, line: NewLine): Promise<number> {
  const { last } = await tables(tx)
    .selectFrom("announcement_told_otherwise")
    .select((column) => column.fn.max("line").as("last"))
    .where("version", "=", version)
    .executeTakeFirstOrThrow();
  const number = (last ?? 0) + 1;
  await tables(tx)
    .insertInto("announcement_told_otherwise")
    .values({ version, line: number, ...line, recorded_at: store.clock.now() })
    .execute();
  return number;
}
