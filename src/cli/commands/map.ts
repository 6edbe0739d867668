import type { Command } from "commander";
import { configurationFrom, loadPolicy } from "#app";
import type { Problem } from "#base";
import { proposeMapping } from "#connectors";
import { declaredPlaces, type PlaceKind, type Policy } from "#policy";
import { logProblems } from "../log-file.ts";
import { problemLines, tally } from "../problems.ts";
import type { Outcome, Terminal } from "../terminal.ts";
import { codeFor, systemProblems } from "./check.ts";

interface MapOptions {
  readonly schema: string;
  readonly system: string;
  readonly policy?: string;
  readonly log?: readonly string[];
  readonly check?: true;
  readonly json?: true;
}

/**
 * `gestand map`: proposes the mapping of a database that Gestand has never seen. `gestand map --check`, for a CI that knows the
 * database, fails when a real schema, or a log that it is given, holds what the policy does not declare, and names every declared place
 * that it did not look into. Reads; changes nothing.
 */
export function mapCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command("map")
    .description("propose what a database holds about persons, as YAML for policy.yaml")
    .argument("[env-name]", "name of the environment variable with the database's address, such as SHOP_DATABASE_URL")
    .option("--schema <name>", "database schema", "public")
    .option("--system <name>", "name of the system in the policy", "shop")
    .option(
      "--check",
      "compare the policy's systems with the real ones instead; ends with 1 when something is not declared",
    )
    .option(
      "--log <name=file...>",
      "with --check: a file of a log that the policy declares, to compare what its lines hold",
    )
    .option("-p, --policy <file>", "the policy, with --check (GESTAND_POLICY)")
    .option("--json", "print the proposal, or what --check found, as JSON")
    .action(async (envName: string | undefined, options: MapOptions, command: Command) => {
      if (options.check === true) return checkMapping(options, command, terminal, outcome);
      if (envName === undefined)
        return command.error(
          "Say which database: gestand map SHOP_DATABASE_URL, with its address in that variable. With --check, all systems of the policy are compared.",
        );
      const url = terminal.environment[envName];
      if (url === undefined)
        command.error(
          `${envName} is not set. Set it to the address of the database; an address on the command line would end up in your shell's history.`,
        );
      const { proposal, yaml } = await proposeMapping({
        url,
        schema: options.schema,
        systemName: options.system,
        urlFrom: envName,
      });
      terminal.out(options.json === true ? `${JSON.stringify(proposal, null, 2)}\n` : yaml);
    });
}

async function checkMapping(
  options: MapOptions,
  command: Command,
  terminal: Terminal,
  outcome: Outcome,
): Promise<void> {
  const { policy: file } = options;
  const configuration = configurationFrom(terminal.environment, file === undefined ? {} : { policy: file });
  const { policy, problems } = await loadPolicy(configuration.policyFile);
  const logs = new Map((options.log ?? []).map((given) => namedFile(given, policy, command)));
  const found = policy === undefined ? [...problems] : await systemProblems(policy, configuration.secret);
  for (const log of policy?.logs ?? []) {
    const read = logs.get(log.name);
    if (read !== undefined) found.push(...(await logProblems(log, read)));
  }
  const places = policy === undefined ? [] : standings(policy, found, logs);
  outcome.code = codeFor(found);
  if (options.json === true) return terminal.out(`${JSON.stringify({ problems: found, places }, null, 2)}\n`);
  terminal.out(problemLines(found));
  for (const { standing, kind, name, why } of places)
    terminal.out(`${standing.padEnd(13)} ${kind} ${name}${why === undefined ? "" : `: ${why}`}\n`);
  const compared = places.filter(({ standing }) => standing === "compared").length;
  terminal.out(`${configuration.policyFile}: ${compared} of ${places.length} places compared, ${tally(found)}\n`);
}

/** `site=/var/log/site.ndjson`, of a log that the policy declares. */
function namedFile(given: string, policy: Policy | undefined, command: Command): readonly [string, string] {
  const equals = given.indexOf("=");
  const [name, file] = [given.slice(0, equals), given.slice(equals + 1)];
  const known = (policy?.logs ?? []).map((log) => log.name);
  if (equals > 0 && file !== "" && (policy === undefined || known.includes(name))) return [name, file];
  return command.error(
    `--log ${given} does not name a log of the policy. Nothing was compared. Write --log NAME=FILE, with one of: ${known.join(", ") || "none is declared"}.`,
  );
}

interface PlaceStanding {
  readonly kind: PlaceKind;
  readonly name: string;
  readonly path: string;
  readonly categories: readonly string[];
  readonly standing: "compared" | "not compared" | "declared only";
  /** Why it was not compared. */
  readonly why?: string;
}

/** Why nobody looked into a place that is no database. */
const unread: Readonly<Record<Exclude<PlaceKind, "system">, (name: string) => string>> = {
  log: (name) => `no connector reads logs yet; compare a file of it with --log ${name}=FILE`,
  ephemeral: () => "it only passes through, so that there is nothing to read",
  capture: () => "no connector reads files yet",
  store: () => "no connector reads places without tables yet",
  device: () => "a browser would have to look, and none does yet",
};

/** Every place that the policy declares, so that none goes unlooked at in silence. */
function standings(
  policy: Policy,
  found: readonly Problem[],
  logs: ReadonlyMap<string, string>,
): readonly PlaceStanding[] {
  return declaredPlaces(policy).map(({ kind, name, path, categories }) => {
    const place = { kind, name, path, categories };
    if (kind === "system") {
      const missing = found.find((problem) => problem.code === "system-address-missing" && problem.path === path);
      return missing === undefined
        ? { ...place, standing: "compared" }
        : { ...place, standing: "not compared", why: missing.message };
    }
    if (kind === "log" && logs.has(name)) return { ...place, standing: "compared" };
    return { ...place, standing: "declared only", why: unread[kind](name) };
  });
}
