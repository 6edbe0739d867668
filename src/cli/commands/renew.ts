import type { Command } from "commander";
import { type House, operator } from "#app";
import type { Renewal, RenewalPreview } from "#changes";
import { inHouse, refuseNoNumber, versionMeant } from "../of-version.ts";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";

const undone = "Nothing was counted or changed.";

interface RenewOptions {
  readonly policy?: string;
  readonly apply?: true;
  readonly json?: true;
}

/** `gestand renew [version]`: a dry run; with `--apply` consents of before lapse. Exit 1 when it is refused. */
export function renewCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command("renew")
    .description("count the consents that a published version needs anew; with --apply they lapse on its first day")
    .argument("[version]", "its number; default: the newest one")
    .option("-p, --policy <file>", "the policy (GESTAND_POLICY)")
    .option("--apply", "approve it: on the first day, or now when it has begun, a worker puts them out of force")
    .option("--json", "print the dry run, or with --apply {version, state, purposes, places, answers}")
    .action(async (text: string | undefined, options: RenewOptions, command: Command) => {
      refuseNoNumber(text, command, undone);
      await inHouse(terminal, options, async (house) => {
        const version = await versionMeant(house, text, undone);
        const done = options.apply === true ? await apply(house, version) : await count(house, version);
        if (done.ok) terminal.out(options.json === true ? `${JSON.stringify(done.value, null, 2)}\n` : done.text);
        else terminal.err(`${done.message}\n`);
        if (!done.ok || done.problems) outcome.code = exitCode.found;
      });
    });
}

async function count({ renewals, store }: House, version: number) {
  const looked = await renewals.preview(version);
  if (!looked.ok) return looked;
  const text = previewText(looked.value, await renewals.status(store.reader, version));
  return { ok: true as const, value: looked.value, text, problems: looked.value.problems.length > 0 };
}

async function apply({ renewals }: House, version: number) {
  const done = await renewals.approve(version, operator());
  if (!done.ok) return done;
  const when = done.value.begins?.toISOString() ?? "";
  const text = `Approved: consents of before version ${version} lapse from ${when} on, by a running worker.\n`;
  return { ok: true as const, value: done.value, text, problems: false };
}

function previewText({ version, places, problems }: RenewalPreview, { state, unrecorded }: Renewal): string {
  const lines = places.map(
    ({ consent, system, table, inForce, older, canEnd }) =>
      `  ${consent} in ${system}.${table}: ${older} of ${inForce}${canEnd ? "" : ", which nothing there can switch off"}\n`,
  );
  const missing = unrecorded.length === 0 ? "" : `The policy names no place for consent to ${unrecorded.join(", ")}.\n`;
  const wrong = problems.map(({ message, remedy }) => `error: ${message}\n  ${remedy}\n`).join("");
  const next = state === "waiting" ? `Approve it with "gestand renew ${version} --apply".\n` : "";
  return `Version ${version} needs consent anew (${state}). These lapse:\n${lines.join("") || "  none\n"}${missing}${wrong}${next}`;
}
