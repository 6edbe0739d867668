/** The queue of staff: what is open, in the order in which it is due, and what each waits for. */
import { daysBetween, type RequestId } from "#base";
import { type RawBuilder, type Reader, sql } from "#store";
import type { QueueCounts, QueueLine, QueueRange } from "./queue-contract.ts";
import { standingClocks } from "./clock.ts";
import { type House, today } from "./house.ts";
import { identitySettled } from "./identity-rules.ts";
import { mayPropose } from "./corrections.ts";
import { linksLost } from "./send-again.ts";
import { type PlanStateRow, type RequestRow, tables } from "./tables.ts";

/** All that `needs` asks of a request. Requests that agree in it need the same, so the database counts them together. */
export type NeedFacts = Pick<
  RequestRow,
  | "kind"
  | "state"
  | "located_at"
  | "locate_failed_at"
  | "found_anything"
  | "identity_doubt"
  | "identity_asked_at"
  | "identity_shown_at"
  | "identity_accepted"
  | "proposed_at"
  | "plan_id"
>;

/** With what other tables say of it: its plan, a question to the person that is open, a link that did not arrive. */
type AllFacts = NeedFacts & {
  plan_state: PlanStateRow["state"] | null;
  asked: boolean;
  lost: boolean;
  to_release: boolean;
};
type FactRow = AllFacts & { requests: number; late: number };

/** Requests nobody has confirmed are left out: they end by themselves. */
export async function queue(house: House, reader: Reader, range: QueueRange): Promise<readonly QueueLine[]> {
  const lost = await linksLost(house, reader);
  const wanted = await wantedFacts(house, reader, range, lost);
  if (wanted?.length === 0) return [];
  let query = open(reader, lost)
    .selectAll("request")
    .orderBy("request.due_on")
    .orderBy("request.received_at")
    .orderBy("request.reference")
    .limit(range.limit);
  if (range.overdue === true)
    query = query.where("request.due_on", "<", today(house)).where("request.answered_on", "is", null);
  if (range.after !== undefined) query = query.where(after(range.after));
  if (wanted !== undefined) {
    const any = wanted.map((facts) => alike(facts, lost));
    // As a case its share is guessed as half, not as next to nothing: read in the order of the index, and no further than needed.
    query = query.where(sql<boolean>`case when ${sql.join(any, sql` or `)} then true else false end`);
  }
  const rows = await query.execute();
  const now = today(house);
  const clocks = await standingClocks(house, reader);
  return rows.map((row) => {
    const clock = clocks.get(row.id);
    const dueOn = clock?.dueOn ?? row.due_on;
    const daysLeft = daysBetween(now, dueOn);
    return {
      id: row.id,
      reference: row.reference,
      kind: row.kind,
      state: row.state,
      receivedOn: row.received_on,
      dueOn,
      ...(clock === undefined ? {} : { clockStands: { since: clock.since, waitsFor: clock.waitsFor } }),
      ...(row.acknowledge_by === null || row.acknowledged_on !== null ? {} : { acknowledgeBy: row.acknowledge_by }),
      daysLeft,
      overdue: daysLeft < 0 && row.answered_on === null,
      needs: needs(row),
    };
  });
}

const sum = (of: readonly FactRow[]) => of.reduce((total, { requests }) => total + requests, 0);

export async function queueCounts(house: House, reader: Reader): Promise<QueueCounts> {
  const facts = await factsIn(house, reader, await linksLost(house, reader));
  return {
    open: sum(facts),
    needing: sum(facts.filter((one) => needs(one) !== "nothing")),
    overdue: facts.reduce((total, { late }) => total + late, 0),
    byState: new Map([...Map.groupBy(facts, ({ state }) => state)].map(([state, of]) => [state, sum(of)])),
  };
}

export async function idOf(reader: Reader, reference: string): Promise<RequestId | undefined> {
  const found = await tables(reader)
    .selectFrom("request")
    .select("id")
    .where("reference", "=", reference)
    .executeTakeFirst();
  return found?.id;
}

/** Those of the needs that are asked for; all of them when it does not matter. */
async function wantedFacts(house: House, reader: Reader, range: QueueRange, lost: readonly RequestId[]) {
  if (range.needing !== true) return undefined;
  return (await factsIn(house, reader, lost)).filter((one) => needs(one) !== "nothing");
}

/** What a moment says beyond whether there is one does not matter, so each stands for all. */
const moment = (column: string) =>
  sql<Date | null>`case when ${sql.ref(`request.${column}`)} is not null then timestamptz 'epoch' end`;
const expressions: { readonly [Name in keyof AllFacts]: (lost: readonly RequestId[]) => RawBuilder<AllFacts[Name]> } = {
  kind: () => sql`request.kind`,
  state: () => sql`request.state`,
  located_at: () => moment("located_at"),
  locate_failed_at: () => moment("locate_failed_at"),
  found_anything: () => sql`request.found_anything`,
  identity_doubt: () => sql`request.identity_doubt`,
  identity_asked_at: () => moment("identity_asked_at"),
  identity_shown_at: () => moment("identity_shown_at"),
  identity_accepted: () => sql`request.identity_accepted`,
  proposed_at: () => moment("proposed_at"),
  plan_id: () => sql`case when request.plan_id is not null then uuid '00000000-0000-0000-0000-000000000000' end`,
  plan_state: () => sql`request_plan.state`,
  asked: () => sql`exists (select from request_wait w
    where w.request_id = request.id and w.kind = 'clarification' and w.answered_on is null)`,
  to_release: () => sql`exists (select from hand_over h where h.request_id = request.id and h.state = 'asked')`,
  lost: (lost) => sql`request.id = any(${[...lost]}::uuid[])`,
};
const names = Object.keys(expressions) as (keyof AllFacts)[];

function open(reader: Reader, lost: readonly RequestId[]) {
  return tables(reader)
    .selectFrom("request")
    .leftJoin("request_plan", "request_plan.plan_id", "request.plan_id")
    .select([
      expressions.plan_state(lost).as("plan_state"),
      expressions.asked(lost).as("asked"),
      expressions.lost(lost).as("lost"),
      expressions.to_release(lost).as("to_release"),
    ])
    .where("request.closed_at", "is", null)
    .where("request.state", "not in", ["received", "verifying"]);
}

async function factsIn(house: House, reader: Reader, lost: readonly RequestId[]): Promise<readonly FactRow[]> {
  const { rows } = await sql<FactRow>`
    select ${sql.join(names.map((name) => sql`${expressions[name](lost)} as ${sql.ref(name)}`))}, count(*) as requests,
           count(*) filter (where request.due_on < ${today(house)} and request.answered_on is null) as late
      from request left join request_plan on request_plan.plan_id = request.plan_id
     where request.closed_at is null and request.state not in ('received', 'verifying')
     group by ${sql.join(names.map((_, at) => sql.lit(at + 1)))}`.execute(reader.db);
  return rows;
}

function alike(facts: AllFacts, lost: readonly RequestId[]): RawBuilder<boolean> {
  const same = names.map((name) => sql`${expressions[name](lost)} is not distinct from ${facts[name]}`);
  return sql`(${sql.join(same, sql` and `)})`;
}

function after(reference: string): RawBuilder<boolean> {
  return sql`(request.due_on, request.received_at, request.reference) >
    (select last.due_on, last.received_at, last.reference from request last where last.reference = ${reference})`;
}

/** What a request waits for on our side. */
function needs(row: AllFacts): QueueLine["needs"] {
  if (row.lost) return "help";
  if (row.asked) return "nothing";
  if (row.state === "failed") return "help";
  // A copy that is ready waits for somebody to look at where else it is to go.
  if (row.to_release && row.state === "delivering") return "decision";
  if (row.state !== "waiting-for-review" && row.state !== "extended") return "nothing";
  if (row.located_at === null) return row.locate_failed_at === null ? "nothing" : "help";
  if (!identitySettled(row)) return identityNeeds(row);
  if (row.plan_id === null) return mayPropose(row) ? "nothing" : "decision";
  if (row.plan_state === "blocked") return "help";
  return row.plan_state === "ready" ? "decision" : "nothing";
}

function identityNeeds(row: NeedFacts): QueueLine["needs"] {
  // Asked for somebody of whom nothing is here: no mandate is needed to answer that.
  if (row.identity_accepted === false || row.found_anything === false) return "decision";
  // Asked and not shown yet: it is the person's turn.
  return row.identity_asked_at !== null && row.identity_shown_at === null ? "nothing" : "identity-decision";
}
