import { dirname, join } from "node:path";
import type { Command } from "commander";
import { configurationFrom, loadPolicy } from "#app";
import { localDate, type Problem } from "#base";
import { connect, unaskedServices } from "#connectors";
import { checkPolicy, openPoints, type Policy, policyJsonSchema, promisesOf } from "#policy";
import { problemLines, tally } from "../problems.ts";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";

interface CheckOptions {
  readonly json?: true;
  readonly systems?: true;
  readonly schema?: true;
}

/** `gestand check [policy.yaml] [--systems] [--json]`: every problem at once. Exit 1 when there is an error. */
export function checkCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command("check")
    .description("read the policy and say everything that is wrong with it")
    .argument("[file]", "the policy", undefined)
    .option("--systems", "also compare the declared systems with the real ones")
    .option("--json", "print {problems, promises} as JSON")
    .option("--schema", "print the JSON Schema of policy.yaml, for editors")
    .action(async (file: string | undefined, options: CheckOptions) => {
      if (options.schema === true) {
        terminal.out(`${JSON.stringify(policyJsonSchema(), null, 2)}\n`);
        return;
      }
      const configuration = configurationFrom(terminal.environment, file === undefined ? {} : { policy: file });
      const loaded = await loadPolicy(configuration.policyFile);
      const found = [...loaded.problems, ...openProblems(configuration.policyFile, loaded.files)];
      if (loaded.policy !== undefined)
        found.push(
          ...checkPolicy(loaded.policy, localDate(new Date().toISOString().slice(0, 10))),
          ...unaskedServices(loaded.policy),
        );
      if (loaded.policy !== undefined && options.systems === true)
        found.push(...(await systemProblems(loaded.policy, configuration.secret)));
      const promises = loaded.policy === undefined ? [] : promisesOf(loaded.policy);
      outcome.code = codeFor(found);
      if (options.json === true) {
        terminal.out(
          `${JSON.stringify({ problems: found, promises: promises.map(({ id, cites, mechanism }) => ({ id, cites, mechanism })) }, null, 2)}\n`,
        );
        return;
      }
      terminal.out(problemLines(found));
      terminal.out(
        `${configuration.policyFile}: ${tally(found)}${loaded.policy === undefined ? "" : `, ${promises.length} promises`}\n`,
      );
    });
}

/** What the author marked as open with `# OPEN:`, in the policy and what it includes. */
function openProblems(
  policyFile: string,
  files: readonly { readonly path: string; readonly text: string }[],
): Problem[] {
  return files.flatMap(({ path, text }) =>
    openPoints(text).map(
      ({ line, text: words }): Problem => ({
        code: "open-point",
        severity: "note",
        at: { file: join(dirname(policyFile), path), line, column: 1 },
        message: `Open: ${words}`,
        remedy: "Decide it, write down what holds, and take the comment away.",
      }),
    ),
  );
}

/** A system that could not be looked at is told apart from one that was looked at and differs. */
export function codeFor(found: readonly Problem[]): number {
  const errors = found.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return exitCode.done;
  return errors.every(({ code }) => code === "system-address-missing") ? exitCode.unavailable : exitCode.found;
}

/** What differs between the declared systems and the real ones. */
export async function systemProblems(policy: Policy, secret: (name: string) => string | undefined): Promise<Problem[]> {
  const found: Problem[] = [];
  for (const system of policy.systems) {
    const url = secret(system.urlFrom);
    if (url === undefined) {
      found.push({
        code: "system-address-missing",
        severity: "error",
        at: system.at,
        path: `systems.${system.name}`,
        message: `${system.urlFrom} is not set, so ${system.name} was not looked at.`,
        remedy: `Set ${system.urlFrom} to the address of the database.`,
      });
      continue;
    }
    const connected = await connect({ policy, system, url });
    try {
      found.push(...(await connected.inspect()));
    } finally {
      await connected.close();
    }
  }
  return found;
}
