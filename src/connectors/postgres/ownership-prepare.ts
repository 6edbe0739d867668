/** Makes the working tables in which the rows of a person are written down. */
import type { ClientBase } from "pg";
import type { Queryable } from "./catalogue.ts";
import { otherIdentities } from "./identity-sql.ts";
import { hasAnchors, type OwnedTable, type OwnershipPlan } from "./ownership.ts";
import { keyColumns } from "./ownership-sql.ts";
import { runTogether, sessionOf, type WorkPlace } from "./work.ts";

/**
 * Afterwards the working tables are there: temporary ones empty, made once in a session and emptied by the end of each
 * transaction; lasting ones as they are. Outside a transaction, or else they last only as long as it.
 */
export async function prepareWork(client: Queryable, plan: OwnershipPlan, work: WorkPlace): Promise<void> {
  const tables: Made[] = [
    {
      name: work.emails,
      columns: "email text, value text, digest text, contested boolean not null default false",
      key: "email",
      seeded: true,
    },
    ...(plan.tables.some((table) => otherIdentities(table).length > 0)
      ? [
          {
            name: work.known,
            columns: "identity text, value text, spelling text, contested boolean not null default false",
            key: "identity, spelling",
            seeded: true,
          },
        ]
      : []),
    ...plan.tables.flatMap((table) => [
      ...(hasAnchors(table)
        ? [
            {
              name: work.anchors(table),
              columns: keysOf(table),
              key: keyColumns(table).join(", "),
              seeded: mayBeNull(table),
            },
          ]
        : []),
      ...storeOf(table, work),
    ]),
  ];
  if (work.temporary) return makeOnce(client, plan, work, tables);
  await runTogether(
    client,
    tables.map(({ name, columns, key }) => `create table if not exists ${name} (${columns}, primary key (${key}))`),
  );
}

interface Made {
  readonly name: string;
  readonly columns: string;
  readonly key: string;
  readonly seeded: boolean;
}

async function makeOnce(
  client: Queryable,
  plan: OwnershipPlan,
  { indexed }: WorkPlace,
  tables: readonly Made[],
): Promise<void> {
  const session = sessionOf(client);
  if (session.madeFor?.plan === plan && (session.madeFor.indexed || !indexed)) return;
  const names = tables.map(({ name }) => name);
  const seeded = tables.filter((table) => table.seeded).map(({ name }) => name);
  await runTogether(client, [
    `drop table if exists ${names.join(", ")}`,
    ...tables.map(({ name, columns }) => `create table ${name} (${columns}) on commit delete rows`),
    ...(indexed ? tables.map(({ name, key }) => `create index on ${name} (${key})`) : []),
    // Statistics of one row: without any, the planner takes an empty table for one of a thousand rows.
    ...seeded.map((name) => `insert into ${name} default values`),
    `analyze ${names.join(", ")}`,
    ...seeded.map((name) => `delete from ${name}`),
  ]);
  const inside = (client as Partial<Pick<ClientBase, "getTransactionStatus">>).getTransactionStatus?.() !== "I";
  session.madeFor = inside ? undefined : { plan, indexed };
}

function storeOf(table: OwnedTable, work: WorkPlace): Made[] {
  const name = work.store(table);
  if (name === undefined) return [];
  const batches = work.temporary ? "" : ", batch integer, done boolean not null default false";
  const facts = `depth integer not null default 0, shared boolean not null default false, held_until date, fate varchar(20)${batches}`;
  return [{ name, columns: `${keysOf(table)}, ${facts}`, key: keyColumns(table).join(", "), seeded: mayBeNull(table) }];
}

function keysOf(table: OwnedTable): string {
  return table.key.map((name, at) => `k${at + 1} ${table.relation.columns.get(name)?.type ?? "text"}`).join(", ");
}

/** Types of PostgreSQL itself; one that people made may forbid NULL. */
function mayBeNull(table: OwnedTable): boolean {
  return table.key.every((name) =>
    /^(smallint|integer|bigint|numeric|text|character varying|character|uuid|date|timestamp)\b/.test(
      table.relation.columns.get(name)?.type ?? "",
    ),
  );
}
