/**
 * A person's copy of their data, as streams. One snapshot, read only; keys of the person's rows stand in temporary
 * tables, values go from the database to the reader without passing through objects of ours, at the reader's pace.
 */
import { Buffer } from "node:buffer";
import type { PoolClient } from "pg";
import { to as copyTo } from "pg-copy-streams";
import { limits } from "#base";
import type { Answer, AnswerFile, ReadableTable, Subject, TableFinding } from "../contract.ts";
import { copyStatement, readableStatement, rowsOf, topCategoriesOf, unsharedRowsOf } from "./answer-sql.ts";
import { operationalError } from "./database-error.ts";
import { type EraseContext, rollBack } from "./erase-record.ts";
import { collect, decideAccess, prepareWork } from "./ownership-collect.ts";
import { categoriesMet, findings } from "./ownership-findings.ts";
import type { OwnedTable, OwnershipPlan } from "./ownership.ts";
import { temporaryWork, type WorkPlace } from "./work.ts";

const doing = "Reading a person's data";

/**
 * `client` is a session of its own, kept until `close`; `release` gives it back, with `true` when it can no longer be
 * used. Streams are read one after the other; one that is left halfway ends the answer.
 */
export async function openAnswer(
  client: PoolClient,
  context: Pick<EraseContext, "plan" | "digest">,
  subject: Subject,
  release: (broken: boolean) => void,
): Promise<Answer> {
  const { plan } = context;
  const work = temporaryWork("preserve");
  try {
    // Working tables are made before: the transaction that reads may not make anything, whatever a statement says.
    await prepareWork(client, plan, work);
    await client.query(
      "begin isolation level repeatable read read only; set local row_security = off; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = '1h'",
    );
    const present = await collect(client, plan, work, { subject, digest: context.digest });
    await decideAccess(client, plan, work, present);
    const categories = await categoriesMet(client, plan, work, present);
    const tables = await findings(client, plan, work, "access", categories);
    return answerOf(client, plan, work, tables, release);
  } catch (error) {
    await rollBack(client);
    release(true);
    throw operationalError(error, doing);
  }
}

function answerOf(
  client: PoolClient,
  plan: OwnershipPlan,
  work: WorkPlace,
  tables: readonly TableFinding[],
  release: (broken: boolean) => void,
): Answer {
  const state = { broken: false, closed: false };
  const shown = plan.tables.filter((table) => (findingOf(tables, table)?.read ?? 0) > 0);
  const categories = [...new Set(shown.flatMap(topCategoriesOf))].toSorted();
  return {
    files: categories.map(
      (category): AnswerFile => ({
        system: plan.system.name,
        category,
        open: () =>
          fileOf(
            client,
            shown.flatMap((table) => {
              const isShared = (findingOf(tables, table)?.shared ?? 0) > 0;
              const rows = isShared ? rowsOf(table, work) : unsharedRowsOf(plan, table, work);
              return copyStatement(table, work, category, rows) ?? [];
            }),
            state,
          ),
      }),
    ),
    readable: () => readableTables(client, shown, work, tables),
    tables,
    async close() {
      if (state.closed) return;
      state.closed = true;
      // Ending the session also drops the working tables; that is why it is never reused.
      if (!state.broken) await rollBack(client);
      release(true);
    },
  };
}

/** A JSON array: the database sends `,{…}` for every row, and the first comma is left out. */
async function* fileOf(
  client: PoolClient,
  statements: readonly string[],
  state: { broken: boolean },
): AsyncGenerator<Uint8Array> {
  let first = true;
  yield Buffer.from("[\n");
  for (const statement of statements) {
    const stream = client.query(copyTo(statement));
    let ended = false;
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        if (chunk.length === 0) continue;
        yield first ? chunk.subarray(1) : chunk;
        first = false;
      }
      ended = true;
    } catch (error) {
      throw operationalError(error, doing);
    } finally {
      if (!ended) state.broken = true;
    }
  }
  yield Buffer.from("]\n");
}

async function* readableTables(
  client: PoolClient,
  shown: readonly OwnedTable[],
  work: WorkPlace,
  tables: readonly TableFinding[],
): AsyncGenerator<ReadableTable> {
  for (const table of shown) {
    const found = await client
      .query<{ cells: (string | null)[] }>(readableStatement(table, work, limits.rowsInReadableAnswer))
      .catch((error: unknown) => {
        throw operationalError(error, doing);
      });
    yield {
      table: table.mapping.name,
      columns: table.mapping.columns.map(({ name, category }) => ({ name, category })),
      rows: found.rows.map(({ cells }) => cells),
      totalRows: findingOf(tables, table)?.read ?? 0,
    };
  }
}

function findingOf(tables: readonly TableFinding[], table: OwnedTable): TableFinding | undefined {
  return tables.find((finding) => finding.table === table.mapping.name);
}
