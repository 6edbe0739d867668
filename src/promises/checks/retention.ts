/** Nothing is kept longer than its rule says, as the last night counted it. */
import { ownSystem } from "#plans";
import type { TableTerm } from "#retention";
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";

/** A night, and what it may take. */
const countedWithinHours = 30;

export async function retentionLimited(run: CheckRun, rule: string): Promise<CheckOutcome> {
  const declared = run.options.policy.systems
    .filter(({ name }) => name !== ownSystem)
    .flatMap(({ name, tables }) =>
      tables.filter(({ keep }) => keep?.rule === rule).map((table) => `${name}.${table.name}`),
    );
  if (declared.length === 0) return unproven(said("retention.elsewhere"));
  const all = await run.retained();
  const found = all.filter((one) => one.rule === rule);
  if (declared.some((name) => found.every((one) => nameOf(one) !== name)))
    return unproven(said("retention.not-looked-at"));
  const facts = {
    tables: found.length,
    rows: sum(found, ({ rows }) => rows),
    over: sum(found, ({ over }) => over[0] ?? 0),
    excused: sum(found, ({ excused }) => excused),
    unknown: sum(found, ({ unknown }) => unknown),
  };
  const late = found.filter(
    ({ countedAt }) => run.now.getTime() - countedAt.getTime() > countedWithinHours * 3_600_000,
  );
  if (late.length > 0) return unproven(said("retention.late", { which: named(late) }), facts);
  return violations(found, facts) ?? withoutStart(found, facts);
}

const nameOf = ({ system, table }: TableTerm) => `${system}.${table}`;
const sum = (found: readonly TableTerm[], of: (one: TableTerm) => number) =>
  found.reduce((total, one) => total + of(one), 0);
const named = (found: readonly TableTerm[]) => some(found.map(nameOf));
const counted = (found: readonly TableTerm[]) =>
  some(found.map((one) => `${nameOf(one)} (${(one.over[0] ?? 0) - one.excused})`));

type Facts = Readonly<Record<"tables" | "rows" | "over" | "excused" | "unknown", number>>;

function violations(found: readonly TableTerm[], facts: Facts): CheckOutcome | undefined {
  const over = found.filter((one) => (one.over[0] ?? 0) > one.excused);
  const underWay = over.filter(({ sweep }) => sweep?.state === "looking" || sweep?.state === "running");
  const standing = over.filter((one) => !underWay.includes(one));
  const groups = [
    ["retention.left", ({ leaves }: TableTerm) => leaves !== undefined],
    ["retention.over-failed", ({ sweep }: TableTerm) => sweep?.state === "failed"],
    ["retention.over-waiting", ({ sweep }: TableTerm) => sweep?.state === "waiting"],
    ["retention.over-referred", ({ sweep }: TableTerm) => sweep === undefined || sweep.state === "done"],
    ["retention.over", () => true],
  ] as const;
  const [key, which] = groups.find(([, is]) => standing.some(is)) ?? [];
  if (key !== undefined && which !== undefined)
    return broken(said(key, { which: counted(standing.filter(which)) }), facts);
  return underWay.length === 0 ? undefined : unproven(said("retention.under-way", { which: counted(underWay) }), facts);
}

function withoutStart(found: readonly TableTerm[], facts: Facts): CheckOutcome {
  const unsaid = found.filter(({ leaves }) => leaves === "no column says when its term starts");
  if (unsaid.length > 0) return unproven(said("retention.not-counted", { which: named(unsaid) }), facts);
  const unknown = found.filter((one) => one.unknown > 0);
  if (unknown.length > 0) return unproven(said("retention.no-start", { which: named(unknown) }), facts);
  const { rows, tables, excused } = facts;
  return kept(
    excused === 0
      ? said("retention.kept", { rows, tables })
      : said("retention.kept-excused", { rows, tables, excused }),
    facts,
  );
}
