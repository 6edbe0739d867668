/**
 * Consents that were given before, out of a CSV file: `person,act,about,at,evidence`. Every fault is named by its line, and with one
 * nothing is recorded. A yes of before never overtakes a later no, because of two things a person said the later one counts.
 */
import { Personal } from "#base";
import { type ChoiceAbout, personActs } from "#policy";
import type { ChoiceSaid, Imported, ImportFault } from "./contract.ts";
import { parseCsv } from "./csv.ts";
import { digestOf, type PermissionsOptions } from "./house.ts";
import { insertLines, linesByPerson } from "./ledger.ts";
import { faultIn, lineOf } from "./record.ts";

const columns = ["person", "act", "about", "at", "evidence"] as const;
const batchLines = 1_000;
const mostFaults = 100;

interface Row {
  readonly line: number;
  readonly said: ChoiceSaid;
}

export async function importCsv(options: PermissionsOptions, csv: string, dry: boolean): Promise<Imported> {
  const { rows, faults } = read(options, csv);
  if (faults.length > 0) return { recorded: 0, already: 0, overtaken: 0, faults: faults.slice(0, mostFaults) };
  const total = { recorded: 0, already: 0, overtaken: 0 };
  for (let at = 0; at < rows.length; at += batchLines) {
    const done = await importBatch(options, rows.slice(at, at + batchLines), dry);
    total.recorded += done.recorded;
    total.already += done.already;
    total.overtaken += done.overtaken;
  }
  return { ...total, faults: [] };
}

/** A dry run does the same and takes it back. */
async function importBatch(options: PermissionsOptions, rows: readonly Row[], dry: boolean) {
  const lines = rows.map(({ said }) => lineOf(options, said));
  let counted = { recorded: 0, already: 0, overtaken: 0 };
  const undone = new Error("a dry run");
  try {
    await options.store.transact(async (tx) => {
      const known = await linesByPerson(tx, [...new Set(lines.map(({ person }) => person))]);
      const overtaken = lines.filter((line) =>
        (known.get(line.person) ?? []).some(
          ({ act, about, at }) =>
            line.act !== "withdrawn" &&
            at > line.at &&
            (act === "erased" || (act === "withdrawn" && about === line.about)),
        ),
      ).length;
      const recorded = await insertLines(options, tx, lines);
      counted = { recorded, already: lines.length - recorded, overtaken };
      if (dry) throw undone;
    });
  } catch (error) {
    if (error !== undone) throw error;
  }
  return counted;
}

function read(options: PermissionsOptions, csv: string): { rows: readonly Row[]; faults: readonly ImportFault[] } {
  const parsed = parseCsv(csv);
  if (!parsed.ok) return { rows: [], faults: [{ line: parsed.line, message: "a quoted cell does not end" }] };
  const [head, ...lines] = parsed.lines;
  const names = (head?.cells ?? []).map((name) => name.trim().toLowerCase());
  const missing = columns.filter((name) => !names.includes(name));
  if (missing.length > 0)
    return {
      rows: [],
      faults: [{ line: 1, message: `the first line names the columns; missing: ${missing.join(", ")}` }],
    };
  const rows: Row[] = [];
  const faults: ImportFault[] = [];
  for (const { line, cells } of lines) {
    if (cells.length === 1 && cells[0] === "") continue;
    const cell = (name: (typeof columns)[number]) => (cells[names.indexOf(name)] ?? "").trim();
    const said = rowOf(options, cell);
    const fault = typeof said === "string" ? said : messageOf(faultIn(options, said));
    if (fault !== undefined) faults.push({ line, message: fault });
    else rows.push({ line, said: said as ChoiceSaid });
  }
  return { rows, faults };
}

function messageOf(fault: ReturnType<typeof faultIn>): string | undefined {
  return fault && `${fault.member}: ${fault.message}`;
}

/** What a row says, or what is wrong with it, which never repeats the person. */
function rowOf(options: PermissionsOptions, cell: (name: (typeof columns)[number]) => string): ChoiceSaid | string {
  const act = personActs.find((one) => one === cell("act"));
  if (act === undefined || act === "erased") return "act: given, customer or withdrawn";
  const at = instantIn(cell("at"));
  if (at === undefined) return "at: a day as 2024-05-31, or an instant as 2024-05-31T14:00:00Z";
  const person = cell("person");
  const about =
    cell("about").includes(":") || cell("about") === "marketing" || cell("about") === "optional"
      ? cell("about")
      : `purpose:${cell("about")}`;
  const id = [digestOf(options, person), act, about, at.toISOString()].join("\0");
  return {
    person: new Personal(person),
    act,
    about: about as ChoiceAbout,
    channel: "import",
    at,
    evidence: cell("evidence"),
    id,
  };
}

/** A day counts from its first instant, in UTC: earlier rather than later than it was. */
function instantIn(text: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)) return undefined;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) || (text.length === 10 && at.toISOString().slice(0, 10) !== text) ? undefined : at;
}
