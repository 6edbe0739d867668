/**
 * The smallest system that is one: a real database with three tables and everything the contract of connectors asks, so
 * that rooms above the connectors can be tested at every place where a step can stop. What connectors themselves must
 * stand is tested in their own room.
 */
import { Pool, type PoolClient } from "pg";
import { OperationalError, Personal, refuse, type Result, succeed } from "#base";
import type {
  Answer,
  ConnectedSystem,
  CorrectOrder,
  CorrectOutcome,
  EraseOrder,
  EraseRefusal,
  KeptBecause,
  OnlyTable,
  Preview,
  RestrictOrder,
  RestrictOutcome,
  StoreKeys,
  Subject,
  TableFinding,
} from "#connectors";
import { toldFindings } from "#connectors";

export const ada: Subject = { emails: ["ada@example.org"], anchors: [{ system: "book", table: "person", key: ["1"] }] };

const hold: KeptBecause = { kind: "hold", rule: "invoices", untilOn: "2033-12-31" as never };
const columns: Readonly<Record<string, string>> = {
  person: "email,id,name",
  note: "body,id,other_id,person_id",
  invoice: "body,id,person_id",
};

export interface NotebookOptions {
  readonly name: string;
  readonly url: string;
}

const noConsents = async (): Promise<never> => {
  throw new OperationalError("mapping-wrong", "A notebook holds no consents. Nothing was counted or changed.");
};

const noTerms = async (): Promise<never> => {
  throw new OperationalError("sweep-impossible", "A notebook knows no terms. Nothing was counted or changed.");
};

export function connectNotebook({ name, url }: NotebookOptions): ConnectedSystem {
  const pool = new Pool({ connectionString: url, max: 4 });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  const inside = async <T>(run: (client: PoolClient) => Promise<T>): Promise<T> => {
    let client: PoolClient | undefined;
    try {
      client = await pool.connect();
      await client.query("begin");
      const result = await run(client);
      await client.query("commit");
      client.release();
      return result;
    } catch (error) {
      client?.release(true);
      if (error instanceof OperationalError || (error as { code?: string }).code === "23503") throw error;
      throw new OperationalError("database-unreachable", `The notebook ${name} went away.`, { retryable: true });
    }
  };
  return {
    name,
    abilities: {
      kind: "notebook",
      read: true,
      erase: true,
      rehearsal: true,
      guard: false,
      searchEverywhere: false,
      correct: true,
      restrict: true,
    },
    // A notebook holds no consents, and no policy says that it does.
    consents: { count: noConsents, suspend: noConsents, renew: noConsents, end: noConsents },
    inspect: () => inside(inspect),
    locate: (emails) =>
      inside(async (client) => {
        const { rows } = await client.query<{ id: number }>("select id from person where email = any($1)", [emails]);
        return {
          candidates: rows.map(({ id }) => ({
            anchor: { system: name, table: "person", key: [String(id)] },
            person: "customer",
            label: new Personal(`person ${id}`),
          })),
          byAddress: [],
        };
      }),
    preview: (action, subject) => inside(async (client) => preview(client, name, action, idOf(subject))),
    answer: (subject, only) => answer(pool, name, idOf(subject), only),
    identifiers: (subject) =>
      inside(async (client) => {
        const { rows } = await client.query<{ email: string }>("select email from person where id = $1", [
          idOf(subject),
        ]);
        return { subject, values: rows.map(({ email }) => ({ category: "contact.email", value: email })) };
      }),
    erase: (order) => inside((client) => erase(client, order)),
    storeKeys: (subject) => inside((client) => storeKeys(client, idOf(subject))),
    correct: (order) => inside((client) => correct(client, order)),
    restrict: (order) => inside((client) => restrict(client, order, true)),
    lift: (order) => inside((client) => restrict(client, order, false)),
    residue: ({ values }) =>
      inside(async (client) => {
        const found = await client.query("select 1 from person where email = any($1)", [
          values.map(({ value }) => value),
        ]);
        return found.rowCount === 0 ? [] : [{ table: "person", column: "email", rows: found.rowCount ?? 0 }];
      }),
    terms: async () => [],
    sweepPreview: noTerms,
    sweep: noTerms,
    values: async function* () {},
    concerned: async function* () {},
    guardPlan: async () => [],
    guardInstall: async () => undefined,
    guardCheck: async () => ({ installed: false, visible: [], problems: [] }),
    forget: async () => undefined,
    close: () => pool.end(),
  };
}

function idOf(subject: Subject): number {
  return Number(subject.anchors[0]?.key[0] ?? -1);
}

async function inspect(client: PoolClient) {
  const { rows } = await client.query<{ table: string; columns: string }>(
    `select table_name as table, string_agg(column_name, ',' order by column_name) as columns
     from information_schema.columns where table_name = any($1) group by 1`,
    [Object.keys(columns)],
  );
  return rows
    .filter((row) => columns[row.table] !== row.columns)
    .map((row) => ({
      code: "unmapped-column",
      severity: "error" as const,
      message: `The table ${row.table} has a column that the policy does not name.`,
      remedy: "Name it in the policy.",
    }));
}

async function preview(client: PoolClient, system: string, action: string, id: number): Promise<Preview> {
  const tables = await found(client, action, id);
  return { system, tables, problems: [], recipients: recipientsOf(tables) };
}

async function found(client: PoolClient, action: string, id: number): Promise<TableFinding[]> {
  const { rows } = await client.query<{ person: number; own: number; shared: number; invoice: number }>(
    `select (select count(*)::int from person where id = $1) as person,
       (select count(*)::int from note where person_id = $1 and other_id is null) as own,
       (select count(*)::int from note where person_id = $1 and other_id is not null) as shared,
       (select count(*)::int from invoice where person_id = $1) as invoice`,
    [id],
  );
  const { person = 0, own = 0, shared = 0, invoice = 0 } = rows[0] ?? {};
  const erasing = action === "erasure";
  const withheld = shared === 0 ? [] : [{ because: { kind: "shared" as const }, rows: shared }];
  const finding = (table: string, all: number, rest: Partial<TableFinding>): TableFinding => ({
    table,
    rows: all,
    shared: 0,
    read: erasing ? 0 : all,
    deleted: 0,
    anonymised: 0,
    kept: [],
    categories: [],
    ...rest,
  });
  return [
    finding("invoice", invoice, {
      categories: ["order-history"],
      kept: erasing && invoice > 0 ? [{ because: hold, rows: invoice }] : [],
    }),
    finding("note", own + shared, {
      shared,
      categories: ["review-text"],
      kept: withheld,
      read: erasing ? 0 : own,
      deleted: erasing ? own : 0,
    }),
    finding("person", person, { categories: ["contact.email", "name"], deleted: erasing ? person : 0 }),
  ];
}

/** In the store `photos`: a folder for each person; a scan of each invoice, kept as long as its row. */
async function storeKeys(client: PoolClient, id: number): Promise<StoreKeys[]> {
  const { rows } = await client.query<{ key: string; held: boolean }>(
    `select 'people/' || id || '/' as key, false as held from person where id = $1
     union all select 'invoices/' || id || '.pdf', true from invoice where person_id = $1 order by 1`,
    [id],
  );
  const keys = rows.map(({ key, held }) => ({ key, prefix: !held, ...(held && { keep: hold }) }));
  return keys.length === 0 ? [] : [{ store: "photos", keys, values: {} }];
}

async function correct(client: PoolClient, order: CorrectOrder): Promise<Result<CorrectOutcome, EraseRefusal>> {
  await order.crashPoint?.("before-change");
  let changed = 0;
  for (const { category, from, to } of order.corrections) {
    if (category !== "name") continue;
    const { rowCount } = await client.query(
      "update person set name = $3 where id = $1 and name is not distinct from $2",
      [idOf(order.subject), from, to],
    );
    changed += rowCount ?? 0;
  }
  const { outcome, fenced } = await applied(client, order, {
    columns: [{ table: "person", column: "name", rows: changed }],
  });
  await order.crashPoint?.("before-commit");
  return fenced ? refuse("fenced", "A later attempt is at work.") : succeed({ ...outcome, appliedNow: true });
}

async function restrict(
  client: PoolClient,
  order: RestrictOrder,
  on: boolean,
): Promise<Result<RestrictOutcome, EraseRefusal>> {
  const text = on
    ? "insert into restricted select id from person where id = $1 on conflict do nothing"
    : "delete from restricted where person_id = $1";
  const { rowCount } = await client.query(text, [idOf(order.subject)]);
  const { outcome, fenced } = await applied(client, order, {
    tables: [{ table: "person", rows: rowCount ?? 0, shared: 0 }],
  });
  return fenced ? refuse("fenced", "A later attempt is at work.") : succeed({ ...outcome, appliedNow: true });
}

/** The outcome of the first try that came through; a step that was applied changes nothing the second time. */
async function applied<T>(
  client: PoolClient,
  order: { plan: string; step: number; attempt: number },
  now: T,
): Promise<{ outcome: T; fenced: boolean }> {
  const { rows } = await client.query<{ attempt: number; outcome: T }>(
    `insert into applied values ($1, $2, $3, $4)
     on conflict (plan, step) do update set attempt = greatest(applied.attempt, excluded.attempt)
     returning attempt, outcome`,
    [order.plan, order.step, order.attempt, JSON.stringify(now)],
  );
  return { outcome: rows[0]?.outcome ?? now, fenced: (rows[0]?.attempt ?? 0) > order.attempt };
}

async function erase(client: PoolClient, order: EraseOrder): ReturnType<ConnectedSystem["erase"]> {
  const id = idOf(order.subject);
  await order.crashPoint?.("before-begin");
  // Whoever comes first with a step, or later with a higher attempt, holds the row until the end of the transaction.
  const { rows } = await client.query<{ attempt: number; outcome: readonly TableFinding[] | null }>(
    `insert into applied values ($1, $2, $3, null)
     on conflict (plan, step) do update set attempt = greatest(applied.attempt, excluded.attempt)
     returning attempt, outcome`,
    [order.plan, order.step, order.attempt],
  );
  const [claim] = rows;
  if (claim?.outcome) return succeed({ tables: claim.outcome, appliedNow: false });
  if ((claim?.attempt ?? 0) > order.attempt) return refuse("fenced", "A later attempt is at work.");
  const tables = await found(client, "erasure", id);
  await order.crashPoint?.("before-change");
  const total = tables.reduce((sum, { deleted }) => sum + deleted, 0);
  await client.query("delete from note where person_id = $1 and other_id is null", [id]);
  order.onProgress?.(total - 1, total);
  await client.query("update note set person_id = null where person_id = $1 and other_id is not null", [id]);
  await order.crashPoint?.("between-tables");
  await client.query("delete from person where id = $1", [id]);
  await client.query("update applied set outcome = $3 where plan = $1 and step = $2", [
    order.plan,
    order.step,
    JSON.stringify(tables),
  ]);
  await order.crashPoint?.("before-commit");
  return succeed({ tables, appliedNow: true });
}

/** Reads through a cursor of a transaction of its own, so that a person of any size fits. */
async function answer(pool: Pool, system: string, id: number, only: readonly OnlyTable[] | undefined): Promise<Answer> {
  const client = await pool.connect();
  await client.query("begin isolation level repeatable read read only");
  const tables = toldFindings(await found(client, "access", id), only);
  const isTold = (table: string) => tables.some((finding) => finding.table === table);
  const all = [
    { category: "contact", table: "person", text: "select email, name from person where id = $1" },
    {
      category: "review-text",
      table: "note",
      text: "select id, body from note where person_id = $1 and other_id is null order by id",
    },
  ];
  const files = all.filter(({ table }) => isTold(table));
  return {
    tables,
    recipients: recipientsOf(tables),
    files: files.map(({ category, table, text }) => ({
      system,
      category,
      open: () => jsonOf(client, table, text, id),
    })),
    readable: async function* () {
      for (const { table, text, names } of [
        { table: "person", text: all[0]?.text ?? "", names: ["contact.email", "name"] },
        { table: "note", text: `${all[1]?.text} limit 1000`, names: ["review-text", "review-text"] },
      ].filter(({ table }) => isTold(table))) {
        const { rows, fields } = await client.query<Record<string, string | number | null>>(text, [id]);
        yield {
          table,
          columns: fields.map((field, at) => ({ name: field.name, category: names[at] ?? "" })),
          rows: rows.map((row) => Object.values(row).map((value) => (value === null ? null : String(value)))),
          totalRows: tables.find((finding) => finding.table === table)?.read ?? 0,
        };
      }
    },
    close: async () => {
      await client.query("commit").catch(() => undefined);
      client.release();
    },
  };
}

function recipientsOf(tables: readonly TableFinding[]): readonly string[] {
  return tables.some(({ rows }) => rows > 0) ? ["parcels"] : [];
}

async function* jsonOf(client: PoolClient, table: string, text: string, id: number): AsyncIterable<Uint8Array> {
  await client.query(`declare part no scroll cursor for ${text.replace("$1", String(id))}`);
  const head = await client.query("fetch 0 from part");
  const columns = head.fields.map(({ name }) => ({ name }));
  yield Buffer.from(`[{"table":${JSON.stringify(table)},"columns":${JSON.stringify(columns)},"rows":[`);
  for (let begun = false; ; begun = true) {
    const { rows } = await client.query<unknown[]>({ text: "fetch 2000 from part", rowMode: "array" });
    if (rows.length === 0) break;
    yield Buffer.from(`${begun ? "," : ""}\n${rows.map((row) => JSON.stringify(row)).join(",\n")}`);
  }
  await client.query("close part");
  yield Buffer.from("]}]\n");
}
