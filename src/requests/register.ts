/**
 * The register of handled requests: kind, dates, decision and the places in the evidence log that prove them. After an
 * erasure no entry identifies anybody. Kept as many years as the policy says, then forgotten.
 */
import { addPeriod, csvLine } from "#base";
import type { Reader } from "#store";
import type { RegisterLine, RegisterRange } from "./contract.ts";
import { type House, today } from "./house.ts";
import { type RequestRow, tables } from "./tables.ts";

const pageLines = 500;
/** A follow page lives this long after the end, so that the receipt can be fetched. */
const followDays = 90;

export async function register(reader: Reader, { after, limit }: RegisterRange): Promise<readonly RegisterLine[]> {
  let lines = tables(reader)
    .selectFrom("request")
    .selectAll()
    .where("closed_at", "is not", null)
    .orderBy("closed_at")
    .orderBy("reference")
    .limit(limit);
  if (after !== undefined) {
    const last = await tables(reader)
      .selectFrom("request")
      .select(["closed_at", "reference"])
      .where("reference", "=", after)
      .executeTakeFirst();
    const at = last?.closed_at ?? null;
    if (last === undefined || at === null) return [];
    lines = lines.where((where) =>
      where.or([
        where("closed_at", ">", at),
        where.and([where("closed_at", "=", at), where("reference", ">", last.reference)]),
      ]),
    );
  }
  const rows = await lines.execute();
  const indexes = await evidenceOf(reader, rows);
  return rows.map((row) => lineOf(row, indexes.get(row.id) ?? []));
}

async function evidenceOf(reader: Reader, rows: readonly RequestRow[]): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>();
  if (rows.length === 0) return found;
  const ids = rows.map(({ id }) => id);
  const events = await tables(reader)
    .selectFrom("request_event")
    .select(["request_id", "evidence_index"])
    .where("request_id", "in", ids)
    .orderBy("id")
    .execute();
  for (const { request_id, evidence_index } of events)
    found.set(request_id, [...(found.get(request_id) ?? []), evidence_index]);
  for (const { id, closed_evidence } of rows)
    if (closed_evidence !== null) found.set(id, [...(found.get(id) ?? []), closed_evidence]);
  return found;
}

function lineOf(row: RequestRow, evidenceIndexes: readonly number[]): RegisterLine {
  const answeredOn = row.answered_on ?? row.closed_on;
  return {
    reference: row.reference,
    kind: row.kind,
    state: row.state,
    receivedOn: row.received_on,
    dueOn: row.due_on,
    ...(row.closed_on === null ? {} : { closedOn: row.closed_on }),
    inTime: answeredOn !== null && answeredOn <= row.due_on,
    outcome: row.outcome ?? "answered",
    ...(row.refusal_reason === null ? {} : { refusalReason: row.refusal_reason }),
    article: row.due_article,
    unconfirmed: row.due_unconfirmed,
    laws: row.laws,
    ...(row.acknowledged_on === null ? {} : { acknowledgedOn: row.acknowledged_on }),
    extended: row.extended_at !== null,
    evidenceIndexes,
  };
}

const columns = [
  "reference",
  "kind",
  "state",
  "outcome",
  "receivedOn",
  "dueOn",
  "closedOn",
  "inTime",
  "refusalReason",
  "article",
  "unconfirmed",
  "laws",
  "acknowledgedOn",
  "extended",
  "evidenceIndexes",
] as const;

/** CSV as RFC 4180 writes it, with a first line of names; or one JSON array. Page by page, whatever the size. */
export async function* exportRegister(reader: Reader, format: "csv" | "json"): AsyncIterable<Uint8Array> {
  const text = new TextEncoder();
  if (format === "csv") yield text.encode(csvLine(columns));
  let after: string | undefined;
  for (let first = true; ; ) {
    const lines = await register(reader, { limit: pageLines, ...(after === undefined ? {} : { after }) });
    for (const line of lines) {
      if (format === "csv") yield text.encode(csvLine(columns.map((column) => cell(line[column]))));
      else yield text.encode(`${first ? "[\n" : ",\n"}${JSON.stringify(line)}`);
      first = false;
    }
    after = lines.at(-1)?.reference;
    if (lines.length === pageLines) continue;
    if (format === "json") yield text.encode(first ? "[]\n" : "\n]\n");
    return;
  }
}

function cell(value: string | boolean | readonly (number | string)[] | undefined): string {
  return typeof value === "object" ? value.join(" ") : String(value ?? "");
}

/** Follow pages end some time after the request; entries end after the years that the policy names. */
export async function forgetOldEntries(house: House): Promise<void> {
  const on = today(house);
  const { keepYears } = house.policy.rights.register;
  const before = addPeriod(on, { amount: -keepYears, unit: "year" });
  await house.store.transact(async (tx) => {
    await tables(tx)
      .updateTable("request")
      .set({ follow_token_hash: null })
      .where("follow_token_hash", "is not", null)
      .where("closed_on", "<", addPeriod(on, { amount: -followDays, unit: "day" }))
      .execute();
    const gone = await tables(tx)
      .deleteFrom("request")
      .where("closed_on", "<", before)
      .where("shredded_at", "is not", null)
      .returning("plan_id")
      .execute();
    const plans = gone.flatMap(({ plan_id }) => (plan_id === null ? [] : [plan_id]));
    if (plans.length > 0) await tables(tx).deleteFrom("request_plan").where("plan_id", "in", plans).execute();
    if (gone.length > 0)
      await house.evidence.append(tx, {
        kind: "register.cleared",
        body: { entries: gone.length, closedBefore: before },
      });
  });
}
