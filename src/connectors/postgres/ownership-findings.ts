/** Counts what was found, per table, in few statements. */
import { findingsOf, type Group, sum, type Survey } from "../sql/findings.ts";
import type { Queryable } from "./catalogue.ts";
import { fateOf } from "./ownership-fate.ts";
import type { OwnedTable, OwnershipPlan } from "./ownership.ts";
import { ident, literal } from "./quote.ts";
import { personFacts, personRows, runAgain, runTogether, type WorkPlace } from "./work.ts";

export { findingsOf, type Group, type Survey };

/** So many rows of a table are counted and looked at in one go; mostly there are no more. */
const rowsAtFirst = 500;

/** Counts the person's rows and looks which categories they have a value of. Ask before anything is changed. */
export async function survey(client: Queryable, plan: OwnershipPlan, work: WorkPlace): Promise<Survey> {
  const first = work.once("survey", () => plan.tables.map((table) => surveyStatement(table, work)).join(" union all "));
  const seen = first === "" ? [] : await runAgain(client, [first]);
  const groups = Map.groupBy((seen[0]?.rows ?? []) as Seen[], ({ tab }) => tab);
  const counted: Group[] = [];
  const categories = new Map<string, readonly string[]>();
  for (const table of plan.tables) {
    const values = valuesOf(table);
    let mine: readonly Group[] = groups.get(table.index) ?? [];
    const met = new Set<string>();
    for (const { met: here } of groups.get(table.index) ?? [])
      for (const [at, { category }] of values.entries()) if (here[at] === true) met.add(category);
    if (sum(mine) > rowsAtFirst) {
      // Few kinds of rows are expected where there are many: without sorting them all.
      await client.query("set local enable_sort = off");
      mine = await countRows(client, [table], work);
      await client.query("set local enable_sort = on");
      const open = values.filter(({ category }) => !met.has(category));
      if (open.length > 0) for (const category of await categoriesAmong(client, table, work, open)) met.add(category);
    }
    counted.push(...mine);
    if (mine.length > 0) categories.set(table.mapping.name, [...met].toSorted());
  }
  return { counted, categories };
}

/** Few statements instead of many, each of a size that the database can take. */
function inOne(selects: readonly string[]): string[] {
  const together = 100;
  return Array.from({ length: Math.ceil(selects.length / together) }, (_, at) =>
    selects.slice(at * together, (at + 1) * together).join(" union all "),
  );
}

interface Seen extends Group {
  readonly met: readonly boolean[];
}

function surveyStatement(table: OwnedTable, work: WorkPlace): string {
  const values = valuesOf(table);
  const { shared, heldUntil, fate } = personFacts(table, work);
  const each = values.map(({ sql }, at) => `, ${sql} is not null as v${at}`).join("");
  const met = values.map((_, at) => `bool_or(s.v${at})`).join(", ");
  return `select ${table.index} as tab, s.fate::text as fate, s.until::text as until, s.shared, count(*)::text as rows, array[${met}]::boolean[] as met from (select ${fate} as fate, ${heldUntil} as until, ${shared} as shared${each} ${personRows(table, work)} limit ${rowsAtFirst + 1}) s group by 2, 3, 4`;
}

/** How many rows there are of each kind. */
export async function countRows(
  client: Queryable,
  tables: readonly OwnedTable[],
  work: WorkPlace,
): Promise<readonly Group[]> {
  const counts = tables.map(
    (table) =>
      countOfTwo(table, work) ??
      `select ${table.index} as tab, fate::text as fate, held_until::text as until, shared, count(*)::text as rows from ${work.rows(table)} r group by 2, 3, 4`,
  );
  return (await runTogether(client, inOne(counts))).flatMap(({ rows }) => rows as Group[]);
}

/** Rows found by their path that nothing holds are of two kinds, shared or not: two counters are quicker than groups. */
function countOfTwo(table: OwnedTable, work: WorkPlace): string | undefined {
  if (work.found(table) === undefined || work.holds?.until(table) !== undefined) return undefined;
  const { shared } = personFacts(table, work);
  const kinds = [false, true].map((is) => `(${fateOf(table, work.holds, `${is}`).fate}, ${is}, c.of_${is})`);
  const counters = [false, true].map((is) => `count(*) filter (where (${shared}) is ${is}) as of_${is}`);
  return `select ${table.index} as tab, x.fate::text as fate, null::text as until, x.shared, x.rows::text as rows from (select ${counters.join(", ")} ${personRows(table, work)}) c cross join lateral (values ${kinds.join(", ")}) x(fate, shared, rows) where x.rows > 0`;
}

interface Value {
  readonly category: string;
  readonly sql: string;
}

/** Of these values, the categories that some row has. */
async function categoriesAmong(
  client: Queryable,
  table: OwnedTable,
  work: WorkPlace,
  values: readonly Value[],
): Promise<string[]> {
  const met = values.map(({ sql }) => `coalesce(bool_or(${sql} is not null), false)`).join(", ");
  const found = await client.query<{ met: boolean[] }>(`select array[${met}] as met ${personRows(table, work)}`);
  return values.filter((_, at) => found.rows[0]?.met[at] === true).map(({ category }) => category);
}

/** Every value of a row with its category: columns, and the declared members of JSON columns. */
export function valuesOf(table: OwnedTable): Value[] {
  return table.mapping.columns.flatMap((column) => {
    const whole = { category: column.category, sql: `t.${ident(column.name)}` };
    if (table.relation.columns.get(column.name)?.family !== "json") return [whole];
    return [
      whole,
      ...column.json.map((part) => ({
        category: part.category,
        sql: `(t.${ident(column.name)}::jsonb #> array[${part.path.map(literal).join(", ")}]::text[])`,
      })),
    ];
  });
}
