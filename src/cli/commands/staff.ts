import type { Command } from "commander";
import { configurationFrom, type House, openHouse } from "#app";
import { normaliseEmail, type StaffId } from "#base";
import { type StaffAccount, staffAccounts } from "#server";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";

interface Options {
  readonly policy?: string;
  readonly json?: true;
  readonly force?: true;
}
type Accounts = ReturnType<typeof staffAccounts>;
interface Given {
  readonly terminal: Terminal;
  readonly outcome: Outcome;
  readonly options: Options;
}

/** `gestand staff invite|list|close|open`: who may work in the console. */
export function staffCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  const staff = program.command("staff").description("accounts of the console");
  const add = (name: string, description: string) =>
    staff.command(name).description(description).option("-p, --policy <file>", "the policy");
  add("invite", "print a one-time link for one new member of staff; it works for an hour").action(
    async (options: Options) => {
      const { publicUrl } = configurationFrom(terminal.environment, options);
      await inHouse(terminal, options, async (house) =>
        terminal.out(`${publicUrl.origin}/console/welcome/${await house.staff.invite()}\n`),
      );
    },
  );
  add("list", "print every account, open and closed")
    .option("--json", "print [{id, name, email, createdAt, closedAt, passkeys, sessions}]")
    .action((options: Options) => withAccounts({ terminal, outcome, options }, list));
  add("close", "close an account: its sessions end at once, and nothing signs in to it any more")
    .argument("<account>", "its e-mail address or id")
    .option("--force", "also when it is the last open account")
    .option("--json", "print {id, sessionsEnded, wasLast}")
    .action((account: string, options: Options) =>
      withAccounts({ terminal, outcome, options }, (given, house, accounts) => close(given, house, accounts, account)),
    );
  add("open", "open a closed account again; its password and passkeys work as before")
    .argument("<account>", "its e-mail address or id")
    .option("--json", "print {id}")
    .action((account: string, options: Options) =>
      withAccounts({ terminal, outcome, options }, (given, house, accounts) => open(given, house, accounts, account)),
    );
}

async function inHouse(terminal: Terminal, options: Options, work: (house: House) => Promise<void>): Promise<void> {
  const house = await openHouse(configurationFrom(terminal.environment, options));
  try {
    await work(house);
  } finally {
    await house.close();
  }
}

function withAccounts(given: Given, work: (given: Given, house: House, accounts: Accounts) => Promise<void>) {
  return inHouse(given.terminal, given.options, (house) => work(given, house, staffAccounts(house)));
}

async function list({ terminal, options }: Given, house: House, accounts: Accounts): Promise<void> {
  const all = await accounts.list(house.store.reader);
  if (options.json === true)
    return terminal.out(
      `${JSON.stringify(
        all.map((one) => ({ ...one, closedAt: one.closedAt ?? null })),
        null,
        2,
      )}\n`,
    );
  if (all.length === 0)
    return terminal.out('There are no accounts yet. "gestand staff invite" makes a link for the first.\n');
  const width = Math.max(...all.map(({ email }) => email.length));
  terminal.out(all.map((one) => `${state(one)} ${one.email.padEnd(width)}  ${one.name}\n`).join(""));
}

function state({ closedAt }: StaffAccount): string {
  return closedAt === undefined ? "open             " : `closed ${closedAt.toISOString().slice(0, 10)}`;
}

async function close(given: Given, house: House, accounts: Accounts, account: string): Promise<void> {
  const id = await idOf(house, accounts, account);
  if (id === undefined) return nobody(given);
  const { terminal, outcome, options } = given;
  const closed = await accounts.close(id, "command-line", { evenTheLast: options.force === true });
  if (!closed.ok) {
    outcome.code = exitCode.found;
    const force = closed.reason === "last-account" ? " Close it all the same with --force." : "";
    return terminal.err(`${closed.message}${force}\n`);
  }
  const { sessionsEnded, wasLast } = closed.value;
  terminal.out(
    options.json === true
      ? `${JSON.stringify({ id, sessionsEnded, wasLast })}\n`
      : `Closed. ${sessionsEnded === 1 ? "1 session" : `${sessionsEnded} sessions`} ended.\n`,
  );
  if (wasLast)
    terminal.err(
      'No account is open now, so nobody can sign in. Make a new one with "gestand staff invite", or open one again.\n',
    );
}

async function open(given: Given, house: House, accounts: Accounts, account: string): Promise<void> {
  const id = await idOf(house, accounts, account);
  if (id === undefined) return nobody(given);
  const { terminal, outcome, options } = given;
  const opened = await accounts.open(id, "command-line");
  if (opened.ok) return terminal.out(options.json === true ? `${JSON.stringify({ id })}\n` : "Open again.\n");
  outcome.code = exitCode.found;
  terminal.err(`${opened.message}\n`);
}

async function idOf(house: House, accounts: Accounts, account: string): Promise<StaffId | undefined> {
  const email = normaliseEmail(account);
  return (await accounts.list(house.store.reader)).find((one) => one.email === email || one.id === account)?.id;
}

function nobody({ terminal, outcome }: Given): void {
  outcome.code = exitCode.found;
  terminal.err('There is no such account. Nothing was changed. "gestand staff list" prints them.\n');
}
