import type { Problem } from "#base";
import type { Policy, System } from "#policy";
import type { Catalogue, QualifiedName, Relation } from "../sql/catalogue-types.ts";
import type { Queryable } from "./catalogue.ts";
import { heldRelation, rowKeyColumns, unstableKeyColumns } from "./guard-schema.ts";

/** A list of keys of rows that must be out of sight, and what the guard calls itself in the database. */
export interface GuardList {
  readonly table: "held" | "restricted";
  /** The restrictive policy that hides what is on the list. */
  readonly policy: string;
  /** Stands after "rows that are": `held`. */
  readonly word: string;
  /** Why, in a sentence for whoever approves a statement. */
  readonly why: string;
}
export const guardLists = {
  held: {
    table: "held",
    policy: "gestand_held",
    word: "held",
    why: "held by law for an erased person",
  },
  restricted: {
    table: "restricted",
    policy: "gestand_restricted",
    word: "restricted",
    why: "restricted at the wish of their person (GDPR art. 18)",
  },
} as const satisfies Record<string, GuardList>;

/** A table whose rows the guard may put out of sight, with the database roles it is hidden from and readable by. */
export interface Guarded {
  readonly relation: Relation;
  readonly list: GuardList;
  /** Its name in the list. */
  readonly held: string;
  readonly key: readonly string[];
  /** The table itself and all its partitions: a partition can be read without its root. */
  readonly parts: readonly QualifiedName[];
  readonly hidden: readonly string[];
  readonly readers: readonly string[];
}

export interface GuardTargets {
  readonly guarded: readonly Guarded[];
  /** Why a hold cannot be guarded as declared. */
  readonly problems: readonly Problem[];
}

/** What the policy wants guarded here. Pure: compares the policy with the catalogue and the names of existing roles. */
export function guardTargets(
  policy: Policy,
  system: System,
  catalogue: Catalogue,
  existingRoles: ReadonlySet<string>,
): GuardTargets {
  const guarded: Guarded[] = [];
  const problems: Problem[] = [];
  for (const table of system.tables) {
    const hold = policy.keep.find((rule) => rule.name === table.keep?.rule)?.hold;
    const relation = catalogue.relations.get(table.name);
    if (hold === undefined || relation === undefined) continue;
    const path = `systems.${system.name}.tables.${table.name}`;
    const key = rowKeyColumns(relation);
    const unstable = unstableKeyColumns(relation);
    if (key === undefined || unstable.length > 0) {
      problems.push(unguardable(table.name, unstable, path));
      continue;
    }
    const named = (names: readonly string[]) => rolesOf(names, system, existingRoles, problems);
    guarded.push({
      relation,
      list: guardLists.held,
      key,
      held: heldRelation(catalogue.schema, table.name),
      parts: [{ schema: catalogue.schema, name: table.name }, ...relation.partitions],
      hidden: named(hold.hiddenFrom),
      readers: named(hold.readableBy),
    });
  }
  return { guarded, problems: uniqueProblems(problems) };
}

export function rolesOf(
  names: readonly string[],
  system: System,
  existing: ReadonlySet<string>,
  problems: Problem[],
): string[] {
  const path = `systems.${system.name}.roles`;
  return names.flatMap((name) => {
    const roles = system.roles[name] ?? [];
    if (roles.length === 0)
      problems.push({
        code: "guard-role-undeclared",
        severity: "error",
        message: `A hold speaks of "${name}", but the system ${system.name} does not say which database roles those are.`,
        remedy: `Write under roles: ${name}: [name_of_a_database_role].`,
        path,
      });
    return roles.filter((role) => {
      if (existing.has(role)) return true;
      problems.push({
        code: "unknown-role",
        severity: "error",
        message: `The database has no role ${role}, which the policy names for "${name}".`,
        remedy: `Correct the name in the policy, or run: create role "${role}" nologin;`,
        path: `${path}.${name}`,
      });
      return false;
    });
  });
}

export function unguardable(table: string, unstable: readonly string[], path: string): Problem {
  return {
    code: "guard-without-key",
    severity: "error",
    message:
      unstable.length > 0
        ? `Rows of ${table} cannot be hidden: the text of its key (${unstable.join(", ")}) depends on the reader's settings.`
        : `Rows of ${table} cannot be hidden: the table has no key by which a row could be named.`,
    remedy: `Give ${table} a primary key of a plain type (number, text, uuid).`,
    path,
  };
}

export function uniqueProblems(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.code} ${problem.message}`, problem])).values()];
}

/** Row security of one relation as it is now. */
export interface RelationSecurity {
  readonly schema: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly policies: readonly {
    readonly name: string;
    readonly permissive: boolean;
    /** `*` all, `r` select, … */
    readonly command: string;
    readonly roles: readonly string[];
    readonly using: string | null;
  }[];
}

export async function readSecurity(
  client: Queryable,
  parts: readonly QualifiedName[],
): Promise<Map<string, RelationSecurity>> {
  const found = await client.query<RelationSecurity>(
    `select n.nspname::text as schema, c.relname::text as name, c.relrowsecurity as enabled,
       coalesce((select jsonb_agg(jsonb_build_object('name', p.polname, 'permissive', p.polpermissive,
         'command', p.polcmd, 'using', pg_catalog.pg_get_expr(p.polqual, p.polrelid),
         'roles', (select coalesce(jsonb_agg(coalesce(r.rolname, 'public') order by r.rolname), '[]')
           from unnest(p.polroles) as o(role) left join pg_catalog.pg_roles r on r.oid = o.role)) order by p.polname)
         from pg_catalog.pg_policy p where p.polrelid = c.oid), '[]') as policies
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     join unnest($1::text[], $2::text[]) as w(schema, name) on w.schema = n.nspname and w.name = c.relname`,
    [parts.map((part) => part.schema), parts.map((part) => part.name)],
  );
  return new Map(found.rows.map((row) => [heldRelation(row.schema, row.name), row]));
}

export async function existingRoles(client: Queryable): Promise<Set<string>> {
  const found = await client.query<{ name: string }>("select rolname::text as name from pg_catalog.pg_roles");
  return new Set(found.rows.map((row) => row.name));
}
