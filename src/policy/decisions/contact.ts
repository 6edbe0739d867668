/**
 * What may be done with a person's data by what they said: for which purposes, and which messages may be sent to them. The facts
 * are what they chose, when, and what they had stopped by a request; of two things they said the later one counts.
 */
import { isRequired } from "../chapters/message-problems.ts";
import type { Message } from "../chapters/messages.ts";
import type { Policy, Purpose } from "../model.ts";
import { mayUse, type Stop, type StopGround, type Use } from "./stops.ts";

/**
 * `given`: yes. `customer`: the address was got at a sale, and they could refuse (ePrivacy Directive art. 13(2)). `withdrawn`: no,
 * whether they had said yes before or not. `erased`: everything of them was erased; what was yes before is none any more.
 */
export const personActs = ["given", "customer", "withdrawn", "erased"] as const;
export type PersonAct = (typeof personActs)[number];

/** What a choice is about. `optional`: every message that is not required. `everything` only when they were erased. */
export type ChoiceAbout = `purpose:${string}` | `message:${string}` | "marketing" | "optional" | "everything";

export interface PersonChoice {
  readonly act: PersonAct;
  readonly about: ChoiceAbout;
  /** When the person chose, which may be long before we heard of it. */
  readonly at: Date;
}

export interface StandingStop extends Stop {
  readonly since: Date;
}

/** What is known of one person; choices in the order in which they were recorded. */
export interface PersonStanding {
  readonly choices: readonly PersonChoice[];
  readonly stops: readonly StandingStop[];
}

/** Consent to a purpose counts when it was given at this instant or later. */
export type ConsentFrom = Readonly<Record<string, Date | undefined>>;

/**
 * Why. Yes: `required` by law or by what was asked for, `consent`, `existing-customer`, `not-refused`, or `basis`: the purpose rests on
 * something else than consent. No: it is `not-declared`, `never` sent, there is `no-consent`, it was `withdrawn`, or given to an
 * older version (`lapsed`); or a ground of a stop.
 */
export type MayBecause =
  | "required"
  | "consent"
  | "existing-customer"
  | "not-refused"
  | "basis"
  | "not-declared"
  | "never"
  | "no-consent"
  | "withdrawn"
  | "lapsed"
  | StopGround;

export interface May {
  readonly allowed: boolean;
  readonly because: MayBecause;
}

const yes = (because: MayBecause): May => ({ allowed: true, because });
const no = (because: MayBecause): May => ({ allowed: false, because });

/** May we use this person's data for this purpose? Their own requests and duties of law need no leave and are not asked here. */
export function mayProcess(policy: Policy, name: string, standing: PersonStanding, from: ConsentFrom): May {
  const purpose = policy.purposes.find((each) => each.name === name);
  if (purpose === undefined) return no("not-declared");
  const stopped = stoppedFor(policy, purpose, standing, [aboutPurpose(name)]);
  if (stopped !== undefined) return no(stopped);
  if (purpose.basis.kind === "consent") return consentTo(name, standing, from);
  return latest(standing, [aboutPurpose(name)])?.act === "withdrawn" ? no("withdrawn") : yes("basis");
}

/** May we send this person this message? Absent restriction and stops, the class decides what it needs. */
export function mayContact(policy: Policy, name: string, standing: PersonStanding, from: ConsentFrom): May {
  const message = (policy.messages ?? []).find((each) => each.name === name);
  if (message === undefined) return no("not-declared");
  if (message.never !== undefined) return no("never");
  if (isRequired(message.class)) return yes("required");
  const purpose = policy.purposes.find((each) => each.name === message.purpose);
  if (purpose === undefined) return no("not-declared");
  const abouts = [aboutPurpose(purpose.name), `message:${name}`] as const;
  const stopped = stoppedFor(policy, purpose, standing, abouts, message.class === "marketing");
  if (stopped !== undefined) return no(stopped);
  const last = latest(standing, aboutsOf(message));
  if (last?.act === "withdrawn" || last?.act === "erased") return no("withdrawn");
  return groundOf(message, purpose, standing, from);
}

/** The messages that a person can switch on and off: what is sent, and need not be. */
export function switchable({ messages = [] }: Policy): readonly Message[] {
  return messages.filter((message) => message.never === undefined && !isRequired(message.class));
}

/** What is recorded when somebody stops a message by its link, as far as the policy says that it reaches. */
export function stoppedBy(message: Message): readonly ChoiceAbout[] {
  const { stops = "these", also = [] } = message.unsubscribe ?? {};
  const reach: readonly ChoiceAbout[] =
    stops === "these" ? [`message:${message.name}`] : [stops === "marketing" ? "marketing" : "optional"];
  return [...reach, ...also.map((other) => `message:${other}` as const)];
}

/** Purposes on consent whose every message is stopped by this: the consent to them is withdrawn with it. */
export function withdrawnWith(policy: Policy, abouts: readonly ChoiceAbout[]): readonly string[] {
  return policy.purposes.flatMap(({ name, basis }) => {
    const sent = switchable(policy).filter(({ purpose }) => purpose === name);
    const stopped = sent.every(
      (message) =>
        abouts.includes(`message:${message.name}`) ||
        abouts.includes("optional") ||
        (message.class === "marketing" && abouts.includes("marketing")),
    );
    return basis.kind === "consent" && sent.length > 0 && stopped ? [name] : [];
  });
}

export function aboutPurpose(name: string): ChoiceAbout {
  return `purpose:${name}`;
}

/** Whether a choice about this can be recorded under this policy. */
export function isChoosable(policy: Policy, about: string): about is ChoiceAbout {
  if (about === "marketing" || about === "optional") return true;
  if (about.startsWith("purpose:")) return policy.purposes.some(({ name }) => `purpose:${name}` === about);
  return switchable(policy).some(({ name }) => `message:${name}` === about);
}

function groundOf(message: Message, purpose: Purpose, standing: PersonStanding, from: ConsentFrom): May {
  const consent = consentTo(purpose.name, standing, from);
  if (purpose.basis.kind === "consent" || consent.allowed) return consent;
  if (message.class !== "marketing" || !message.channels.some((channel) => electronic.has(channel)))
    return yes("not-refused");
  // Their own customers, about similar things, when the policy declares it (ePrivacy Directive art. 13(2)).
  const customer = latest(standing, [aboutPurpose(purpose.name), "everything"])?.act === "customer";
  return customer && message.softOptIn !== undefined ? yes("existing-customer") : no("no-consent");
}

/** Electronic mail in the sense of the ePrivacy Directive art. 2(h), 13(1). */
const electronic: ReadonlySet<string> = new Set(["email", "sms", "push", "chat"]);

function consentTo(name: string, standing: PersonStanding, from: ConsentFrom): May {
  const last = latest(standing, [aboutPurpose(name), "everything"]);
  if (last === undefined || last.act === "erased" || last.act === "customer") return no("no-consent");
  if (last.act === "withdrawn") return no("withdrawn");
  const since = Object.hasOwn(from, name) ? from[name] : undefined;
  return since !== undefined && last.at < since ? no("lapsed") : yes("consent");
}

function aboutsOf(message: Message): readonly ChoiceAbout[] {
  return [
    `message:${message.name}`,
    `purpose:${message.purpose ?? ""}`,
    "optional",
    "everything",
    ...(message.class === "marketing" ? (["marketing"] as const) : []),
  ];
}

/** The latest by when the person chose; of one instant the one recorded last. */
function latest({ choices }: PersonStanding, abouts: readonly ChoiceAbout[]): PersonChoice | undefined {
  let found: PersonChoice | undefined;
  for (const choice of choices)
    if (abouts.includes(choice.about) && (found === undefined || choice.at >= found.at)) found = choice;
  return found;
}

/** A yes after a withdrawal, or after an objection to marketing, is a new decision of the person; other stops end otherwise. */
function stoppedFor(
  policy: Policy,
  purpose: Purpose,
  standing: PersonStanding,
  abouts: readonly ChoiceAbout[],
  promotes?: boolean,
): StopGround | undefined {
  const use: Use =
    purpose.basis.kind === "legal-obligation"
      ? { for: "law" }
      : { for: "purpose", purpose: purpose.name, promotes: promotes === true };
  const given = latest(standing, [...abouts, "everything"]);
  const stops = standing.stops.filter(
    ({ of, because, since }) =>
      // A message that promotes nothing is no marketing, whatever else its purpose is for.
      !(of === "marketing" && promotes === false) &&
      !((because === "consent-withdrawn" || because === "marketing") && given?.act === "given" && given.at > since),
  );
  const may = mayUse(policy, use, stops);
  return may.allowed ? undefined : may.because;
}
