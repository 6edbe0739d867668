/** What really stands in a log file, against what the policy says that stands there. Reads the beginning; keeps no line. */
import { createReadStream } from "node:fs";
import { isIPv4, isIPv6 } from "node:net";
import { createInterface } from "node:readline";
import { OperationalError, type Problem } from "#base";
import type { Log } from "#policy";

/** As much of a file as is read; a log shows what its lines hold long before. */
const mostBytes = 64 * 1024 * 1024;

interface Field {
  lines: number;
  /** Lines in which the value is no day or time. */
  otherThanTime: number;
  /** Lines in which the value is, or holds, a whole IP address. */
  wholeAddresses: number;
}

/** The common and the combined format of web servers, with the names that nginx gives to the parts. */
const combined =
  /^(?<remote_addr>\S+) \S+ (?<remote_user>\S+) \[(?<time_local>[^\]]+)\] "(?<request>(?:[^"\\]|\\.)*)" (?<status>\d{3}) (?<body_bytes_sent>\d+|-)(?: "(?<http_referer>(?:[^"\\]|\\.)*)" "(?<http_user_agent>(?:[^"\\]|\\.)*)")?/;

/** One JSON object a line, the combined format of web servers, or CSV whose first line has the names. */
export async function logProblems(log: Log, file: string): Promise<readonly Problem[]> {
  const fields = new Map<string, Field>();
  let names: readonly string[] | undefined;
  let unread = 0;
  for await (const line of linesOf(file)) {
    if (line.trim() === "") continue;
    const { groups } = combined.exec(line) ?? {};
    const object = groups ?? objectIn(line);
    if (object === undefined && names === undefined && fields.size === 0) names = cellsOf(line);
    else if (object !== undefined) note(fields, Object.entries(object));
    else if (names !== undefined) note(fields, zipped(names, cellsOf(line)));
    else unread++;
  }
  return findings(log, fields, unread);
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const input = createReadStream(file, { encoding: "utf8", end: mostBytes - 1 });
  try {
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (cause) {
    throw new OperationalError("log-unreadable", `The log ${file} cannot be read; it was not compared.`, { cause });
  }
}

function objectIn(line: string): object | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The cells of one line of CSV; a cell that goes on over several lines is taken for two. */
function cellsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
  );
}

function zipped(names: readonly string[], cells: readonly string[]): readonly (readonly [string, unknown])[] {
  return cells.map((cell, at) => [names[at] ?? `column ${at + 1}`, cell]);
}

/** Values that say nothing are as if the field were not there. */
function note(fields: Map<string, Field>, values: readonly (readonly [string, unknown])[]): void {
  for (const [name, value] of values) {
    if (value === null || value === undefined || value === "" || value === "-") continue;
    const text = typeof value === "string" ? value : JSON.stringify(value);
    const field = fields.get(name) ?? { lines: 0, otherThanTime: 0, wholeAddresses: 0 };
    field.lines++;
    if (!isTime(text)) field.otherThanTime++;
    if (holdsWholeAddress(text)) field.wholeAddresses++;
    fields.set(name, field);
  }
}

function isTime(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/.test(text) ||
    /^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}$/.test(text)
  );
}

/** An address whose last part is there: `192.0.2.17` and `2001:db8::17`, not `192.0.2.0` and `2001:db8::`. */
function holdsWholeAddress(text: string): boolean {
  // A letter and a stroke before it make it the version of a program.
  const four = text.match(/(?<![\d.]|[A-Za-z]\/)(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g) ?? [];
  const six = text.match(/(?<![\w:])[\da-f:]{3,39}(?![\w:])/gi) ?? [];
  return (
    four.some((address) => isIPv4(address) && !address.endsWith(".0")) ||
    six.some((address) => isIPv6(address) && !address.endsWith(":"))
  );
}

function findings(log: Log, fields: ReadonlyMap<string, Field>, unread: number): readonly Problem[] {
  const base = { at: log.at, path: `logs.${log.name}` };
  const found: Problem[] = [];
  const told = log.other
    .flatMap((text) => Object.values(text))
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}_-]+/u));
  for (const [name, field] of fields) {
    const declared = log.fields.some((each) => each.name === name);
    if (!declared && field.otherThanTime > 0 && !told.includes(name.toLowerCase()))
      found.push({
        ...base,
        code: "undeclared-log-field",
        severity: "error",
        message: `The log "${log.name}" holds "${name}" in ${field.lines} lines, which the policy does not declare.`,
        remedy: `Leave it out of the log, add it to fields with its category, or name it under other when it says nothing about a person.`,
        article: "GDPR art. 5(1)(c)",
      });
    if (field.wholeAddresses > 0 && log.ip !== undefined && log.ip.kept !== "full")
      found.push({
        ...base,
        code: "whole-address-in-log",
        severity: "error",
        message: `The log "${log.name}" holds whole IP addresses in "${name}" (${field.wholeAddresses} lines); the policy says ${log.ip.kept}.`,
        remedy: "Shorten the addresses before they are written, or declare ip: full.",
        article: "GDPR art. 5(1)(c), recital 30",
      });
  }
  const missing = log.fields.filter(({ name }) => !fields.has(name)).map(({ name }) => name);
  if (missing.length > 0)
    found.push({
      ...base,
      code: "log-field-not-met",
      severity: "note",
      message: `No line of the log "${log.name}" holds ${missing.join(", ")}.`,
      remedy: "Leave out of the policy what the log does not hold, or compare a longer file.",
    });
  if (unread > 0 || fields.size === 0)
    found.push({
      ...base,
      code: "log-not-understood",
      severity: "error",
      message:
        fields.size === 0
          ? `No line of the log "${log.name}" says anything.`
          : `${unread} lines of the log "${log.name}" were not understood and not compared.`,
      remedy:
        "Give a file with one JSON object a line, the combined format of web servers, or CSV with names in its first line.",
    });
  return found;
}
