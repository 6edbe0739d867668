/** What stands at the forms of a site, what its tags may send, and by which names pages tell that they have seen it. */
import { capital, enumerated, type Language, say } from "#base";
import { isCategory, partyName, type Policy, type Purpose } from "#policy";
import { siteOptOut } from "./consent-form.ts";
import { categoryTitles, purposeTitles, writing } from "./phrases.ts";
import { formWords } from "./site-element-words.ts";

type Form = NonNullable<Policy["forms"]>[number];

/** What is told at a form: lines for all of it, and one for each thing that is asked. */
export interface FormNote {
  readonly lines: readonly string[];
  /** By category. */
  readonly fields: Readonly<Record<string, string>>;
  /** Whether a link to the notice belongs below. */
  readonly notice: boolean;
}

/** By form; those of which the policy says that people read something there. */
export function formNotes(policy: Policy, language: Language): Readonly<Record<string, FormNote>> {
  return Object.fromEntries(
    (policy.forms ?? []).flatMap((form) =>
      form.tells === undefined ? [] : [[form.name, noteOf(form, policy, language)]],
    ),
  );
}

function noteOf(form: Form, policy: Policy, language: Language): FormNote {
  const { asks } = form;
  const told = new Set(form.tells?.is);
  const t = formWords[language];
  const at = writing(policy, language);
  const purposes = policy.purposes.filter(({ name }) => form.purposes.includes(name));
  const titles = (required: boolean) =>
    categoryTitles(
      at,
      asks.flatMap((each) => (each.required === required ? [each.category] : [])),
    );
  const consequences = textsOf(purposes, language, ({ required }) => required?.consequence);
  const interests = textsOf(purposes, language, ({ basis }) =>
    basis.kind === "legitimate-interest" ? basis.interest : undefined,
  );
  const parties = policy.recipients.filter((each) => each.purposes.some((purpose) => form.purposes.includes(purpose)));
  const lines = [
    ...(told.has("purpose") ? [t.purpose(purposeTitles(at, form.purposes))] : []),
    ...(told.has("optional") && asks.some(({ required }) => !required) ? [t.optional(titles(false))] : []),
    ...(told.has("consequence") && asks.some(({ required }) => required)
      ? [[t.needed(titles(true)), ...consequences].join(" ")]
      : []),
    ...(told.has("interest") && interests.length > 0 ? [t.interest(interests.join("; "))] : []),
    ...(told.has("recipients")
      ? [
          t.recipients(
            parties.length === 0
              ? t.nobody
              : enumerated(
                  parties.map((each) => partyName(each, language)),
                  language,
                ),
          ),
        ]
      : []),
    ...(told.has("rights") ? [t.rights] : []),
  ];
  const fields = asks.map(({ category, required }) => [
    category,
    required ? [t.must, ...(told.has("consequence") ? consequences : [])].join(" ") : t.may,
  ]);
  // Companies end in a dot of their own.
  const ended = lines.map((line) => line.replace(/\.\.$/u, "."));
  return { lines: ended, fields: Object.fromEntries(fields), notice: told.has("notice") || told.has("rights") };
}

function textsOf(
  purposes: readonly Purpose[],
  language: Language,
  text: (purpose: Purpose) => Parameters<typeof say>[0] | undefined,
): readonly string[] {
  const found = purposes.flatMap((purpose) => text(purpose) ?? []).map((each) => capital(say(each, language)));
  return [...new Set(found)];
}

export interface AgeGate {
  readonly years: number;
  /** `declared`: older or younger; `birth-date`: a day. */
  readonly by: "declared" | "birth-date";
  readonly below: "refused" | "parental-consent";
}

/** None where an age is known in another way than by asking, such as from a document. */
export function ageGate({ minors }: Policy): AgeGate | undefined {
  const by = (["birth-date", "declared"] as const).find((way) => minors?.check.includes(way));
  return minors === undefined || by === undefined ? undefined : { years: minors.age, by, below: minors.below };
}

/** What requests of a tag may hold, and must. */
export interface TagWatch {
  readonly name: string;
  readonly hosts: readonly string[];
  /** May hold an address, a name or a hash of one: the policy says that it sends such. */
  readonly mayName: boolean;
  readonly parameters: Readonly<Record<string, string>>;
}

const naming = ["name", "contact", "address"];

export function tagWatches({ website }: Policy): readonly TagWatch[] {
  return (website?.tags ?? []).map(({ name, hosts = [], sends, settings }) => ({
    name,
    hosts,
    mayName: sends.some((category) => naming.some((each) => isCategory(category, each))),
    parameters: Object.fromEntries(settings.shownBy.map(({ parameter, is }) => [parameter, is])),
  }));
}

/** What a request of a tag was held back for. */
export const tagFaults = ["mail", "hash", "typed", "setting"] as const;
export type TagFault = (typeof tagFaults)[number];

/** Why a no did not weigh as much as a yes, as a visitor had them before them. */
export const unfair = ["hidden", "size", "colour", "contrast"] as const;

/** Everything that a page can say it has seen: nothing else is counted. */
export function siteSights(policy: Policy): readonly string[] {
  return [
    ...unfair.map((why) => `unfair.${why}`),
    ...(siteOptOut(policy) === undefined ? [] : ["opt-out"]),
    ...(ageGate(policy) === undefined ? [] : ["age"]),
    ...(policy.forms ?? []).flatMap(({ name, tells }) => (tells === undefined ? [] : [`note.${name}`])),
    ...tagWatches(policy).flatMap(({ name }) => [`tag.${name}`, ...tagFaults.map((fault) => `sent.${name}.${fault}`)]),
  ];
}
