/** The sections of a notice, each from the facts of the policy; `Promised` hands out the sentences that were promised. */
import { dateText, type Localized, periodText, say } from "#base";
import { authority, countryName, lawText, regimeFor } from "#law";
import { type NoticeSection, noticeSections, type RightKind } from "#policy";
import { fact, list, paragraph, type Write } from "./blocks.ts";
import { whatWeUse } from "./data.ts";
import { cookies } from "./devices.ts";
import type { Block, Changed, Sentence } from "./document.ts";
import { contactName, controllerName, personTitles, type Writing } from "./phrases.ts";
import { recipients } from "./parties.ts";
import type { Promised } from "./promised.ts";
import { purposes } from "./purposes.ts";
import { retention } from "./retention.ts";

const whoWeAre: Write = (writing, promised) => {
  const { organisation } = writing.policy;
  const { who } = writing.words;
  const { contact, website } = organisation;
  const country = countryName(organisation.country, writing.language);
  const address = organisation.address === undefined ? country : `${organisation.address}, ${country}`;
  return [
    ...promised.take("who-we-are").map((sentence): Block => ({ kind: "paragraph", ...sentence })),
    ...list([
      fact(who.name(controllerName(writing))),
      fact(who.address(address)),
      ...Object.entries(organisation.registration).map(([register, number]) =>
        fact(who.registration(register, number)),
      ),
      ...(website === undefined ? [] : [fact(who.website(website), website)]),
      fact(who.contact(contactName(writing)), contact.email),
      ...(contact.phone === undefined ? [] : [fact(who.phone(contact.phone))]),
    ]),
  ];
};

const scope: Write = (writing, promised) => {
  const kinds = writing.policy.persons.map((kind) => kind.name);
  return [
    ...(kinds.length === 0 ? [] : [paragraph(writing.words.scope.persons(personTitles(writing, kinds)))]),
    ...list(promised.take("scope")),
  ];
};

/** The order in which people look for them. All hold by law; none needs granting (GDPR art. 12–22, 77). */
export const rightKinds: readonly RightKind[] = [
  "access",
  "rectification",
  "erasure",
  "restriction",
  "portability",
  "objection",
  "automated-decision",
  "withdraw-consent",
  "complaint",
];

/** Of these the law wants more said than that they exist (GDPR art. 7(3), 21(4)). */
const alwaysExplained: readonly RightKind[] = ["objection", "withdraw-consent"];

const rights: Write = (writing, promised) => {
  const { policy, language, words } = writing;
  const { email } = policy.organisation.contact;
  return [
    paragraph(words.rights.intro(email), email),
    ...rightKinds.flatMap((kind): Block[] => {
      const { title, text, article } = words.right[kind];
      const granted = promised.take("rights", kind);
      const told = granted.length > 0 && !alwaysExplained.includes(kind);
      const explained = told || tellsIt(kind, promised) ? [] : [fact(text)];
      const complaint = kind === "complaint" ? complaintFacts(writing, granted.length > 0) : [];
      return [
        { kind: "heading", text: words.rights.heading(title, lawText(article, language)) },
        { kind: "list", items: [...granted, ...explained, ...complaint] },
      ];
    }),
    { kind: "heading", text: words.rights.handling },
    ...list([...promised.rest("rights"), ...handlingFacts(writing, promised)]),
  ];
};

/** Whether clauses say what the law wants said beside the right. */
function tellsIt(kind: RightKind, promised: Promised): boolean {
  return kind === "withdraw-consent" && promised.tells("rights.withdraw-consent.earlierUseStays", undefined);
}

/** How a request is handled: terms, address, register, refusal (GDPR art. 12(3)–(6)); what promises tell already is left out. */
export function handlingFacts({ policy, language, words }: Writing, promised?: Promised): readonly Sentence[] {
  const { answerWithin, answerWithinDays, copyTo, leaving, leavingErases, register } = policy.rights;
  const regime = regimeFor(policy.organisation.country);
  const told = (id: string, says?: Localized): boolean => promised?.tells(id, says) ?? false;
  const texts: readonly (string | false)[] = [
    answerWithinDays !== undefined &&
      !told("rights.answer-within", answerWithin?.says) &&
      words.rights.promisedDays(answerWithinDays),
    words.rights.legal(
      periodText(regime.extension, language),
      told("rights.answer-within", answerWithin?.says) && answerWithinDays === undefined
        ? undefined
        : periodText(regime.answer, language),
    ),
    copyTo.knownAddressOnly
      ? !told("rights.copy-to-known-address", copyTo.says) && words.rights.knownAddress
      : words.rights.anyAddress,
    copyTo.knownAddressOnly && copyTo.settledDays > 0 && words.rights.settled(copyTo.settledDays),
    leavingErases && !told("rights.leaving-erases", leaving?.says) && words.rights.leaving,
    !told("rights.register", register.says) &&
      words.rights[register.erasure === "anonymous" ? "registerAnonymous" : "register"](register.keepYears),
    !told("requests.decided-with-reasons") && words.rights.refusal,
  ];
  return texts.filter((text) => text !== false).map((text) => fact(text));
}

/** The lead authority, and the court (GDPR art. 13(2)(d), 77, 79). */
export function complaintFacts({ policy, words }: Writing, named = false): readonly Sentence[] {
  const found = authority(policy.organisation.authority);
  const page = found?.complaintPage ?? "";
  return [
    ...(found === undefined
      ? []
      : [fact(named ? words.rights.complaintHere(page) : words.rights.complaint(found.name, page), page)]),
    ...(found?.postalAddress === undefined ? [] : [fact(words.rights.complaintPost(found.postalAddress))]),
    fact(words.rights.court),
  ];
}

/** What differs from an earlier version, before how changes are told. */
export function changesSince({ language, words }: Writing, changed: Changed | undefined): readonly Block[] {
  if (changed === undefined) return [];
  const { since, differences } = changed;
  const texts = words.changes;
  return [
    { kind: "heading", text: texts.since(dateText(since, language)) },
    ...(differences.length === 0
      ? [paragraph(texts.wordsOnly)]
      : list(differences.map(({ says }) => fact(say(says, language))))),
    { kind: "heading", text: texts.how },
  ];
}

const changes: Write = ({ policy, language, words }, promised) => {
  const [authoritative, ...translations] = policy.languages;
  return [
    ...list(promised.take("changes")),
    ...(promised.tells("notice.one-in-force", policy.version?.says)
      ? []
      : [paragraph(words.changes.inForce(dateText(policy.inForceOn, language))), paragraph(words.changes.newest)]),
    ...(authoritative === undefined || translations.length === 0 || policy.precedence?.languages?.is === "reader"
      ? []
      : [paragraph(words.changes.authoritative(words.languageNames[authoritative]))]),
  ];
};

const written: Partial<Readonly<Record<NoticeSection, Write>>> = {
  "who-we-are": whoWeAre,
  scope,
  "what-we-use": whatWeUse,
  purposes,
  recipients,
  retention,
  rights,
  cookies,
  changes,
};

/** In the order of the notice. A section without facts of its own says what was promised under it. */
export const sections: readonly (readonly [NoticeSection, Write])[] = noticeSections.map((id) => [
  id,
  written[id] ?? ((_, promised) => promised.grouped(id)),
]);
