/**
 * Closing an account of the console and opening it again. A closed account keeps its name beside what its owner decided;
 * its sessions end at once, and neither its password nor its passkeys open anything until it is opened again.
 */
import { refuse, type Result, type StaffId, succeed } from "#base";
import type { Evidence } from "#evidence";
import { type Reader, type Store, sql, type Transaction } from "#store";

export interface StaffAccount {
  readonly id: StaffId;
  readonly name: string;
  readonly email: string;
  readonly createdAt: Date;
  /** Absent while the account is open. */
  readonly closedAt?: Date;
  readonly passkeys: number;
  /** Sessions that have not expired. */
  readonly sessions: number;
}
/** A colleague, or whoever may run commands where Gestand runs. */
export type AccountActor = StaffId | "command-line";
export type AccountRefusal = {
  readonly reason: "unknown" | "closed-already" | "open-already" | "own-account" | "last-account";
  readonly message: string;
};
export interface AccountClosed {
  readonly sessionsEnded: number;
  /** Nobody can sign in any more. */
  readonly wasLast: boolean;
}

export interface StaffAccounts {
  /** By name. */
  list(reader: Reader): Promise<readonly StaffAccount[]>;
  /** Never one's own (a colleague does that), and the last open account only when `evenTheLast`. */
  close(
    id: StaffId,
    by: AccountActor,
    options?: { readonly evenTheLast?: boolean },
  ): Promise<Result<AccountClosed, AccountRefusal>>;
  open(id: StaffId, by: AccountActor): Promise<Result<void, AccountRefusal>>;
}

export interface StaffAccountsOptions {
  readonly store: Store;
  readonly evidence: Evidence;
}

export function staffAccounts(options: StaffAccountsOptions): StaffAccounts {
  return {
    list: (reader) => list(options, reader),
    close: (id, by, { evenTheLast = false } = {}) =>
      options.store.transact((tx) => close(options, tx, { id, by, evenTheLast })),
    open: (id, by) => options.store.transact((tx) => open(options, tx, { id, by })),
  };
}

async function list({ store }: StaffAccountsOptions, reader: Reader): Promise<readonly StaffAccount[]> {
  const { rows } = await sql<{
    id: StaffId;
    name: string;
    email: string;
    created_at: Date;
    disabled_at: Date | null;
    passkeys: string;
    sessions: string;
  }>`
    select id, name, email, created_at, disabled_at,
      (select count(*) from staff_passkey p where p.staff_id = s.id) as passkeys,
      (select count(*) from staff_session t where t.staff_id = s.id and t.expires_at > ${store.clock.now()}) as sessions
    from staff s order by lower(name), email`.execute(reader.db);
  return rows.map(({ id, name, email, created_at, disabled_at, passkeys, sessions }) => ({
    id,
    name,
    email,
    createdAt: created_at,
    ...(disabled_at === null ? {} : { closedAt: disabled_at }),
    passkeys: Number(passkeys),
    sessions: Number(sessions),
  }));
}

async function close(
  { store, evidence }: StaffAccountsOptions,
  tx: Transaction,
  { id, by, evenTheLast }: { id: StaffId; by: AccountActor; evenTheLast: boolean },
): Promise<Result<AccountClosed, AccountRefusal>> {
  if (id === by)
    return refuse("own-account", "This is your own account. Nothing was changed. Ask a colleague to close it.");
  const accounts = await held(tx);
  const account = accounts.find((one) => one.id === id);
  if (account === undefined) return unknownAccount;
  if (account.disabled_at !== null) return refuse("closed-already", "This account is closed already.");
  const wasLast = accounts.every((one) => one.id === id || one.disabled_at !== null);
  if (wasLast && !evenTheLast)
    return refuse("last-account", "This is the last open account: nobody could sign in any more. Nothing was changed.");
  await sql`update staff set disabled_at = ${store.clock.now()} where id = ${id}`.execute(tx.db);
  const ended = await sql`delete from staff_session where staff_id = ${id}`.execute(tx.db);
  const sessionsEnded = Number(ended.numAffectedRows ?? 0n);
  await evidence.append(tx, { kind: "staff.closed", body: { account: id, ...actor(by), sessionsEnded, wasLast } });
  return succeed({ sessionsEnded, wasLast });
}

async function open(
  { evidence }: StaffAccountsOptions,
  tx: Transaction,
  { id, by }: { id: StaffId; by: AccountActor },
): Promise<Result<void, AccountRefusal>> {
  const account = (await held(tx)).find((one) => one.id === id);
  if (account === undefined) return unknownAccount;
  if (account.disabled_at === null) return refuse("open-already", "This account is open already.");
  // One that began while the account was being closed would come to life.
  await sql`delete from staff_session where staff_id = ${id}`.execute(tx.db);
  await sql`update staff set disabled_at = null where id = ${id}`.execute(tx.db);
  await evidence.append(tx, { kind: "staff.opened", body: { account: id, ...actor(by) } });
  return succeed(undefined);
}

const unknownAccount = refuse("unknown", "There is no such account. Nothing was changed.");

/** All accounts, held: two who close each other at once would otherwise both not be the last. */
async function held(tx: Transaction): Promise<{ id: StaffId; disabled_at: Date | null }[]> {
  const { rows } = await sql<{ id: StaffId; disabled_at: Date | null }>`
    select id, disabled_at from staff order by id for update`.execute(tx.db);
  return rows;
}

function actor(by: AccountActor): { by: "command-line" } | { by: "staff"; staff: StaffId } {
  return by === "command-line" ? { by: "command-line" } : { by: "staff", staff: by };
}
