/** Is what was promised published, in every language, in the words of the policy? */
import { dateText, type Language, say } from "#base";
import type { PolicyPromise } from "#policy";
import { broken, type CheckOutcome, kept, said, some } from "../outcome.ts";
import { metaIn, oneLine, type Page, plainText } from "../published.ts";
import type { CheckRun } from "../run.ts";
import { carriedOut } from "./versions.ts";

export async function noticeShows(run: CheckRun, anchor: string): Promise<CheckOutcome> {
  const promise = run.options.promises.find(({ id }) => id === anchor);
  if (promise === undefined) return broken(said("notice.no-such-promise", { anchor }));
  const notices = await readNotices(run);
  const missing = notices.filter((notice) => !shows(notice, promise)).map(({ page }) => page.url);
  const facts = { pages: notices.length };
  return missing.length > 0
    ? broken(said("notice.not-shown", { which: some(missing) }), facts)
    : kept(said("notice.shown", facts), facts);
}

export async function noticeComplete(run: CheckRun): Promise<CheckOutcome> {
  const wanted = run.options.promises.filter(isPublished);
  const notices = await readNotices(run);
  const missing = [
    ...new Set(notices.flatMap((notice) => wanted.filter((promise) => !shows(notice, promise)).map(({ id }) => id))),
  ];
  const facts = { pages: notices.length, promises: wanted.length, missing: missing.length };
  return missing.length > 0
    ? broken(said("notice.lacks", { missing: missing.length, which: some(missing) }), facts)
    : kept(said("notice.complete", { promises: wanted.length, pages: notices.length }), facts);
}

/** One version: the one in force is carried out, and every published language is made of that very text and says so. */
export async function oneVersionInForce(run: CheckRun): Promise<CheckOutcome> {
  const { policy, policyHash } = run.options;
  const version = await carriedOut(run);
  if ("status" in version) return version;
  const { number, effectiveOn: inForceOn } = version;
  const facts = { version: number, inForceOn, policyHash };
  const notices = await readNotices(run);
  const wanted = run.options.promises.filter(isPublished);
  const otherText = notices.filter(({ page }) => metaIn(page.html, "gestand-policy") !== `sha256-${policyHash}`);
  if (otherText.length > 0)
    return broken(
      said("version.other-text", { policyHash, which: some(otherText.map(({ page }) => page.url)) }),
      facts,
    );
  const other = notices.filter(
    (notice) => !saysDate(notice, policy.inForceOn) || wanted.some((promise) => !shows(notice, promise)),
  );
  return other.length > 0
    ? broken(said("version.other", { inForceOn, which: some(other.map(({ page }) => page.url)) }), facts)
    : kept(said("version.published", { inForceOn, pages: notices.length }), facts);
}

interface Notice {
  readonly language: Language;
  readonly page: Page;
  readonly sentences: ReadonlyMap<string, readonly string[]>;
}

async function readNotices(run: CheckRun): Promise<Notice[]> {
  const notices: Notice[] = [];
  for (const language of run.options.policy.languages) {
    const page = await run.page(`/${language}/privacy`);
    notices.push({ language, page, sentences: await run.sentences(page) });
  }
  return notices;
}

function shows(notice: Notice, promise: PolicyPromise): boolean {
  if (notice.page.status !== 200) return false;
  const { pieces, statement } = promise;
  const whole = folded(say(statement, notice.language));
  const parts = pieces?.[notice.language].map(folded);
  return (notice.sentences.get(promise.id) ?? [])
    .map(folded)
    .some((text) => text.includes(whole) || parts?.every((part) => text.includes(part)) === true);
}

/** A piece has a capital only where it begins a cell. */
function folded(text: string): string {
  return oneLine(text).toLowerCase();
}

function isPublished(promise: PolicyPromise): boolean {
  return promise.checks.some(({ kind }) => kind === "notice-shows");
}

/** As the page writes days, or as machines do. */
function saysDate({ page, language }: Notice, on: string): boolean {
  return page.html.includes(`"${on}"`) || plainText(page.html).includes(dateText(on, language));
}
