import type { Command } from "commander";
import { configurationFrom, withSystem } from "#app";
import type { GuardCheck } from "#connectors";
import { problemLines } from "../problems.ts";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";

/** `gestand guard <system> [--apply|--check]`: shows the SQL; installs it only when told so. */
export function guardCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command("guard")
    .description("put held and restricted rows out of reach in a system; shows the SQL first")
    .argument("<system>", "name of the system in the policy")
    .option("-p, --policy <file>", "this file instead of the version that is carried out")
    .option("--apply", "run the SQL, in one transaction")
    .option("--check", "read as each role and see whether the guard holds; exit 1 when it does not")
    .option("--json", "print as JSON")
    .action(async (name: string, options: { policy?: string; apply?: true; check?: true; json?: true }) => {
      const configuration = configurationFrom(terminal.environment, options);
      await withSystem(configuration, { name, fromFile: options.policy !== undefined }, async (system, by) => {
        if (options.check === true) {
          const checked = await system.guardCheck();
          terminal.err(`By ${by}.\n`);
          const whole = holds(checked) && (checked.restricted === undefined || holds(checked.restricted));
          outcome.code = whole ? exitCode.done : exitCode.found;
          terminal.out(options.json === true ? `${JSON.stringify(checked, null, 2)}\n` : checkText(checked));
          return;
        }
        const plan = await system.guardPlan();
        terminal.err(`By ${by}.\n`);
        if (options.json === true) terminal.out(`${JSON.stringify(plan, null, 2)}\n`);
        else for (const statement of plan) terminal.out(`-- ${statement.purpose}\n${statement.sql};\n\n`);
        if (plan.length === 0) terminal.err("The guard is complete; there is nothing to do.\n");
        else if (options.apply === true) {
          await system.guardInstall();
          terminal.err(`Done: ${plan.length} statement${plan.length === 1 ? "" : "s"}.\n`);
        } else terminal.err("Nothing was changed. Run again with --apply to install this.\n");
      });
    });
}

type Checked = Pick<GuardCheck, "installed" | "visible" | "problems">;

function checkText(checked: GuardCheck): string {
  const { restricted } = checked;
  return `${listText(checked, "held")}${restricted === undefined ? "" : `restriction: ${listText(restricted, "restricted")}`}`;
}

function listText({ installed, visible, problems }: Checked, word: string): string {
  const seen = visible
    .map((line) => `${line.role} sees ${line.visibleRows} of ${line.heldRows} ${word} rows in ${line.relation}\n`)
    .join("");
  return `${installed ? "installed" : "not installed"}\n${seen}${problemLines(problems)}`;
}

function holds({ installed, problems }: Omit<Checked, "visible">): boolean {
  return installed && problems.every((problem) => problem.severity !== "error");
}
