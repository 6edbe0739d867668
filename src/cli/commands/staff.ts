import type { Command } from "commander";
import { configurationFrom, openHouse } from "#app";
import type { Outcome, Terminal } from "../terminal.ts";

/** `gestand staff invite`: a one-time link with which a colleague makes an account. */
export function staffCommand(program: Command, terminal: Terminal, _outcome: Outcome): void {
  const staff = program.command("staff").description("accounts of the console");
  staff
    .command("invite")
    .description("print a one-time link for one new member of staff; it works for an hour")
    .option("-p, --policy <file>", "the policy")
    .action(async (options: { policy?: string }) => {
      const configuration = configurationFrom(terminal.environment, options);
      const house = await openHouse(configuration);
      try {
        terminal.out(`${configuration.publicUrl.origin}/console/welcome/${await house.staff.invite()}\n`);
      } finally {
        await house.close();
      }
    });
}
