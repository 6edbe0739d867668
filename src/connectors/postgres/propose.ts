/**
 * Proposes the mapping of a database that nobody has described: which tables are persons, what leads to them, what each
 * column holds. Every line says how sure it is and why; what could not be placed is listed, not passed over. Values are
 * looked at to recognise patterns and never shown, stored or logged.
 */
import type { Catalogue, CatalogueColumn, Relation } from "../sql/catalogue-types.ts";
import { type Queryable, readCatalogue } from "./catalogue.ts";
import { openSessions } from "./connect-pool.ts";
import { proposeKeep } from "./propose-keep.ts";
import { linksOf } from "./propose-links.ts";
import { type Confidence, type Guess, guessByName, looksImpersonal } from "../sql/guess-names.ts";
import { pathsOf, type Survey, withPersons } from "./propose-paths.ts";
import { requireReading } from "./propose-rights.ts";
import type { MappingProposal, ProposedColumn, ProposedPath, ProposedTable } from "./propose-types.ts";
import { guessByDates, guessByValues, guessMembers, sampleTable } from "./propose-values.ts";
import { proposalYaml } from "./propose-yaml.ts";

export interface MappingOrder {
  readonly url: string;
  readonly schema: string;
  readonly systemName: string;
  /** Name of the environment variable that holds the address. */
  readonly urlFrom: string;
  /**
   * Whether values of a sample of rows are looked at to recognise patterns. Left out, or true: yes. False: names, keys and
   * counts only; whether a reference leads somewhere is then still counted, inside the database.
   */
  readonly lookAtValues?: boolean;
}

/** Connects, proposes, and disconnects. Reads only. Throws OperationalError as `connect` does. */
export async function proposeMapping(order: MappingOrder): Promise<{ proposal: MappingProposal; yaml: string }> {
  const { url, schema, systemName: system, urlFrom, lookAtValues = true } = order;
  const sessions = await openSessions(url, schema);
  try {
    const proposal = await sessions.transaction("Proposing a mapping", "read only", (client) =>
      propose(client, { schema, system, urlFrom, lookAtValues }),
    );
    return { proposal, yaml: proposalYaml(proposal) };
  } finally {
    await sessions.close();
  }
}

export interface Proposing {
  readonly schema: string;
  readonly system: string;
  readonly urlFrom: string;
  readonly lookAtValues: boolean;
}

export async function propose(client: Queryable, { lookAtValues, ...order }: Proposing): Promise<MappingProposal> {
  await requireReading(client, order.schema);
  const catalogue = await readCatalogue(client, order.schema);
  const look = lookAtValues ? await todayOf(client) : undefined;
  const found: Survey[] = [];
  for (const relation of catalogue.relations.values())
    if (relation.kind === "table" || relation.kind === "partitioned")
      found.push(await survey(client, catalogue, relation, look));
  const surveys = new Map(withPersons(found).map((one) => [one.relation.name, one]));
  const linked = linkedTables(surveys);
  const unlinked = [...surveys.values()].filter((one) => !linked.has(one.relation.name));
  const tables = [...surveys.values()]
    .filter((one) => linked.has(one.relation.name))
    .toSorted((a, b) => Number(b.person !== undefined) - Number(a.person !== undefined))
    .map((one) => tableOf(one, surveys, linked));
  const persons = tables.flatMap((table) => table.person.flatMap((path) => ("person" in path ? [path.person] : [])));
  return {
    ...order,
    persons: [...new Set(persons)],
    tables,
    withoutPersons: unlinked
      .filter((one) => !isPersonal(one))
      .map(({ relation }) => ({
        table: relation.name,
        reason: `No column looks personal (${relation.columns.size} looked at).`,
      })),
    unlinked: unlinked.filter(isPersonal).map(({ relation, columns }) => ({ table: relation.name, columns })),
  };
}

function isPersonal({ columns }: Survey): boolean {
  return columns.some((column) => column.confidence !== "low");
}

/** The day of the database, `YYYY-MM-DD`: what a date of birth lies well before. */
async function todayOf(client: Queryable): Promise<string> {
  const clock = await client.query<{ today: string }>("select current_date::text as today");
  return clock.rows[0]?.today ?? "";
}

/** `today`: values may be looked at; left out: only names and keys. */
async function survey(
  client: Queryable,
  catalogue: Catalogue,
  relation: Relation,
  today: string | undefined,
): Promise<Survey> {
  const samples = today === undefined ? undefined : await sampleTable(client, catalogue.schema, relation);
  const links = await linksOf(client, catalogue, relation);
  const linking = new Set([...relation.primaryKey, ...links.flatMap((link) => link.columns)]);
  const kinds = new Set(links.map((link) => link.when?.column));
  const columns = [...relation.columns.values()]
    .filter(({ name, family }) => !kinds.has(name) && (!linking.has(name) || family === "text"))
    .flatMap((column) => columnOf(relation, column, samples?.get(column.name) ?? [], today) ?? []);
  const email = columns.find(
    (column) => column.category === "contact.email" && column.json.length === 0 && column.confidence !== "low",
  );
  return { relation, columns, links, email, person: undefined };
}

function columnOf(
  relation: Relation,
  { name, family }: CatalogueColumn,
  values: readonly string[],
  today: string | undefined,
): ProposedColumn | undefined {
  const byName = guessByName(name, family, relation.name);
  const json = family === "json" ? guessMembers(values) : [];
  if (json.length > 0)
    return {
      name,
      category: byName?.category ?? "free-text",
      json,
      confidence: "medium",
      reason: `members of ${values.length} sampled documents`,
    };
  const guess = better(family === "date" ? guessByDates(values, today ?? "") : guessByValues(values), byName);
  return guess === undefined ? undefined : { name, json: [], ...guess };
}

const rank: Readonly<Record<Confidence, number>> = { low: 0, medium: 1, high: 2 };

/** Values say more than names, unless only few of them fit. */
function better(byValues: Guess | undefined, byName: Guess | undefined): Guess | undefined {
  if (byValues === undefined || byName === undefined) return byValues ?? byName;
  if (byValues.category === byName.category)
    return { ...byValues, confidence: "high", reason: `by its name, and ${byValues.reason}` };
  return rank[byValues.confidence] >= rank[byName.confidence] ? byValues : byName;
}

/** Tables from which a path leads to a person: persons themselves, tables with an address, and what refers to those. */
function linkedTables(surveys: ReadonlyMap<string, Survey>): Set<string> {
  const linked = new Set(
    [...surveys.values()].filter((one) => one.email !== undefined).map((one) => one.relation.name),
  );
  for (let grown = true; grown; ) {
    grown = false;
    for (const { relation, links } of surveys.values()) {
      if (linked.has(relation.name) || !links.some((link) => linked.has(link.table))) continue;
      linked.add(relation.name);
      grown = true;
    }
  }
  return linked;
}

function tableOf(one: Survey, surveys: ReadonlyMap<string, Survey>, linked: ReadonlySet<string>): ProposedTable {
  const { relation, columns } = one;
  const { person, alsoAbout, unclear } = pathsOf(one, surveys, linked);
  const keep = proposeKeep(one, surveys);
  const followed = new Set([
    ...[...person, ...alsoAbout].flatMap(columnsOf),
    ...(keep?.column === undefined ? [] : [keep.column]),
  ]);
  const placed = new Set([...columns.map(({ name }) => name), ...relation.primaryKey, ...followed]);
  const rest = [...relation.columns.values()].filter(({ name }) => !placed.has(name));
  const keys = new Set([
    ...relation.foreignKeys.flatMap((key) => key.columns),
    ...one.links.flatMap((link) => link.columns),
  ]);
  const asked = new Set(unclear.flatMap((link) => link.columns));
  const impersonal = rest.filter(
    ({ name, family }) => !asked.has(name) && (looksImpersonal(name, family) || keys.has(name)),
  );
  const other = new Set(impersonal.map(({ name }) => name));
  return {
    name: relation.name,
    rows: relation.estimatedRows,
    person,
    alsoAbout,
    columns,
    other: [...other],
    unplaced: rest.filter(({ name }) => !other.has(name) && !asked.has(name)).map(({ name, type }) => ({ name, type })),
    unclear: unclear.map(({ columns: from, table }) => ({ columns: from, table })),
    ...(keep === undefined ? {} : { keep }),
  };
}

function columnsOf(path: ProposedPath): string[] {
  if (path.kind === "identity") return [path.column];
  if (path.kind === "is") return [path.email, path.emailSince].filter((name) => name !== undefined);
  return [...path.columns, ...(path.when === undefined ? [] : [path.when.column])];
}
