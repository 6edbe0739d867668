/** Was each yes an act of the person, confirmed where that was promised, and can it be taken back? By the lines that prove it. */
import { heldBack } from "#notice";
import type { Consent, ConsentWay, WithdrawalWay } from "#policy";
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";
import { withdrawnInForce } from "./consents.ts";
import { siteAsks } from "./site.ts";

/** How lines come of each way. What was imported came with evidence of its own, before the way was promised. */
const channelsOf: Readonly<Record<ConsentWay, readonly string[]>> = {
  "tick-box": ["web"],
  settings: ["web"],
  act: ["web", "phone", "mail"],
  written: ["paper", "mail"],
  spoken: ["phone"],
  parent: ["parent"],
};

/** Without a way: that every yes is an act of the person, and none a matter of using something. */
export async function consentAsked(
  run: CheckRun,
  { consent: name, way }: { readonly consent: string; readonly way?: ConsentWay },
): Promise<CheckOutcome> {
  const consent = consentNamed(run, name);
  const yeses = consent && (await yesesOf(run, consent));
  if (consent === undefined || yeses === undefined) return unproven(said("acts.not-looked-at"));
  const allowed = new Set(["import", "parent", ...consent.asked.flatMap((asked) => channelsOf[asked.way])]);
  // By a link of their own people may always say yes, whichever way they are asked.
  const isAct = ({ channel, confirmed }: Yeses) =>
    confirmed || (consent.asked.length === 0 ? channel !== "system" : allowed.has(channel));
  const otherwise = yeses.filter((one) => !isAct(one));
  const facts = { yeses: sum(yeses), otherwise: sum(otherwise) };
  if (otherwise.length > 0)
    return broken(said("acts.otherwise", { yeses: facts.otherwise, which: ways(otherwise) }), facts);
  const these = way === undefined ? yeses : yeses.filter(({ channel }) => channelsOf[way].includes(channel));
  if (sum(these) > 0) return kept(said("acts.asked", { yeses: sum(these), which: ways(these) }), facts);
  const onSite = heldBack(run.options.policy).some(({ purpose }) => consent.purposes.includes(purpose));
  if (onSite && (way === undefined || way === "tick-box")) return siteAsks(run, consent.purposes);
  return facts.yeses === 0
    ? unproven(said("acts.none"), facts)
    : unproven(said("acts.not-this-way", { yeses: facts.yeses }), facts);
}

/** Whoever signs up by an address presses a link in a letter; what programs say of accounts came otherwise where settings may. */
export async function consentConfirmed(run: CheckRun, name: string): Promise<CheckOutcome> {
  const consent = consentNamed(run, name);
  const yeses = consent && (await yesesOf(run, consent));
  if (consent === undefined || yeses === undefined) return unproven(said("acts.not-looked-at"));
  const confirmed = sum(yeses.filter((one) => one.confirmed));
  const bare = sum(yeses.filter((one) => !one.confirmed && one.channel === "web"));
  const facts = { confirmed, bare };
  if (bare > 0 && consent.asked.some(({ way }) => way === "settings"))
    return unproven(said("acts.perhaps-settings", { yeses: bare }), facts);
  if (bare > 0) return broken(said("acts.not-confirmed", { yeses: bare }), facts);
  return confirmed === 0
    ? unproven(said("acts.none"), facts)
    : kept(said("acts.confirmed", { yeses: confirmed }), facts);
}

/** Where one takes it back opens, and what was taken back ended in the company's rows. */
export async function consentWithdrawable(run: CheckRun, name: string): Promise<CheckOutcome> {
  const { policy, answersMail } = run.options;
  const consent = consentNamed(run, name);
  const waiting = consent && (await withdrawnInForce(run, consent.purposes));
  if (consent?.withdraw === undefined || waiting === undefined) return unproven(said("acts.not-looked-at"));
  const { status, html } = await run.page(`/${policy.languages[0] ?? "en"}/preferences/ask`);
  const facts = { status, waiting };
  if (status !== 200 || !/<form\b[^>]*\bmethod="post"/iu.test(html))
    return broken(said("acts.page-gone", { status }), facts);
  if (waiting > 0) return broken(said("consent.withdrawn-in-force", { persons: waiting }), facts);
  const seen: readonly WithdrawalWay[] = ["privacy-centre", "link", ...(answersMail === true ? byMail : [])];
  const unseen = consent.withdraw.is.filter((way) => !seen.includes(way));
  return unseen.length > 0
    ? unproven(said("unsubscribe.ways-unseen", { which: some(unseen) }), facts)
    : kept(said("acts.withdrawable"), facts);
}

const byMail = ["reply", "e-mail"] as const;

interface Yeses {
  readonly channel: string;
  readonly confirmed: boolean;
  readonly lines: number;
}

function consentNamed(run: CheckRun, name: string): Consent | undefined {
  return (run.options.policy.consents ?? []).find((each) => each.name === name);
}

async function yesesOf(run: CheckRun, { purposes }: Consent): Promise<readonly Yeses[] | undefined> {
  return run.options.yeses?.(run.options.store.reader, purposes);
}

function sum(of: readonly Yeses[]): number {
  return of.reduce((all, { lines }) => all + lines, 0);
}

function ways(of: readonly Yeses[]) {
  return some([...new Set(of.map(({ channel }) => channel))]);
}
