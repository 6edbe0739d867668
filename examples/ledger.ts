/**
 * Which entries of a ledger the sample policies cite, by which promise, and how each stands:
 * `npm run ledger -- PATH [--example NAME] [--board FILE] [--json]`. PATH is a ledger (YAML: a list of `{id, kind, …}`) or a
 * folder of them; FILE is what `gestand promises --json` printed of a running house. Without it, an entry stands as the
 * policy alone lets it stand: `stated`, `published`, `checked`, or `missing` with the mechanism. The last line adds up. Ends with 1 when an entry is
 * cited by nobody, with 2 when something cannot be read.
 */
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parse } from "yaml";
import { exampleNames, loadPolicy } from "#app";
import { type Policy, type PolicyPromise, promisesOf } from "#policy";

interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly cited: readonly Cite[];
}

interface Ledger {
  readonly file: string;
  readonly entries: readonly Entry[];
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    example: { type: "string" },
    board: { type: "string" },
    json: { type: "boolean", default: false },
  },
});

const leftOut = "left out";

process.exitCode = await main();

async function main(): Promise<number> {
  const [path] = positionals;
  if (path === undefined) {
    process.stderr.write("Say which ledger: npm run ledger -- PATH [--example NAME] [--board FILE] [--json]\n");
    return 2;
  }
  const names = options.example === undefined ? exampleNames() : [options.example];
  const [policies, statuses] = await Promise.all([Promise.all(names.map(policyOf)), statusesIn(options.board)]);
  const cites = policies.flatMap((policy) => citesOf(policy, statuses));
  const byEntry = Map.groupBy(cites, ({ cite }) => cite);
  const ledgers = await Promise.all((await filesIn(path)).map((file) => readLedger(file, byEntry)));
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ ledgers, total: totalOf(ledgers) }, null, 1)}\n`
      : `${ledgers.map(described).join("\n")}${totalText(totalOf(ledgers))}`,
  );
  return ledgers.some(({ entries }) => entries.some(({ cited }) => cited.length === 0)) ? 1 : 0;
}

async function policyOf(example: string): Promise<Policy> {
  const { policy, problems } = await loadPolicy(fileURLToPath(new URL(`${example}/policy.yaml`, import.meta.url)));
  if (policy === undefined) throw new Error(`${example}: ${problems[0]?.message ?? "the policy does not load"}`);
  return policy;
}

interface Cite {
  readonly cite: string;
  /** The id of the promise that cites it, or that the policy leaves it out. */
  readonly promise: string;
  readonly status: string;
}

function citesOf(policy: Policy, statuses: ReadonlyMap<string, string> | undefined): readonly Cite[] {
  const promised = promisesOf(policy).flatMap((promise) => {
    const status = statuses?.get(promise.id) ?? standing(promise);
    return promise.cites.map((cite): Cite => ({ cite, promise: promise.id, status }));
  });
  const left = (policy.leftOut ?? []).map(({ cite, reason }): Cite => ({ cite, promise: leftOut, status: reason }));
  return [...promised, ...left];
}

/** What `gestand promises --json` said: status by promise. */
async function statusesIn(file: string | undefined): Promise<ReadonlyMap<string, string> | undefined> {
  if (file === undefined) return undefined;
  const board = JSON.parse(await readFile(file, "utf8")) as { readonly id: string; readonly status: string }[];
  return new Map(board.map(({ id, status }) => [id, status]));
}

/** How a promise can stand at best, by its checks. */
function standing({ checks }: PolicyPromise): string {
  const missing = checks.flatMap((check) => (check.kind === "carried-out" ? [check.by] : []));
  if (missing.length > 0) return `missing ${[...new Set(missing)].join(", ")}`;
  if (checks.some(({ kind }) => kind === "stated")) return "stated";
  return checks.every(({ kind }) => kind === "notice-shows") ? "published" : "checked";
}

async function filesIn(path: string): Promise<readonly string[]> {
  if ((await stat(path)).isFile()) return [path];
  const names = (await readdir(path)).filter((name) => /\.ya?ml$/.test(name));
  return names.toSorted().map((name) => join(path, name));
}

async function readLedger(file: string, cites: ReadonlyMap<string, readonly Cite[]>): Promise<Ledger> {
  const entries = parse(await readFile(file, "utf8")) as { readonly id: string; readonly kind: string }[];
  return { file: basename(file), entries: entries.map(({ id, kind }) => ({ id, kind, cited: cites.get(id) ?? [] })) };
}

interface Total {
  readonly entries: number;
  /** By a promise. */
  readonly cited: number;
  /** Left out by the policy, with the reason. */
  readonly explained: number;
  readonly byNobody: number;
}

function totalOf(ledgers: readonly Ledger[]): Total {
  const entries = ledgers.flatMap((ledger) => ledger.entries);
  const cited = entries.filter((entry) => entry.cited.some(({ promise }) => promise !== leftOut)).length;
  const byNobody = entries.filter((entry) => entry.cited.length === 0).length;
  return { entries: entries.length, cited, explained: entries.length - cited - byNobody, byNobody };
}

function totalText({ entries, cited, explained }: Total): string {
  return `\n${cited + explained} of ${entries} entries are cited (${cited}) or explained (${explained}).\n`;
}

function described({ file, entries }: Ledger): string {
  const uncited = entries.filter(({ cited }) => cited.length === 0);
  const lines = entries.map(({ id, kind, cited }) => {
    const by = cited.map(({ promise, status }) => `${promise} (${status})`).join(", ");
    return `  ${id}  ${kind.padEnd(26)}${by === "" ? "cited by nobody" : by}\n`;
  });
  const rest = uncited.length === 0 ? "" : `  Cited by nobody: ${uncited.map(({ id }) => id).join(" ")}\n`;
  return `${file}: ${entries.length - uncited.length} of ${entries.length} entries are cited.\n${lines.join("")}${rest}`;
}
