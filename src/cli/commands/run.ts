import { join } from "node:path";
import type { Command } from "commander";
import {
  type Configuration,
  configurationFrom,
  exampleNames,
  forPeople,
  jsonLines,
  keepHouse,
  serveHttp,
  startSample,
} from "#app";
import { OperationalError } from "#base";
import { startText } from "../start-text.ts";
import type { Outcome, Terminal } from "../terminal.ts";

/** The shop of the README. */
const firstExample = "webshop-nl";

interface RunOptions {
  readonly policy?: string;
  readonly port?: string;
  readonly host?: string;
  readonly customers?: string;
  readonly example?: string;
}

/** `start` (everything on one machine, with the sample shop), `serve` and `work` (production). */
export function runCommands(program: Command, terminal: Terminal, _outcome: Outcome): void {
  program
    .command("start")
    .description("start everything on this machine: database, sample business, inbox, server and worker")
    .option("--example <name>", `the sample business: ${exampleNames().join(", ")}`, firstExample)
    .option("--port <number>", "port of the server (GESTAND_PORT)")
    .option("--customers <number>", "persons in the sample business, when it is made", "10000")
    .action((options: RunOptions) => start(options, terminal));
  program
    .command("serve")
    .description("serve the privacy centre, the console and the API; needs DATABASE_URL")
    .option("-p, --policy <file>", "the policy (GESTAND_POLICY)")
    .option("--port <number>", "port (GESTAND_PORT)")
    .option("--host <address>", "address to listen on (GESTAND_HOST)")
    .action((options: RunOptions) => serve(options, terminal));
  program
    .command("work")
    .description("carry out plans, send mail, check promises; run as many as you like; needs DATABASE_URL")
    .option("-p, --policy <file>", "the policy (GESTAND_POLICY)")
    .action((options: RunOptions) => work(options, terminal));
}

async function start(options: RunOptions, terminal: Terminal): Promise<void> {
  const stopped = terminal.stopped();
  const customers = Number(options.customers);
  if (!Number.isInteger(customers) || customers < 1)
    throw new OperationalError(
      "configuration",
      `"${options.customers ?? ""}" is not a number of customers. Nothing was started.`,
    );
  const { example = firstExample } = options;
  const configuration = configurationFrom(terminal.environment, options);
  // Each business has a place of its own, so that what was asked of one is not found with another.
  const dataDir = example === firstExample ? configuration.dataDir : join(configuration.dataDir, example);
  const sample = await startSample(
    { ...configuration, dataDir },
    { example, size: customers, log: forPeople(terminal.err) },
  );
  let stopping = false;
  try {
    terminal.out(startText(sample));
    void sample.ready.then(
      (made) => terminal.out(made === 0 ? "The sample is ready.\n" : `The sample is ready: ${made} persons made.\n`),
      (error: unknown) =>
        stopping ||
        terminal.err(
          `The sample business could not be made: ${error instanceof Error ? error.message : String(error)}\n`,
        ),
    );
    await stopped;
    stopping = true;
    terminal.out("\nStopping. Running work is finished first.\n");
  } finally {
    await sample.close();
  }
}

async function serve(options: RunOptions, terminal: Terminal): Promise<void> {
  const stopped = terminal.stopped();
  const configuration = configurationFrom(terminal.environment, options);
  const log = jsonLines(terminal.out, () => new Date());
  const kept = await keepHouse(production(configuration, terminal), { log });
  try {
    await kept.start({ work: false });
    const server = await serveHttp(kept.app, configuration);
    log({ level: "info", event: "serving", port: server.port });
    if (await kept.house.staff.nobodyYet())
      terminal.err(
        'Nobody can sign in yet. Make the first account: run "gestand staff invite" and open the link it prints.\n',
      );
    await stopped;
    await server.close();
  } finally {
    await kept.close();
  }
}

async function work(options: RunOptions, terminal: Terminal): Promise<void> {
  const stopped = terminal.stopped();
  const log = jsonLines(terminal.out, () => new Date());
  const kept = await keepHouse(production(configurationFrom(terminal.environment, options), terminal), { log });
  try {
    await kept.start({ work: true });
    log({ level: "info", event: "working" });
    await stopped;
  } finally {
    await kept.close();
  }
}

/** In production nothing is guessed: what is missing is named before anything starts. */
function production(configuration: Configuration, { environment }: Terminal): Configuration {
  const missing = [
    ...(configuration.databaseUrl === undefined ? ["DATABASE_URL (postgres://…)"] : []),
    // Server and workers write it into letters alike: a guess would send people to nowhere.
    ...(environment["GESTAND_PUBLIC_URL"] === undefined ? ["GESTAND_PUBLIC_URL (https://…, what people type)"] : []),
    ...(configuration.smtpUrl === undefined ? ["GESTAND_SMTP_URL (smtp://… or smtps://…)"] : []),
    ...(configuration.mailFrom === undefined ? ["GESTAND_MAIL_FROM (an address people may answer to)"] : []),
  ];
  if (missing.length === 0) return configuration;
  throw new OperationalError(
    "configuration",
    `Set ${missing.join(", ")}. Nothing was started. To try Gestand without a database of your own, run "gestand start".`,
  );
}
