/**
 * Proposes the mapping of a database that nobody has described: which tables are persons, what leads to them, what each
 * column holds. Every line says how sure it is and why; what could not be placed is listed, not passed over. Values are
 * looked at to recognise patterns and never shown, stored or logged.
 */
import type { Catalogue, Relation } from "./catalogue-types.ts";
import { type Queryable, readCatalogue } from "./catalogue.ts";
import { openSessions } from "./connect-pool.ts";
import { type Link, linksOf, singularOf } from "./propose-links.ts";
import { type Confidence, type Guess, guessByName, looksImpersonal, wordsOf } from "./propose-names.ts";
import type { MappingProposal, ProposedColumn, ProposedPath, ProposedTable } from "./propose-types.ts";
import { guessByDates, guessByValues, guessMembers, sampleTable } from "./propose-values.ts";
import { proposalYaml } from "./propose-yaml.ts";

export interface MappingOrder {
  readonly url: string;
  readonly schema: string;
  readonly systemName: string;
  /** Name of the environment variable that holds the address. */
  readonly urlFrom: string;
}

/** Connects, proposes, and disconnects. Reads only. Throws OperationalError as `connect` does. */
export async function proposeMapping(order: MappingOrder): Promise<{ proposal: MappingProposal; yaml: string }> {
  const sessions = await openSessions(order.url, order.schema);
  try {
    const proposal = await sessions.transaction("Proposing a mapping", "read only", (client) =>
      propose(client, { schema: order.schema, system: order.systemName, urlFrom: order.urlFrom }),
    );
    return { proposal, yaml: proposalYaml(proposal) };
  } finally {
    await sessions.close();
  }
}

const personTables =
  /(?:^|_)(?:customers?|clients?|klant(?:en)?|cli[eë]nten|users?|gebruikers?|members?|leden|lid|accounts?|persons?|people|personen|contacts?|contacten|patients?|pati[eë]nten|guests?|gasten|subscribers?|abonnees?|employees?|medewerkers?|staff|donors?|donateurs?|relaties|relations|students?|pupils?|applicants?|sollicitanten)$/;

/** What is known of one table before it is decided. */
interface Survey {
  readonly relation: Relation;
  readonly columns: readonly ProposedColumn[];
  readonly links: readonly Link[];
  readonly email: ProposedColumn | undefined;
  readonly anchor: boolean;
}

export async function propose(
  client: Queryable,
  order: { readonly schema: string; readonly system: string; readonly urlFrom: string },
): Promise<MappingProposal> {
  const catalogue = await readCatalogue(client, order.schema);
  const clock = await client.query<{ today: string }>("select current_date::text as today");
  const today = clock.rows[0]?.today ?? "";
  const surveys = new Map<string, Survey>();
  for (const relation of catalogue.relations.values())
    if (relation.kind === "table" || relation.kind === "partitioned")
      surveys.set(relation.name, await survey(client, catalogue, relation, today));
  const linked = linkedTables(surveys);
  const unlinked = [...surveys.values()].filter((one) => !linked.has(one.relation.name));
  const personal = (one: Survey) => one.columns.some((column) => column.confidence !== "low");
  const tables = [...surveys.values()]
    .filter((one) => linked.has(one.relation.name))
    .toSorted((a, b) => Number(b.anchor) - Number(a.anchor))
    .map((one) => tableOf(one, surveys, linked));
  const persons = tables.flatMap((table) => table.person.flatMap((path) => ("person" in path ? [path.person] : [])));
  return {
    ...order,
    persons: [...new Set(persons)],
    tables,
    withoutPersons: unlinked
      .filter((one) => !personal(one))
      .map(({ relation }) => ({
        table: relation.name,
        reason: `No column looks personal (${relation.columns.size} looked at).`,
      })),
    unlinked: unlinked.filter(personal).map(({ relation, columns }) => ({ table: relation.name, columns })),
  };
}

async function survey(client: Queryable, catalogue: Catalogue, relation: Relation, today: string): Promise<Survey> {
  const samples = await sampleTable(client, catalogue.schema, relation);
  const links = await linksOf(client, catalogue, relation);
  const linking = new Set([...relation.primaryKey, ...links.flatMap((link) => link.columns)]);
  const kinds = new Set(links.map((link) => link.when?.column));
  const columns = [...relation.columns.values()]
    .filter(({ name, family }) => !kinds.has(name) && (!linking.has(name) || family === "text"))
    .flatMap(({ name, family }): ProposedColumn[] => {
      const values = samples.get(name) ?? [];
      if (family === "json") {
        const json = guessMembers(values);
        if (json.length > 0)
          return [
            {
              name,
              category: guessByName(name, family, relation.name)?.category ?? "free-text",
              json,
              confidence: "medium",
              reason: `members of ${values.length} sampled documents`,
            },
          ];
      }
      const byValues = family === "date" ? guessByDates(values, today) : guessByValues(values);
      const guess = better(byValues, guessByName(name, family, relation.name));
      return guess === undefined ? [] : [{ name, json: [], ...guess }];
    });
  const email = columns.find(
    (column) => column.category === "contact.email" && column.json.length === 0 && column.confidence !== "low",
  );
  return { relation, columns, links, email, anchor: email !== undefined && personTables.test(wordsOf(relation.name)) };
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
  const { person, alsoAbout, notes } = pathsOf(one, surveys, linked);
  const followed = new Set([...person, ...alsoAbout].flatMap(columnsOf));
  const placed = new Set([...columns.map(({ name }) => name), ...relation.primaryKey, ...followed]);
  const rest = [...relation.columns.values()].filter(({ name }) => !placed.has(name));
  const keys = new Set([
    ...relation.foreignKeys.flatMap((key) => key.columns),
    ...one.links.flatMap((link) => link.columns),
  ]);
  const impersonal = rest.filter(({ name, family }) => looksImpersonal(name, family) || keys.has(name));
  const other = new Set(impersonal.map(({ name }) => name));
  return {
    name: relation.name,
    rows: relation.estimatedRows,
    person,
    alsoAbout,
    columns,
    other: [...other],
    unplaced: rest.filter(({ name }) => !other.has(name)).map(({ name, type }) => ({ name, type })),
    notes: [...notes, ...lawNotes(relation)],
  };
}

function columnsOf(path: ProposedPath): string[] {
  if (path.kind === "identity") return [path.column];
  if (path.kind === "is") return [path.email, path.emailSince].filter((name) => name !== undefined);
  return [...path.columns, ...(path.when === undefined ? [] : [path.when.column])];
}

function reference(link: Link): ProposedPath {
  return { kind: "reference", ...link };
}

function pathsOf(one: Survey, surveys: ReadonlyMap<string, Survey>, linked: ReadonlySet<string>) {
  const notes: string[] = [];
  const usable = one.links.filter((link) => linked.has(link.table));
  if (one.anchor) {
    for (const link of usable)
      notes.push(
        `${link.columns.join(", ")} leads to ${link.table}: if that makes the row another person's too, add it under alsoAbout.`,
      );
    const since = [...one.relation.columns.values()].find(
      ({ name, family }) =>
        family === "timestamp" && /^e_?mail_(?:changed|since|updated|set)(?:_at|_on)?$/.test(wordsOf(name)),
    )?.name;
    const is: ProposedPath = {
      kind: "is",
      person: singularOf(one.relation.name).replaceAll("_", "-"),
      ...(one.email === undefined ? {} : { email: one.email.name }),
      ...(since === undefined ? {} : { emailSince: since }),
      confidence: "high",
      reason: "has e-mail addresses, and is named after persons",
    };
    return { person: [is], alsoAbout: [], notes };
  }
  const direct = usable.filter((link) => surveys.get(link.table)?.anchor === true);
  // Named after its target, such as customer_id: that is the owner; another link to persons names a second one.
  const owner =
    direct.find((link) => wordsOf(link.columns.at(-1) ?? "").startsWith(singularOf(link.table))) ?? direct[0];
  const first = direct.filter((link) => link === owner || link.when !== undefined);
  const further = usable.filter((link) => !direct.includes(link));
  const identity: ProposedPath[] =
    one.email === undefined
      ? []
      : [
          {
            kind: "identity",
            person: "contact",
            column: one.email.name,
            confidence: usable.length === 0 ? "medium" : "low",
            reason: "has e-mail addresses; rows without a reference belong to whoever has the address",
          },
        ];
  return {
    person: [...first.map(reference), ...further.map(reference), ...identity],
    alsoAbout: direct.filter((link) => !first.includes(link)).map(reference),
    notes,
  };
}

function lawNotes(relation: Relation): string[] {
  if (
    !/(?:^|_)(?:invoices?|facturen|factuur|invoice_lines?|payments?|betalingen|ledger|grootboek|bookings?|boekingen)(?:_|$)/.test(
      wordsOf(relation.name),
    )
  )
    return [];
  return [
    "The law may oblige keeping these rows: declare a rule with a hold, and write `keep: {<rule>: <date column>}`.",
  ];
}
