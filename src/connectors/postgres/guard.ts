/**
 * Puts rows that the law makes us keep out of reach of staff, by the database's own row security, and proves that they
 * are: by reading as those roles. Which rows are held is written by erasure into `gestand.held`; here stand the rules
 * that hide them. See docs/decisions/0005-guard-row-security.md.
 */
import type { PoolClient } from "pg";
import type { Problem } from "#base";
import type { Policy, System } from "#policy";
import type { GuardCheck, GuardSeen, GuardStatement } from "../contract.ts";
import type { Catalogue } from "../sql/catalogue-types.ts";
import { readCatalogue } from "./catalogue.ts";
import {
  existingRoles,
  type Guarded,
  type GuardList,
  guardLists,
  type GuardTargets,
  guardTargets,
  uniqueProblems,
} from "./guard-facts.ts";
import { orphanStatements } from "./guard-orphans.ts";
import { guardStatements } from "./guard-plan.ts";
import { putProbe, seenBy, showsKey } from "./guard-probe.ts";
import { roleProblems } from "./guard-roles.ts";
import { missingWorkStatements } from "./guard-schema.ts";
import { type ExposedView, exposedViews, viewProblems } from "./guard-views.ts";
import { compileOwnership } from "./ownership.ts";
import { changeProblems, restrictTargets } from "./restrict-guard.ts";

interface Wanted {
  readonly catalogue: Catalogue;
  readonly held: GuardTargets;
  readonly restricted: GuardTargets;
}

async function wantedHere(client: PoolClient, policy: Policy, system: System): Promise<Wanted> {
  const catalogue = await readCatalogue(client, system.schema);
  const roles = await existingRoles(client);
  return {
    catalogue,
    held: guardTargets(policy, system, catalogue, roles),
    restricted: restrictTargets(policy, system, catalogue, roles),
  };
}

/** What is still missing, each statement with its purpose. Empty when everything is in place. Changes nothing. */
export async function guardPlan(client: PoolClient, policy: Policy, system: System): Promise<GuardStatement[]> {
  const wanted = await wantedHere(client, policy, system);
  const held = await missingHere(client, policy, system, wanted);
  const restricted = await guardStatements(client, wanted.restricted.guarded);
  // Of a table with both guards some statements serve both.
  return [...new Map([...held, ...restricted].map((statement) => [statement.sql, statement])).values()];
}

/** Whether rows can be restricted here: every table with persons has the whole guard, and hides from somebody. */
export async function canRestrict(client: PoolClient, policy: Policy, system: System): Promise<boolean> {
  const { restricted } = await wantedHere(client, policy, system);
  if (restricted.guarded.length === 0 || restricted.problems.some(({ severity }) => severity === "error")) return false;
  return (await guardStatements(client, restricted.guarded)).length === 0;
}

async function missingHere(
  client: PoolClient,
  policy: Policy,
  system: System,
  { held: { guarded }, catalogue }: Wanted,
): Promise<GuardStatement[]> {
  const statements = await guardStatements(client, guarded);
  const orphans = await orphanStatements(client, policy, compileOwnership(catalogue, system), guarded);
  // Behind what makes the list, before what locks the tables: looking for orphans takes a while.
  const ours = guarded.length === 0 ? 0 : (await missingWorkStatements(client)).length;
  return [...statements.slice(0, ours), ...orphans, ...statements.slice(ours)];
}

/** Runs what `guardPlan` names. The caller's transaction makes it all or nothing. */
export async function guardInstall(client: PoolClient, policy: Policy, system: System): Promise<void> {
  // Turning row security on waits for everybody who reads the table, and everybody after waits for us: give up soon.
  await client.query("set local lock_timeout = '3s'");
  // Two installs at once would both find the same statements missing.
  await client.query("select pg_catalog.pg_advisory_xact_lock(726511872943117)");
  for (const statement of await guardPlan(client, policy, system)) await client.query(statement.sql);
}

/**
 * Looks whether held rows are hidden and readable as the policy says, by reading as each role. Needs a transaction that
 * is rolled back: decoys are declared held for its length. Leaves nothing behind.
 */
export async function guardCheck(client: PoolClient, policy: Policy, system: System): Promise<GuardCheck> {
  const wanted = await wantedHere(client, policy, system);
  const held = await checkOf(client, wanted.held, await missingHere(client, policy, system, wanted));
  if (wanted.restricted.guarded.length + wanted.restricted.problems.length === 0) return held;
  const missing = await guardStatements(client, wanted.restricted.guarded);
  return { ...held, restricted: await checkOf(client, wanted.restricted, missing) };
}

/** Of one list. */
async function checkOf(
  client: PoolClient,
  { guarded, problems }: GuardTargets,
  missing: readonly GuardStatement[],
): Promise<Pick<GuardCheck, "installed" | "visible" | "problems">> {
  const found: Problem[] = [...problems];
  const list = guarded[0]?.list ?? guardLists.held;
  if (missing.length > 0) found.push(notInstalled(list, missing));
  for (const one of guarded) found.push(...(await roleProblems(client, one)));
  const visible: GuardSeen[] = [];
  const there = await client.query(
    `select 1 from pg_catalog.pg_class where oid = pg_catalog.to_regclass('gestand.${list.table}')`,
  );
  for (const one of guarded) {
    const views = await exposedViews(client, one);
    found.push(...viewProblems(views, one.relation.name));
    if (there.rows.length > 0) found.push(...(await readAsRoles(client, one, views, visible)));
    if (there.rows.length > 0 && list.table === "restricted") found.push(...(await changeProblems(client, one)));
  }
  return { installed: missing.length === 0, visible, problems: uniqueProblems(found) };
}

async function readAsRoles(
  client: PoolClient,
  one: Guarded,
  views: readonly ExposedView[],
  visible: GuardSeen[],
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const { held, decoys, lost } = await putProbe(client, one);
  if (lost > 0) problems.push(lostRows(one, lost));
  const may = await rolesWeMayBecome(client, [...one.hidden, ...one.readers]);
  for (const role of [...one.hidden, ...one.readers]) if (!may.has(role)) problems.push(cannotBecome(role));
  for (const role of one.hidden.filter((name) => may.has(name))) {
    for (const relation of [...one.parts, ...views.filter((view) => showsKey(view, one))]) {
      const seen = await seenBy(client, role, one, relation);
      visible.push({
        role,
        relation: `${relation.schema}.${relation.name}`,
        heldRows: held,
        visibleRows: seen?.held ?? 0,
      });
      const shown = (seen?.held ?? 0) + (seen?.decoys ?? 0);
      if (shown > 0) problems.push(leak(one.list, role, `${relation.schema}.${relation.name}`));
    }
  }
  for (const role of one.readers.filter((name) => may.has(name))) {
    const [root] = one.parts;
    const seen = root === undefined ? undefined : await seenBy(client, role, one, root);
    visible.push({ role, relation: one.held, heldRows: held, visibleRows: seen?.held ?? 0 });
    if ((seen?.held ?? 0) < held || (seen?.decoys ?? 0) < decoys) problems.push(blind(role, one.held));
  }
  return problems;
}

async function rolesWeMayBecome(client: PoolClient, roles: readonly string[]): Promise<ReadonlySet<string>> {
  // PostgreSQL 16 can grant membership without the right to become the role.
  const found = await client.query<{ name: string }>(
    `select r.rolname::text as name from pg_catalog.pg_roles r where r.rolname = any ($1::text[]) and
     pg_catalog.pg_has_role(current_user, r.oid,
       case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end)`,
    [roles],
  );
  return new Set(found.rows.map((row) => row.name));
}

function notInstalled(list: GuardList, missing: readonly GuardStatement[]): Problem {
  return {
    code: "guard-incomplete",
    severity: "error",
    message: `The guard of ${list.word} rows is not whole: ${missing.length} statement${missing.length === 1 ? " is" : "s are"} missing.`,
    remedy: `Run \`gestand guard\`. The first: ${missing[0]?.purpose ?? ""}`,
  };
}

function lostRows({ list, relation }: Guarded, rows: number): Problem {
  return {
    code: "guard-lost-rows",
    severity: "error",
    message: `${rows} row${rows === 1 ? " of" : "s of"} ${relation.name} that must be ${list === guardLists.held ? "held by law" : "stored while restricted"} can no longer be found by key.`,
    remedy: "Find out who deleted them or changed their key, and restore them from a backup.",
  };
}

function leak(list: GuardList, role: string, relation: string): Problem {
  return {
    code: "guard-leak",
    severity: "error",
    message: `${role} can read rows of ${relation} that are ${list.word} and must be hidden; it was tried.`,
    remedy: "Run `gestand guard` to restore the guard, then look who changed it.",
  };
}

function blind(role: string, relation: string): Problem {
  return {
    code: "guard-audit-blind",
    severity: "error",
    message: `${role} cannot read all held rows of ${relation}, though the policy says it can.`,
    remedy: `Look at the row security policies of ${relation} for ${role}, and that ${role} is no member of a hidden role.`,
  };
}

function cannotBecome(role: string): Problem {
  return {
    code: "guard-unproven",
    severity: "error",
    message: `Whether ${role} sees held rows could not be tried, because the database role of Gestand may not become ${role}.`,
    remedy: `Run: grant "${role}" to the database role of Gestand; from PostgreSQL 16 add \`with inherit false\`.`,
  };
}
