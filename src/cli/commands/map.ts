import type { Command } from "commander";
import { configurationFrom, loadPolicy } from "#app";
import { worst } from "#base";
import { proposeMapping } from "#connectors";
import { problemLines, tally } from "../problems.ts";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";
import { systemProblems } from "./check.ts";

interface MapOptions {
  readonly schema: string;
  readonly system: string;
  readonly policy?: string;
  readonly check?: true;
  readonly json?: true;
}

/**
 * `gestand map`: proposes the mapping of a database that Gestand has never seen. `gestand map --check`, for a CI that knows the
 * database, fails when a real schema holds what the policy does not declare. Reads; changes nothing.
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
    .option("-p, --policy <file>", "the policy, with --check (GESTAND_POLICY)")
    .option("--json", "print the proposal, or what --check found, as JSON")
    .action(async (envName: string | undefined, options: MapOptions, command: Command) => {
      if (options.check === true) return checkMapping(options, terminal, outcome);
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

async function checkMapping(options: MapOptions, terminal: Terminal, outcome: Outcome): Promise<void> {
  const { policy: file } = options;
  const configuration = configurationFrom(terminal.environment, file === undefined ? {} : { policy: file });
  const { policy, problems } = await loadPolicy(configuration.policyFile);
  const found = policy === undefined ? problems : await systemProblems(policy, configuration.secret);
  outcome.code = worst(found) === "error" ? exitCode.found : exitCode.done;
  if (options.json === true) return terminal.out(`${JSON.stringify({ problems: found }, null, 2)}\n`);
  const systems = policy?.systems.length ?? 0;
  const compared = `${systems} ${systems === 1 ? "system" : "systems"}`;
  terminal.out(problemLines(found));
  terminal.out(`${configuration.policyFile}: ${compared} compared, ${tally(found)}\n`);
}
