import type { Command } from "commander";
import { configurationFrom, loadPolicy } from "#app";
import { localDateOf, say } from "#base";
import { engagerOf, mayDisclose, placesText, type Policy, type Recipient } from "#policy";
import { problemLines } from "../problems.ts";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";

/** `gestand recipients [--json]`: who gets data, under what, and whether anything may go there today. Exit 1 when to one it may not. */
export function recipientsCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command("recipients")
    .description("who gets data: contract, those behind it, where, under which safeguard, and whether it may today")
    .option("-p, --policy <file>", "the policy")
    .option("--json", "print as JSON")
    .action(async (options: { policy?: string; json?: true }) => {
      const loaded = await loadPolicy(configurationFrom(terminal.environment, options).policyFile);
      if (loaded.policy === undefined) {
        terminal.err(problemLines(loaded.problems));
        outcome.code = exitCode.found;
        return;
      }
      const { policy } = loaded;
      const lines = policy.recipients.map((recipient) => lineOf(policy, recipient));
      outcome.code = lines.every(({ mayDisclose: { allowed } }) => allowed) ? exitCode.done : exitCode.found;
      if (options.json === true) return terminal.out(`${JSON.stringify(lines, null, 2)}\n`);
      terminal.out(lines.length === 0 ? "The policy names no recipients.\n" : lines.map(textOf).join("\n"));
    });
}

function lineOf(policy: Policy, recipient: Recipient) {
  const {
    name,
    party,
    role,
    countries,
    worldwide,
    safeguard,
    purposes,
    receives,
    contract,
    subprocessors,
    requestsTo,
  } = recipient;
  const may = mayDisclose(policy, recipient, localDateOf(new Date(), policy.timeZone));
  const engager = engagerOf(policy, recipient);
  return {
    name,
    party: say(party, "en"),
    role,
    countries: worldwide ? "worldwide" : countries,
    places: placesText(recipient, "en"),
    safeguard: safeguard ?? null,
    purposes,
    receives,
    contract: contract === undefined ? null : { signedOn: contract.signedOn, expiresOn: contract.expiresOn ?? null },
    subprocessors,
    engagedBy: engager?.name ?? null,
    requestsTo: requestsTo ?? null,
    mayDisclose: may.ok ? { allowed: true } : { allowed: false, reason: may.reason, message: may.message },
  } as const;
}

function textOf(line: ReturnType<typeof lineOf>): string {
  const { contract, engagedBy, subprocessors, mayDisclose: may } = line;
  const until = contract === null || contract.expiresOn === null ? "" : ` until ${contract.expiresOn}`;
  const rows = [
    `${line.name}: ${line.party}, ${line.role}, in ${line.places}${line.safeguard === null ? "" : ` (${line.safeguard})`}`,
    contract === null
      ? `  contract: ${engagedBy === null ? "none" : `that of ${engagedBy}`}`
      : `  contract: since ${contract.signedOn}${until}`,
    `  engages: ${typeof subprocessors === "string" ? subprocessors : subprocessors.join(", ")}`,
    `  for: ${line.purposes.join(", ")}`,
    `  gets: ${line.receives.join(", ")}`,
    `  today: ${may.allowed ? "may be given data" : `may not. ${may.message}`}`,
  ];
  return `${rows.join("\n")}\n`;
}
