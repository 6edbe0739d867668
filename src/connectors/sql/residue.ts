/**
 * Looks again after an erasure: is any value of the person left, and if so, on what ground? A row that is registered as
 * held, shared or declared to stay says so; everything else is residue without a ground.
 */
import type { LocalDate } from "#base";
import type { Identifiers, KeptBecause, ResidueFinding } from "../contract.ts";
import type { Relation } from "./catalogue-types.ts";
import { collect } from "./collect.ts";
import { identityOwned } from "./conditions.ts";
import type { Session } from "./dialect.ts";
import type { EraseContext } from "./erase.ts";
import { type Former, type Link, linksToFormer, othersOwn, putFormerKeys } from "./former.ts";
import { knownColumns } from "./identities.ts";
import { type OwnedTable, pathsOf, rowKeyColumns } from "./ownership.ts";
import { literal } from "./quote.ts";
import { hasRegister, rollBack, rowKeyOf } from "./record.ts";
import { hitsIn, searchedColumns } from "./search.ts";
import { Searched } from "./searched.ts";
import { textOrNull } from "./survey.ts";
import { isOurs, keyMatch, ourTables, prepareWork, type Reading, temporaryWork } from "./work.ts";

/** The session must be outside a transaction. Nothing stays of what it does. */
export async function residueOf(
  session: Session,
  { engine, plan, digest }: EraseContext,
  identifiers: Identifiers,
  scope: "mapped" | "everywhere",
): Promise<ResidueFinding[]> {
  const { dialect } = engine;
  const registered = await hasRegister(session, { dialect, plan });
  const reading: Reading = { dialect, plan, work: temporaryWork(dialect), registered };
  try {
    await prepareWork(session, reading);
    const former = await putFormerKeys(session, reading, identifiers);
    for (const sql of dialect.beginReading) await session.run(sql);
    await collect(session, reading, { subject: identifiers.subject, digest });
    const tally = new Tally();
    const searched = new Searched(identifiers.values);
    for (const place of placesOf(reading, scope))
      await searchPlace(session, { ...reading, scope, former }, place, searched, tally);
    await session.run("rollback");
    return tally.findings();
  } catch (error) {
    await rollBack(session);
    throw engine.operationalError(error, "Looking for what is left");
  }
}

interface Place {
  readonly relation: Relation;
  readonly sql: string;
  /** Absent: nobody mapped it. */
  readonly table?: OwnedTable;
}

interface Looking extends Reading {
  readonly scope: "mapped" | "everywhere";
  readonly former: Former;
}

function placesOf({ dialect, plan }: Reading, scope: "mapped" | "everywhere"): Place[] {
  return [...plan.catalogue.relations.values()].flatMap((relation): Place[] => {
    const table = plan.byName.get(relation.name);
    if (relation.kind !== "table" || isOurs(relation.name) || (table === undefined && scope === "mapped")) return [];
    const sql = dialect.qualified({ schema: plan.catalogue.schema, name: relation.name });
    return [{ relation, sql, ...(table === undefined ? {} : { table }) }];
  });
}

type Facts = Readonly<Record<string, string | null>>;

async function searchPlace(
  session: Session,
  looking: Looking,
  place: Place,
  searched: Searched,
  tally: Tally,
): Promise<void> {
  const { dialect, scope } = looking;
  const { relation, table } = place;
  const besides = besidesOf(looking, place);
  const facts = factsOf(looking, table);
  const columns = searchedColumns(dialect, relation, table, scope);
  const from = `from ${place.sql} t ${besides}`;
  for await (const hit of hitsIn(session, dialect, columns, searched, { from, facts })) {
    const alsoOthers = hit.met.every((one) => one.alsoOthers === true);
    tally.add(relation.name, hit.column, groundOf(table, hit.column, hit.facts, alsoOthers));
  }
  if (table === undefined) return;
  const told = Object.entries(facts).map(([name, sql]) => `${sql} as ${name}`);
  for (const link of [...linksToFormer(looking, table, looking.former), ...identityLinks(looking, table)])
    for await (const row of session.rows(`select ${told.join(", ")} ${link.from(besides)}`)) {
      const known = Object.fromEntries(Object.keys(facts).map((name) => [name, textOrNull(row[name])]));
      const ground = groundOf(table, link.name, known, true);
      if (ground === undefined || !link.onlyGroundless) tally.add(relation.name, link.name, ground);
    }
}

/** What is known of a row: the register of held rows as `h`, and as `k` what was found as the person's. */
function besidesOf({ dialect, plan, work, registered }: Looking, { relation, table }: Place): string {
  const key = rowKeyColumns(relation);
  const held = dialect.qualified({ schema: plan.catalogue.schema, name: ourTables.held });
  const register =
    registered && key !== undefined
      ? `left join ${held} h on h.relation = ${literal(relation.name)} and h.row_key = ${rowKeyOf(dialect, { key, relation }, "t")}`
      : "left join (select null as rule, null as until_on) h on 1 = 0";
  return table === undefined ? register : `${register} left join ${work.rows(table)} k on ${keyMatch(table, "t", "k")}`;
}

function factsOf(looking: Looking, table: OwnedTable | undefined): Readonly<Record<string, string>> {
  const held = { h_rule: "h.rule", h_until: "h.until_on" };
  if (table === undefined) return held;
  return {
    ...held,
    k_shared: "k.shared",
    others: `case when ${othersOwn(looking, table, looking.former)} then 1 else 0 end`,
  };
}

/**
 * The ground, in this order: the law holds the row; the row is also somebody else's; the policy says such rows or values
 * stay. A value in a row of somebody else is theirs only when they had it before the erasure.
 */
function groundOf(
  table: OwnedTable | undefined,
  column: string,
  { h_rule: rule, h_until: until, k_shared: shared, others }: Facts,
  alsoOthers: boolean,
): KeptBecause | undefined {
  if (typeof rule === "string") return { kind: "hold", rule, untilOn: (until ?? "") as LocalDate };
  if (table === undefined) return undefined;
  const isMine = typeof shared === "string";
  if (shared === "1" || (alsoOthers && others === "1")) return { kind: "shared" };
  if (table.mapping.erase === "keep" && (isMine || others !== "1")) return { kind: "declared-keep" };
  const kept = table.mapping.columns.some(({ name, erased }) => name === column && erased.kind === "keep");
  return kept && table.mapping.erase === "anonymise" ? { kind: "declared-keep" } : undefined;
}

/** Digests, and numbers in other spellings than the one that was searched for. */
function identityLinks(reading: Reading, table: OwnedTable): Link[] {
  const paths = pathsOf(table).flatMap((path) => {
    if (path.kind === "is")
      return knownColumns(path)
        .filter(({ identity }) => identity !== "email")
        .map(({ identity, column }) => ({ ...path, kind: "identity" as const, identity, column }));
    return path.kind === "identity" && (path.digest === true || path.identity !== "email") ? [path] : [];
  });
  return paths.map((path) => ({
    name: path.column,
    from: (besides) => `from ${table.sql} t ${besides} where ${identityOwned(reading, table, path, "t")}`,
    onlyGroundless: false,
  }));
}

class Tally {
  readonly #found = new Map<
    string,
    { table: string; column: string; because: KeptBecause | undefined; rows: number }
  >();

  add(table: string, column: string, because: KeptBecause | undefined): void {
    const name = JSON.stringify([table, column, because]);
    const known = this.#found.get(name);
    if (known === undefined) this.#found.set(name, { table, column, because, rows: 1 });
    else known.rows += 1;
  }

  findings(): ResidueFinding[] {
    return [...this.#found.values()].map(({ because, ...finding }) =>
      because === undefined ? finding : { ...finding, because },
    );
  }
}
