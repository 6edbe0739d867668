/**
 * Withdrawing must reach the rows by which the company's own programs go (GDPR art. 7(3)): a mark with us alone would stop
 * nobody who does not ask us. Ending a row is repeatable, so a worker that dies is followed by another that does it all again.
 */
import { Buffer } from "node:buffer";
import { assert, normaliseEmail, parseUuid, Personal, refuse, type Result, type StaffId, succeed } from "#base";
import type { ConnectedSystem } from "#connectors";
import { ownSystem } from "#plans";
import type { KeyId, Reader, RunningJob, Transaction } from "#store";
import { type Recorded, recordedFor } from "./renew-since.ts";
import type {
  Withdrawal,
  WithdrawalPlace,
  WithdrawalRefusal,
  Withdrawals,
  WithdrawalsOptions,
  Withdrawn,
} from "./withdraw-contract.ts";

const queue = "consent.end";
const roundQueue = "consent.end-again";
const mostShown = 500;

interface Row {
  id: string;
  about: string;
  purposes: string[];
  withdrawn_at: Date;
  state: Withdrawal["state"];
  pass_on: boolean;
  key_id: KeyId;
  sealed: Buffer | null;
  places: readonly WithdrawalPlace[];
  trouble: string | null;
  done_at: Date | null;
  done_by: string | null;
}
type Tables = { consent_withdrawal: Row };
const tables = (reader: Reader) => reader.db.withTables<Tables>();

export function createWithdrawals(options: WithdrawalsOptions): Withdrawals {
  const { store, policy } = options;
  return {
    begin: (tx, withdrawn) => begin(options, tx, withdrawn),
    waiting: async (reader) => (await notDone(reader)).map(viewOf),
    detail: (reader, id) => detail(options, reader, id),
    settle: (id, by) => store.transact((tx) => settle(options, tx, id, by)),
    retry: () => retry(options),
    serve: () => {
      store.queue.serve(queue, { gaveUp: (job, error) => note(options, idOf(job), error.message) }, (job) =>
        carryOut(options, idOf(job)),
      );
      store.queue.serve(roundQueue, {}, () => retry(options));
      store.queue.schedule(roundQueue, "35 * * * *", policy.timeZone);
    },
  };
}

async function begin({ store }: WithdrawalsOptions, tx: Transaction, withdrawn: Withdrawn): Promise<void> {
  const { request: id, about, purposes, email, passOn } = withdrawn;
  if (purposes.length === 0) return;
  const key = await store.vault.createKey(tx);
  const cipher = await store.vault.cipher(tx, key);
  assert(cipher !== undefined, "a key that was just made opens");
  const row = {
    id,
    about,
    purposes: [...purposes],
    withdrawn_at: store.clock.now(),
    state: "open" as const,
    pass_on: passOn,
    key_id: key,
    sealed: Buffer.from(cipher.seal(Buffer.from(normaliseEmail(email.reveal())), context(id))),
    places: "[]" as never,
    trouble: null,
    done_at: null,
    done_by: null,
  };
  const made = await tables(tx)
    .insertInto("consent_withdrawal")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) return store.vault.shred(tx, key);
  await send(store, tx, id);
}

function send(store: WithdrawalsOptions["store"], tx: Transaction, id: string): Promise<void> {
  return store.queue.send(tx, { queue, data: { withdrawal: id }, onceKey: id });
}

function idOf(job: Pick<RunningJob, "data">): string {
  const id = (job.data as { withdrawal?: unknown } | null)?.withdrawal;
  assert(typeof id === "string", "a job about a withdrawal names it");
  return id;
}

async function carryOut(options: WithdrawalsOptions, id: string): Promise<void> {
  const { store, policy, systems } = options;
  const row = await read(store.reader, id);
  if (row === undefined || row.state === "done") return;
  const email = await addressOf(options, store.reader, row);
  assert(email !== undefined, "a withdrawal that is not done holds its address");
  const places: WithdrawalPlace[] = [];
  let found = false;
  for (const name of policy.systems.map((system) => system.name).filter((one) => one !== ownSystem)) {
    const records = recordedFor(policy, row.purposes).filter(({ place }) => place.system === name);
    const seen = await systems.use(name, (system) => endIn(options, system, records, row.withdrawn_at, email.reveal()));
    places.push(...seen.places);
    found ||= seen.found;
  }
  await options.crashPoint?.("looked");
  await store.transact(async (tx) => {
    const open = await tables(tx)
      .selectFrom("consent_withdrawal")
      .select("state")
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
    if (open === undefined || open.state === "done") return;
    if (found && row.pass_on)
      await options.onFound(tx, { request: id, about: row.about, purposes: row.purposes, email });
    await conclude(options, tx, row, places);
    await options.crashPoint?.("before-commit");
  });
  await options.crashPoint?.("written");
}

/** Whoever reads mail at this address. Of two accounts with one address it is not known whose this is, so neither is touched. */
async function endIn(
  { policy, crashPoint }: WithdrawalsOptions,
  system: ConnectedSystem,
  records: readonly Recorded[],
  at: Date,
  email: string,
): Promise<{ readonly found: boolean; readonly places: readonly WithdrawalPlace[] }> {
  const { candidates, byAddress } = await system.locate([email]);
  const several = candidates.length > 1;
  const subject = { emails: [email], anchors: several ? [] : candidates.map(({ anchor }) => anchor) };
  const places: WithdrawalPlace[] = [];
  for (const { place, record } of records) {
    const outcome = await system.consents.end({ record, subject, at, timeZone: policy.timeZone });
    places.push({ consent: place.consent, system: place.system, table: place.table, ...outcome, several });
    await crashPoint?.("place-done");
  }
  return { found: candidates.length > 0 || byAddress.some(({ rows }) => rows > 0), places };
}

async function conclude(
  { store, evidence }: WithdrawalsOptions,
  tx: Transaction,
  row: Row,
  places: readonly WithdrawalPlace[],
): Promise<void> {
  const done = places.every(({ left, several }) => left === 0 && !several);
  await tables(tx)
    .updateTable("consent_withdrawal")
    .set({
      state: done ? "done" : "by-hand",
      places: JSON.stringify(places) as never,
      trouble: null,
      ...(done && { sealed: null, done_at: store.clock.now() }),
    })
    .where("id", "=", row.id)
    .execute();
  if (done) await store.vault.shred(tx, row.key_id);
  // What was told already and only waits for staff is not told again.
  if (!done && row.state === "by-hand") return;
  const sum = (of: "rows" | "left") => places.reduce((total, place) => total + place[of], 0);
  const body = { purposes: row.purposes, rows: sum("rows"), left: sum("left") };
  await evidence.append(tx, { kind: done ? "consent.ended" : "consent.end-by-hand", about: row.about, body });
}

async function settle(
  { store, evidence }: WithdrawalsOptions,
  tx: Transaction,
  id: string,
  by: StaffId,
): Promise<Result<void, WithdrawalRefusal>> {
  const row = await read(tx, id);
  if (row === undefined) return refuse("unknown", "There is no such withdrawal. Nothing was changed.");
  const set = { state: "done" as const, sealed: null, trouble: null, done_at: store.clock.now(), done_by: by };
  const settled = await tables(tx)
    .updateTable("consent_withdrawal")
    .set(set)
    .where("id", "=", id)
    .where("state", "=", "by-hand")
    .returning("id")
    .executeTakeFirst();
  if (settled === undefined) return refuse("not-now", "Nothing is left to be done by hand here. Nothing was changed.");
  await store.vault.shred(tx, row.key_id);
  const body = { purposes: row.purposes, by: "staff" };
  await evidence.append(tx, { kind: "consent.ended", about: row.about, body });
  return succeed(undefined);
}

/** No system answered for hours, or one cannot: it stays, is seen on the board of what waits, and is tried every hour. */
function note({ store }: WithdrawalsOptions, id: string, trouble: string): Promise<void> {
  return store.transact(async (tx) => {
    await tables(tx)
      .updateTable("consent_withdrawal")
      .set({ trouble })
      .where("id", "=", id)
      .where("state", "<>", "done")
      .execute();
  });
}

async function retry({ store }: WithdrawalsOptions): Promise<void> {
  const rows = await notDone(store.reader);
  await store.transact(async (tx) => {
    for (const { id } of rows.filter(({ state }) => state === "open")) await send(store, tx, id);
  });
}

function notDone(reader: Reader): Promise<readonly Row[]> {
  return tables(reader)
    .selectFrom("consent_withdrawal")
    .selectAll()
    .where("state", "<>", "done")
    .orderBy("withdrawn_at")
    .orderBy("id")
    .limit(mostShown)
    .execute();
}

async function detail(options: WithdrawalsOptions, reader: Reader, id: string): ReturnType<Withdrawals["detail"]> {
  const row = await read(reader, id);
  if (row === undefined) return undefined;
  const email = await addressOf(options, reader, row);
  return { ...viewOf(row), ...(email !== undefined && { email }) };
}

async function read(reader: Reader, id: string): Promise<Row | undefined> {
  if (parseUuid(id) !== id) return undefined;
  return tables(reader).selectFrom("consent_withdrawal").selectAll().where("id", "=", id).executeTakeFirst();
}

async function addressOf(
  { store }: WithdrawalsOptions,
  reader: Reader,
  { id, key_id: key, sealed }: Row,
): Promise<Personal<string> | undefined> {
  const cipher = sealed === null ? undefined : await store.vault.cipher(reader, key);
  if (cipher === undefined || sealed === null) return undefined;
  return new Personal(Buffer.from(cipher.open(sealed, context(id))).toString("utf8"));
}

function context(id: string): string {
  return `withdrawal/${id}`;
}

function viewOf({ id, about, purposes, withdrawn_at: since, state, places, trouble }: Row): Withdrawal {
  return { id, about, purposes, since, state, places, ...(trouble !== null && { trouble }) };
}
