/** Compares everything that points at a person in the systems now with the digests of those who were erased. */
import { isOperationalError, type LocalDate, type PlanId } from "#base";
import { sql } from "#store";
import type { PromiseBoardOptions } from "./contract.ts";
import { watchedCategories, watchedDigest } from "./watch.ts";

export interface Returned {
  /** Erasures under watch. */
  readonly erasures: number;
  /** Values that were compared. */
  readonly valuesLookedAt: number;
  readonly systemsLookedAt: readonly string[];
  /** Why a system was not looked at. */
  readonly notLookedAt: readonly { readonly system: string; readonly why: string }[];
  /** Columns with more of an erased person than the erasure left there with a ground. */
  readonly found: readonly {
    readonly plan: PlanId;
    readonly system: string;
    readonly table: string;
    readonly column: string;
    readonly rows: number;
    readonly grounded: number;
  }[];
}

interface Place {
  readonly plan: PlanId;
  readonly system: string;
  readonly table: string;
  readonly column: string;
}
/** Per place and value, how often it stands there. */
type Seen = Map<string, Place & { readonly counts: Map<string, number> }>;

/** A value that is there again; personal. */
export interface ReturnedValue {
  readonly category: string;
  readonly value: string;
}
/** Told of each value that is met, with the erasure that it points at. */
export type OnReturned = (plan: PlanId, value: ReturnedValue) => void;

export async function findReturned(
  options: PromiseBoardOptions,
  today: LocalDate,
  onReturned?: OnReturned,
): Promise<Returned> {
  const watched = await readWatched(options, today);
  const erasures = new Set([...watched.values()].flat()).size;
  const nothing = { erasures, valuesLookedAt: 0, systemsLookedAt: [], notLookedAt: [], found: [] };
  if (erasures === 0) return nothing;
  const seen: Seen = new Map();
  const systemsLookedAt: string[] = [];
  const notLookedAt: { system: string; why: string }[] = [];
  let valuesLookedAt = 0;
  for (const { name } of options.policy.systems) {
    try {
      valuesLookedAt += await lookAt(options, name, { watched, seen, onReturned });
      systemsLookedAt.push(name);
    } catch (error) {
      if (!isOperationalError(error)) throw error;
      notLookedAt.push({ system: name, why: error.message });
    }
  }
  const grounds = await readGrounds(options);
  const found = [...seen.values()]
    // Two values of the person in one document are one row, and grounds count rows.
    .map(({ counts, ...place }) => ({ ...place, rows: Math.max(...counts.values()) }))
    .map((one) => ({ ...one, grounded: grounds.get(keyOf(one)) ?? 0 }))
    .filter(({ rows, grounded }) => rows > grounded);
  return { erasures, valuesLookedAt, systemsLookedAt, notLookedAt, found };
}

/** Answers how many values were compared. */
function lookAt(
  options: PromiseBoardOptions,
  system: string,
  {
    watched,
    seen,
    onReturned,
  }: {
    readonly watched: ReadonlyMap<string, readonly PlanId[]>;
    readonly seen: Seen;
    readonly onReturned: OnReturned | undefined;
  },
): Promise<number> {
  return options.systems.use(system, async (connected) => {
    let looked = 0;
    for await (const batch of connected.values(watchedCategories(options.policy)))
      for (const { table, column, category, value } of batch) {
        looked += 1;
        const digest = watchedDigest(options.store.vault, value);
        if (digest === undefined) continue;
        for (const plan of watched.get(digest) ?? []) {
          note(seen, { plan, system, table, column }, digest);
          onReturned?.(plan, { category, value });
        }
      }
    return looked;
  });
}

function note(seen: Seen, place: Place, digest: string): void {
  const key = keyOf(place);
  const known = seen.get(key) ?? { ...place, counts: new Map<string, number>() };
  known.counts.set(digest, (known.counts.get(digest) ?? 0) + 1);
  seen.set(key, known);
}

async function readWatched(options: PromiseBoardOptions, today: LocalDate): Promise<Map<string, PlanId[]>> {
  const { rows } = await sql<{ plan_id: PlanId; digest: string }>`
    select plan_id, digest from erasure_watch where until_on >= ${today}::date
  `.execute(options.store.reader.db);
  const watched = new Map<string, PlanId[]>();
  for (const { plan_id, digest } of rows) watched.set(digest, [...(watched.get(digest) ?? []), plan_id]);
  return watched;
}

async function readGrounds(options: PromiseBoardOptions): Promise<Map<string, number>> {
  const { rows } = await sql<{ plan_id: PlanId; system: string; relation: string; column_name: string; rows: number }>`
    select plan_id, system, relation, column_name, rows from erasure_watch_ground
  `.execute(options.store.reader.db);
  return new Map(
    rows.map((row) => [
      keyOf({ plan: row.plan_id, system: row.system, table: row.relation, column: row.column_name }),
      row.rows,
    ]),
  );
}

function keyOf(one: Place): string {
  return JSON.stringify([one.plan, one.system, one.table, one.column]);
}
