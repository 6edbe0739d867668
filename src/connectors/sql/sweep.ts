/** What a sweep of one table is, for every database with tables: which rows are due, and what may still lead to them. */
import { setTimeout as pause } from "node:timers/promises";
import { addPeriod, type LocalDate, OperationalError, refuse } from "#base";
import { lastStartOver, type Policy, sweepOf, type Reference } from "#policy";
import type { SweepAnswer, SweepPreview } from "../sweep-contract.ts";
import type { CatalogueColumn } from "./catalogue-types.ts";
import type { SqlRow } from "./dialect.ts";
import { type OwnedTable, type OwnershipPlan, referencesOf } from "./ownership.ts";
import { ident, literal } from "./quote.ts";

export interface Swept {
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
  readonly grounds: Grounds;
  readonly referring: readonly Referring[];
}

/** Throws OperationalError `sweep-impossible` when the policy, or the database, has no such table to sweep. */
export function sweptTable(plan: OwnershipPlan, policy: Policy, name: string, today: LocalDate): Swept {
  const table = plan.byName.get(name);
  const keep = table?.mapping.keep;
  const why = table === undefined ? "it is not mapped, or has no key" : sweepOf(policy, table.mapping);
  if (table === undefined || keep === undefined || why !== "delete")
    throw new OperationalError(
      "sweep-impossible",
      `Rows of ${name} cannot be swept: ${why}. Nothing was changed. Correct systems.${plan.system.name}.tables.${name} in the policy.`,
    );
  return { table, keep, lastStart: lastStartOver(policy, keep.rule, today) };
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

/** Whether an index finds rows by the day on which their term starts. */
export function isIndexed({ table, keep }: Swept): boolean {
  const { from } = keep;
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

/** Counts rows `t` of `from`: all of them, and of those that are due why they stay. `start` is their day, as SQL. */
export function countStatement(
  from: string,
  start: string,
  due: string,
  { held, restricted, referredTo }: Grounds,
  oldest: string,
): string {
  const ground = `case when ${due} then case when ${held} then 'held' when ${restricted} then 'restricted' when ${referredTo} then 'referred' else 'free' end else 'later' end`;
  return `select count(*) as n, ${["held", "restricted", "referred", "free"].map(countOf).join(", ")}, ${oldest} as oldest
    from (select ${start} as day, ${ground} as ground from ${from} t) s`;
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

/** How far a sweep is: rows that went, and where the next transaction goes on. */
export interface SweepCheckpoint {
  readonly deleted: number;
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

  async after({ again, deleted }: { readonly again: boolean; readonly deleted: number }): Promise<void> {
    if (!again) return;
    this.#fruitless = deleted === this.#before ? this.#fruitless + 1 : 0;
    this.#before = deleted;
    if (this.#fruitless === 0) return;
    if (this.#fruitless > fruitlessRounds)
      throw new OperationalError(
        "rows-in-use",
        `Rows of ${this.#table} that are past their term are in use by others. The ${deleted} rows that went stay gone; it is tried again.`,
        { retryable: true },
      );
    await pause(1_000);
  }
}
const fruitlessRounds = 5;

export function beyondApproval(table: string, atMost: number): SweepAnswer {
  return refuse(
    "blocked",
    `More rows of ${table} came to the end of their term than the ${atMost} that were approved. Those went, and no more. Look why, then make a new dry run.`,
  );
}

export function stoppedHere(table: string, deleted: number): SweepAnswer {
  return refuse("blocked", `Somebody stopped the sweep of ${table}. The ${deleted} rows that went stay gone.`);
}
