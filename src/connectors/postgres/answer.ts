/**
 * A person's copy of their data, as streams. One snapshot, read only; keys of the person's rows stand in temporary
 * tables, values go from the database to the reader without passing through objects of ours, at the reader's pace.
 */
import type { PoolClient } from "pg";
import { limits } from "#base";
import type { Answer, AnswerFile, OnlyTable, ReadableTable, Subject, TableFinding } from "../contract.ts";
import { toldFindings, toldTable, toldWhole } from "../sql/only.ts";
import { copyTables } from "./answer-copy.ts";
import { withKindsMet } from "./kinds-met.ts";
import { recipientsMet } from "./recipients-met.ts";
import { copyOf, readableStatement, type ShownRows, shownRows, topCategoriesOf } from "./answer-sql.ts";
import { operationalError } from "./database-error.ts";
import { rollBack } from "./erase-record.ts";
import { collect, decideAccess, prepareWork } from "./ownership-collect.ts";
import { findingsOf, survey } from "./ownership-findings.ts";
import type { PreviewContext } from "./preview.ts";
import { runTogether, temporaryWork, type WorkPlace } from "./work.ts";

const doing = "Reading a person's data";

/**
 * `client` is a session of its own, kept until `close`; `release` gives it back, with `true` when it can no longer be
 * used. Streams are read one after the other; one that is left halfway ends the answer.
 */
export async function openAnswer(
  client: PoolClient,
  context: Pick<PreviewContext, "plan" | "policy" | "digest">,
  subject: Subject,
  release: (broken: boolean) => void,
  only?: readonly OnlyTable[],
): Promise<Answer> {
  const { plan, policy } = context;
  const work = temporaryWork("preserve");
  try {
    // Working tables are made before: the transaction that reads may not make anything, whatever a statement says.
    await prepareWork(client, plan, work);
    await client.query(
      "begin isolation level repeatable read read only; set local row_security = off; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = '1h'",
    );
    const present = await collect(client, plan, work, { subject, digest: context.digest });
    await decideAccess(client, plan, work, present);
    const surveyed = findingsOf(plan, "access", await survey(client, plan, work));
    const tables = await withKindsMet(client, plan, work, surveyed);
    const recipients = await recipientsMet(client, plan, work, policy, tables);
    const found = new Map(tables.map((finding) => [finding.table, finding]));
    const shown = plan.tables.flatMap((table) => {
      const finding = found.get(table.mapping.name);
      const told = toldTable(table, only);
      if (finding === undefined || finding.read === 0 || told === undefined) return [];
      return [{ ...shownRows(plan, table, work, finding.shared), table: told, read: finding.read }];
    });
    return answerOf({ client, system: plan.system.name, work, shown, release }, toldFindings(tables, only), recipients);
  } catch (error) {
    await rollBack(client);
    release(true);
    throw operationalError(error, doing);
  }
}

interface Opened {
  readonly client: PoolClient;
  readonly system: string;
  readonly work: WorkPlace;
  readonly shown: readonly (ShownRows & { readonly read: number })[];
  readonly release: (broken: boolean) => void;
}

function answerOf(opened: Opened, tables: readonly TableFinding[], recipients: readonly string[]): Answer {
  const { client, system, work, shown, release } = opened;
  const state = { broken: false, closed: false };
  const categories = [...new Set(shown.flatMap(({ table }) => topCategoriesOf(table)))].toSorted();
  return {
    files: categories.map(
      (category): AnswerFile => ({
        system,
        category,
        open: () =>
          streamed(
            copyTables(
              client,
              shown.flatMap((rows) => copyOf(rows, work, category) ?? []),
            ),
            state,
          ),
      }),
    ),
    readable: () => readableTables(opened),
    tables,
    recipients,
    async close() {
      if (state.closed) return;
      state.closed = true;
      // With the transaction the working tables are empty again, ready for the next person.
      release(state.broken || !(await rolledBack(client)));
    },
  };
}

async function rolledBack(client: PoolClient): Promise<boolean> {
  return client.query("rollback").then(
    () => true,
    () => false,
  );
}

async function* streamed(rows: AsyncIterable<Uint8Array>, state: { broken: boolean }): AsyncGenerator<Uint8Array> {
  state.broken = true;
  try {
    yield* rows;
    state.broken = false;
  } catch (error) {
    throw operationalError(error, doing);
  }
}

/** Tables of few rows are asked for together; of the rows, no more than one large table has are in memory at a time. */
async function* readableTables({ client, work, shown: all }: Opened): AsyncGenerator<ReadableTable> {
  const shown = all.filter(({ table }) => toldWhole(table).length > 0);
  for (let from = 0; from < shown.length; ) {
    const some = [];
    for (let rows = 0; from < shown.length; from++) {
      const next = shown[from];
      if (next === undefined) break;
      rows += Math.min(next.read, limits.rowsInReadableAnswer);
      if (some.length > 0 && rows > limits.rowsInReadableAnswer) break;
      some.push(next);
    }
    const found = await runTogether(
      client,
      some.map((rows) => readableStatement(rows, work, limits.rowsInReadableAnswer)),
    ).catch((error: unknown) => {
      throw operationalError(error, doing);
    });
    for (const [at, { table, read }] of some.entries())
      yield {
        table: table.mapping.name,
        columns: toldWhole(table).map(({ name, category }) => ({ name, category })),
        rows: (found[at]?.rows ?? []).map(({ cells }: { cells: (string | null)[] }) => cells),
        totalRows: read,
      };
  }
}
