/** What a sweep of one table is, for every database with tables: which rows are due, and what may still lead to them. */
import { setTimeout as pause } from "node:timers/promises";
import { addPeriod, type LocalDate, OperationalError, refuse } from "#base";
import { lastStartOver, type Policy, type SweepDoes, sweepOf, type Reference } from "#policy";
import type { SweepAnswer, SweepPreview } from "../sweep-contract.ts";
import { amongPersonal, anonymous, type Anonymous, type AnonymousWriting } from "./anonymous.ts";
import type { CatalogueColumn } from "./catalogue-types.ts";
import type { SqlRow } from "./dialect.ts";
import { type OwnedTable, type OwnershipPlan, referencesOf } from "./ownership.ts";
import { ident, literal } from "./quote.ts";

export interface Swept {
  readonly does: SweepDoes;
  readonly table: OwnedTable;
  readonly keep: NonNullable<OwnedTable["mapping"]["keep"]>;
  /** What starts then or before is due. `undefined`: nothing is. */
  readonly lastStart: LocalDate | undefined;
}

/** As SQL over the rows of the table. */
export interface SweptRows extends Swept {
  /** The day on which the term starts. */
  readonly start: string;
  readonly due: string;
  /** What the rows become, unless they are deleted. */
  readonly anonymous: Anonymous | undefined;
  readonly grounds: Grounds;
  readonly referring: readonly Referring[];
}

/** Throws OperationalError `sweep-impossible` when the policy, or the database, has no such table to sweep. */
export function sweptTable(plan: OwnershipPlan, policy: Policy, name: string, today: LocalDate): Swept {
  const table = plan.byName.get(name);
  const keep = table?.mapping.keep;
  if (table === undefined || keep === undefined)
    throw impossible(plan, name, "it is not mapped, has no key, or no rule");
  const { does, leaves } = sweepOf(policy, table.mapping);
  if (does === undefined) throw impossible(plan, name, leaves);
  return { does, table, keep, lastStart: lastStartOver(policy, keep.rule, today) };
}

function impossible(plan: OwnershipPlan, name: string, why: string): OperationalError {
  return new OperationalError(
    "sweep-impossible",
    `Rows of ${name} cannot be swept: ${why}. Nothing was changed. Correct systems.${plan.system.name}.tables.${name} in the policy.`,
  );
}

/** `undefined` where rows are deleted. Throws OperationalError `sweep-impossible`. */
export function becoming(
  plan: OwnershipPlan,
  { does, table }: Swept,
  writing: AnonymousWriting,
  t: string,
): Anonymous | undefined {
  if (does === "delete") return undefined;
  const made = anonymous(table, writing, t);
  if (typeof made === "string") throw impossible(plan, table.mapping.name, made);
  return made;
}

/** Which rows are due: past their term, and not anonymous already. The parts that are there must all hold. */
export function dueIf(parts: readonly (string | undefined)[], made: Anonymous | undefined): string {
  return [...parts, made?.personal].filter((part) => part !== undefined).join(" and ");
}

/** A reference that leads to rows of the table, from rows of another or of the same. */
export type Referring =
  | { readonly table: OwnedTable; readonly reference: Reference }
  | { readonly name: string; readonly pairs: readonly (readonly [string, string])[] };

/** Foreign keys of the database, and paths of the policy that no foreign key says already. */
export function referringTo(plan: OwnershipPlan, { relation }: OwnedTable): readonly Referring[] {
  const declared = [...plan.catalogue.relations.values()]
    .filter(({ kind }) => kind === "table" || kind === "partitioned")
    .flatMap(({ name, foreignKeys }) =>
      foreignKeys
        .filter((key) => key.table === relation.name && key.targetSchema === undefined)
        .map((key) => ({
          name,
          pairs: key.columns.map((column, at) => [column, key.targetColumns[at] ?? ""] as const),
        })),
    );
  const mapped = plan.tables.flatMap((table) => {
    const { from } = table.mapping.keep ?? {};
    const starts = from !== undefined && "via" in from ? [from.via] : [];
    return [...referencesOf(table.mapping), ...starts]
      .filter((reference) => reference.table === relation.name)
      .filter(
        (reference) =>
          (reference.through ?? []).length > 0 ||
          !declared.some(
            ({ name, pairs }) =>
              name === table.mapping.name &&
              pairs.length === reference.columns.length &&
              pairs.every(([column]) => reference.columns.includes(column)),
          ),
      )
      .map((reference) => ({ table, reference }));
  });
  return [...declared, ...mapped];
}

export function namesOf(referring: readonly Referring[]): readonly string[] {
  return [...new Set(referring.map((one) => ("name" in one ? one.name : one.table.mapping.name)))].sort();
}

/** Whether an index finds rows that are due by the day on which their term starts. */
export function isIndexed({ does, table, keep }: Swept): boolean {
  const { from } = keep;
  // Rows that were anonymised stay where an index on the start finds them, more of them every night.
  if (does === "anonymise") return false;
  return from !== undefined && !("via" in from) && table.relation.indexes.some(([first]) => first === from.column);
}

/**
 * A condition on the bare column that an index serves, true for every row that is due: two days more than that, because a
 * moment may be on another day elsewhere. `undefined` where the column is no day or moment.
 */
export function narrowed(
  { keep, lastStart }: Swept,
  columnOf: (name: string) => CatalogueColumn | undefined,
  t: string,
): string | undefined {
  if (lastStart === undefined || keep.from === undefined || "via" in keep.from) return undefined;
  const { column } = keep.from;
  const family = columnOf(column)?.family;
  if (family !== "date" && family !== "timestamp") return undefined;
  return `${t}.${ident(column)} < ${literal(addPeriod(lastStart, { amount: 2, unit: "day" }))}`;
}

export interface Grounds {
  readonly held: string;
  readonly restricted: string;
  readonly referredTo: string;
}

/** No ground to stay. */
export function isFree({ held, restricted, referredTo }: Grounds): string {
  return `not (${held}) and not (${restricted}) and not (${referredTo})`;
}

const countOf = (ground: string) =>
  `coalesce(sum(case when s.ground = '${ground}' then 1 else 0 end), 0) as n${ground}`;

/** Counts rows of the table, those left out that are anonymous: all of them, and of those that are due why they stay. */
export function countStatement(
  { table, start, due, anonymous: made }: SweptRows,
  { held, restricted, referredTo }: Grounds,
  oldest: string,
): string {
  const ground = `case when ${due} then case when ${held} then 'held' when ${restricted} then 'restricted' when ${referredTo} then 'referred' else 'free' end else 'later' end`;
  return `select count(*) as n, ${["held", "restricted", "referred", "free"].map(countOf).join(", ")}, ${oldest} as oldest
    from (select ${start} as day, ${ground} as ground from ${table.sql} t${amongPersonal(made)}) s`;
}

export function previewOf(swept: Swept, referring: readonly Referring[], row: SqlRow | undefined): SweepPreview {
  const number = (name: string) => Number(row?.[name] ?? 0);
  const [held, restricted, referredTo, free] = [
    number("nheld"),
    number("nrestricted"),
    number("nreferred"),
    number("nfree"),
  ];
  const oldest = row?.["oldest"];
  return {
    table: swept.table.mapping.name,
    rule: swept.keep.rule,
    does: swept.does,
    rows: number("n"),
    due: held + restricted + referredTo + free,
    free,
    held,
    restricted,
    referredTo,
    referring: namesOf(referring),
    ...(typeof oldest === "string" && { oldest: oldest as LocalDate }),
    indexed: isIndexed(swept),
  };
}

/** How far a sweep is: rows that are done, and where the next transaction goes on. */
export interface SweepCheckpoint {
  readonly rows: number;
  readonly part: number;
  readonly block: number;
}

/** Rounds over the table: whoever works on the last rows for long is waited for a while, and then left to a later try. */
export class Rounds {
  readonly #table: string;
  #fruitless = 0;
  #before = -1;

  constructor(table: string) {
    this.#table = table;
  }

  async after({ again, rows }: { readonly again: boolean; readonly rows: number }): Promise<void> {
    if (!again) return;
    this.#fruitless = rows === this.#before ? this.#fruitless + 1 : 0;
    this.#before = rows;
    if (this.#fruitless === 0) return;
    if (this.#fruitless > fruitlessRounds)
      throw new OperationalError(
        "rows-in-use",
        `Rows of ${this.#table} that are past their term are in use by others. ${rows} rows are done and stay so; the rest is tried again.`,
        { retryable: true },
      );
    await pause(1_000);
  }
}
const fruitlessRounds = 5;

export function beyondApproval(table: string, atMost: number): SweepAnswer {
  return refuse(
    "blocked",
    `More rows of ${table} came to the end of their term than the ${atMost} that were approved. Those are done, and no more. Look why, then make a new dry run.`,
  );
}

export function stoppedHere(table: string, rows: number): SweepAnswer {
  return refuse("blocked", `Somebody stopped the sweep of ${table}. ${rows} rows are done and stay so.`);
}
