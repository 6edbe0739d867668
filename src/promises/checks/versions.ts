/** Are the published versions what was published, and is one of them in force? */
import type { LocalDate } from "#base";
import { hashOfFiles, hashOfNotices, inForceAmong, type VersionLine } from "#versions";
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import { metaIn } from "../published.ts";
import type { CheckRun } from "../run.ts";

/** The version in force that this process carries out, or why there is not exactly that. */
export async function carriedOut(run: CheckRun): Promise<VersionLine | CheckOutcome> {
  const { policyHash, versions } = run.options;
  const lines = await versions.all(run.options.store.reader);
  if (lines.length === 0) return unproven(said("version.none"));
  const wrong = await outOfOrder(run, lines);
  if (wrong.length > 0) return broken(said("version.out-of-order", { which: some(wrong) }));
  const inForce = inForceAmong(lines, run.today);
  const [newest] = lines;
  if (inForce === undefined)
    return unproven(said("version.to-come", { inForceOn: (lines.at(-1) ?? newest)?.effectiveOn ?? "" }));
  if (inForce.hash !== policyHash)
    return broken(said("version.not-carried-out", { version: inForce.number, policyHash }));
  return inForce;
}

/** Every day has one version when numbers have no gaps and days do not go back; each is in the log as it stands here. */
async function outOfOrder(run: CheckRun, lines: readonly VersionLine[]): Promise<string[]> {
  const logged = new Map((await run.entries("policy.published")).map(({ index, body }) => [index, body]));
  const oldestFirst = lines.toReversed();
  return oldestFirst.flatMap((line, at) => {
    const before: LocalDate | undefined = oldestFirst[at - 1]?.effectiveOn;
    const entry = logged.get(line.logIndex) as Partial<VersionLine> | undefined;
    const right =
      line.number === at + 1 &&
      (before === undefined || before <= line.effectiveOn) &&
      entry?.number === line.number &&
      entry.hash === line.hash &&
      entry.effectiveOn === line.effectiveOn;
    return right ? [] : [String(line.number)];
  });
}

/** Every version is there with the texts and the notices whose hash was logged, and its page shows it to anybody. */
export async function versionsReadable(run: CheckRun): Promise<CheckOutcome> {
  const { versions, store, policy } = run.options;
  const lines = await versions.all(store.reader);
  if (lines.length === 0) return unproven(said("version.none"));
  const wrong = await outOfOrder(run, lines);
  if (wrong.length > 0) return broken(said("version.out-of-order", { which: some(wrong) }));
  const logged = new Map((await run.entries("policy.published")).map(({ index, body }) => [index, body]));
  const changed: string[] = [];
  const hidden: string[] = [];
  for (const { number, hash, logIndex } of lines) {
    const version = await versions.numbered(store.reader, number);
    const { notices: published } = (logged.get(logIndex) ?? {}) as { readonly notices?: unknown };
    const kept = version?.notices && hashOfNotices(version.notices);
    if (version === undefined || hashOfFiles(version.files) !== hash || kept !== published)
      changed.push(String(number));
    const page = await run.page(`/${policy.languages[0] ?? "nl"}/privacy/versions/${number}`);
    if (page.status !== 200 || metaIn(page.html, "gestand-policy") !== `sha256-${hash}`) hidden.push(page.url);
  }
  const facts = { versions: lines.length };
  if (changed.length > 0) return broken(said("version.changed", { which: some(changed) }), facts);
  if (hidden.length > 0) return broken(said("version.unreadable", { which: some(hidden) }), facts);
  return kept(said("version.archive", facts), facts);
}
