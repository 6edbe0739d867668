import type { Command } from "commander";
import { proposeMapping } from "#connectors";
import type { Outcome, Terminal } from "../terminal.ts";

/** `gestand map`: proposes the mapping of a database that Gestand has never seen. Reads; changes nothing. */
export function mapCommand(program: Command, terminal: Terminal, _outcome: Outcome): void {
  program
    .command("map")
    .description("propose what a database holds about persons, as YAML for policy.yaml")
    .argument("<env-name>", "name of the environment variable with the database's address, such as SHOP_DATABASE_URL")
    .option("--schema <name>", "database schema", "public")
    .option("--system <name>", "name of the system in the policy", "shop")
    .option("--json", "print the proposal as JSON")
    .action(async (envName: string, options: { schema: string; system: string; json?: true }, command: Command) => {
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
