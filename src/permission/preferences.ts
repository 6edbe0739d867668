/** What a person can switch on and off themselves, as it stands, and what is recorded when they do. */
import type { Personal } from "#base";
import {
  aboutPurpose,
  type ChoiceAbout,
  type May,
  mayContact,
  mayProcess,
  type Message,
  type Policy,
  stoppedBy,
  switchable,
  withdrawnWith,
} from "#policy";
import { standingsOf } from "./answers.ts";
import type { ChoiceSaid, Preference } from "./contract.ts";
import { digestOf, type PermissionsOptions } from "./house.ts";

/** Messages first, then what rests on consent and sends none. */
export async function preferencesOf(
  options: PermissionsOptions,
  person: Personal<string>,
): Promise<readonly Preference[]> {
  const { policy, store } = options;
  const [standing] = await standingsOf(options, store.reader, [digestOf(options, person.reveal())]);
  const from = await options.consentFrom(store.reader);
  const known = standing ?? { choices: [], stops: [] };
  const messages = switchable(policy).map(({ name, title, class: kind }): Preference => {
    const may = mayContact(policy, name, known, from);
    return { about: `message:${name}`, title, kind: kind === "marketing" ? kind : "service", ...stateOf(may) };
  });
  const purposes = onConsent(policy).map(({ name, title }): Preference => {
    const may = mayProcess(policy, name, known, from);
    return { about: aboutPurpose(name), title, kind: "purpose", ...stateOf(may) };
  });
  return [...messages, ...purposes];
}

function stateOf({ allowed, because }: May): Pick<Preference, "on" | "stopped"> {
  return {
    on: allowed,
    stopped: ["objection-pending", "objection-upheld", "restriction", "minor-reported"].includes(because),
  };
}

function onConsent(policy: Policy) {
  const sent = new Set(switchable(policy).map(({ purpose }) => purpose));
  return policy.purposes.filter(({ name, basis }) => basis.kind === "consent" && !sent.has(name));
}

/** Undefined when there is no such switch. */
export function switched(
  { policy }: PermissionsOptions,
  person: Personal<string>,
  about: string,
  on: boolean,
): readonly ChoiceSaid[] | undefined {
  const said = (act: "given" | "withdrawn", abouts: readonly ChoiceAbout[]): readonly ChoiceSaid[] =>
    abouts.map((each) => ({ person, act, about: each, channel: "web", evidence: "preference page" }));
  if (about === "optional" && !on)
    return said("withdrawn", [
      "optional",
      ...new Set(
        [...withdrawnWith(policy, ["optional"]), ...onConsent(policy).map(({ name }) => name)].map(aboutPurpose),
      ),
    ]);
  const purpose = onConsent(policy).find(({ name }) => aboutPurpose(name) === about);
  if (purpose !== undefined) return said(on ? "given" : "withdrawn", [aboutPurpose(purpose.name)]);
  const message = switchable(policy).find(({ name }) => `message:${name}` === about);
  if (message === undefined) return undefined;
  if (on)
    return said("given", [
      ...(message.purpose === undefined ? [] : [aboutPurpose(message.purpose)]),
      `message:${message.name}`,
    ]);
  return said("withdrawn", withPurposes(policy, [`message:${message.name}`]));
}

/** One click of the unsubscribe link: as far as the policy says that it reaches. */
export function unsubscribed(policy: Policy, person: Personal<string>, message: Message): readonly ChoiceSaid[] {
  return withPurposes(policy, stoppedBy(message)).map((about) => ({
    person,
    act: "withdrawn",
    about,
    channel: "mail",
  }));
}

function withPurposes(policy: Policy, abouts: readonly ChoiceAbout[]): readonly ChoiceAbout[] {
  return [...abouts, ...withdrawnWith(policy, abouts).map(aboutPurpose)];
}
