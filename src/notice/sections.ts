/** The sections of a notice, each from the facts of the policy; `Promised` hands out the sentences that were promised. */
import { capital, dateText, enumerated, type Localized, periodText, say } from "#base";
import { authority, countryName, lawText, regimeFor } from "#law";
import {
  subjectOf,
  isCategory,
  type NoticeSection,
  noticeSections,
  partyName,
  type Purpose,
  type RightKind,
} from "#policy";
import { fact, list, paragraph, unless, type Write } from "./blocks.ts";
import { cookies } from "./devices.ts";
import type { Block, Changed, Sentence } from "./document.ts";
import {
  basisText,
  categoryTitle,
  categoryTitles,
  contactName,
  controllerName,
  holdText,
  personTitles,
  mainPurposes,
  untilText,
  type Writing,
} from "./phrases.ts";
import { recipients } from "./parties.ts";
import type { Promised } from "./promised.ts";

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

const whatWeUse: Write = (writing, promised) => {
  const { policy, words } = writing;
  const used = usedCategories(writing);
  const rows = used.map((name) => {
    const purposes = policy.purposes.filter((purpose) => purpose.uses.some((uses) => isCategory(name, uses)));
    const special = policy.categories.find((category) => category.name === name && category.special);
    const title = categoryTitle(writing, name);
    const tasks = (policy.onBehalf ?? []).filter((task) => task.data.some((uses) => isCategory(name, uses)));
    const what =
      purposes.length > 0
        ? mainPurposes(
            writing,
            purposes.map((p) => p.name),
          )
        : tasks.length > 0
          ? words.data.onBehalf(
              enumerated(
                tasks.map((task) => say(task.title, writing.language)),
                writing.language,
              ),
            )
          : words.data.unused;
    const persons = (purposes.length > 0 ? purposes : tasks).flatMap(({ of }) => of);
    const whose = persons.length === 0 ? words.data.anyone : personTitles(writing, persons);
    return [special === undefined ? title : `${title}; ${words.data.special(special.ground)}`, what, whose];
  });
  return [
    paragraph(words.data.intro),
    ...(rows.length === 0
      ? []
      : [{ kind: "table" as const, caption: words.data.caption, columns: words.data.columns, rows }]),
    paragraph(words.data.source),
    ...list(promised.take("what-we-use")),
  ];
};

/** Categories that some purpose uses, some recipient gets or some column holds, in the order of the policy's list. */
function usedCategories({ policy }: Writing): readonly string[] {
  const used = new Set([
    ...policy.purposes.flatMap((purpose) => purpose.uses),
    ...policy.recipients.flatMap((recipient) => recipient.receives),
    ...policy.systems.flatMap((system) =>
      system.tables.flatMap((table) =>
        table.columns.flatMap((column) => [column.category, ...column.json.map((member) => member.category)]),
      ),
    ),
  ]);
  return policy.categories.map((category) => category.name).filter((name) => used.has(name));
}

const purposes: Write = (writing, promised) => [
  paragraph(writing.words.purposes.intro),
  ...writing.policy.purposes.flatMap((purpose): Block[] => [
    { kind: "heading", text: capital(say(purpose.title, writing.language)) },
    {
      kind: "list",
      items: [
        ...promised.take("purposes", purpose.name),
        ...purposeFacts(writing, purpose, promised.tells(`purposes.${purpose.name}.declared`, purpose.says)),
      ],
    },
  ]),
  ...list(promised.take("purposes")),
];

/** Whose data, which, why, whether mandatory and who gets them (GDPR art. 13(1)(c)–(e), 13(2)(e)). */
export function purposeFacts(writing: Writing, purpose: Purpose, dataTold = false): readonly Sentence[] {
  const { policy, language, words } = writing;
  const parties = policy.recipients.filter((recipient) => recipient.purposes.includes(purpose.name));
  return [
    ...unless(purpose.of, () => words.purposes.of(personTitles(writing, purpose.of))),
    ...unless(dataTold ? [] : purpose.uses, () => words.purposes.uses(categoryTitles(writing, purpose.uses))),
    fact(words.purposes.basis(basisText(writing, purpose))),
    fact(
      purpose.required === undefined
        ? words.purposes.optional
        : words.purposes.required[demandedBy(purpose)](say(purpose.required.consequence, language)),
    ),
    fact(
      parties.length === 0
        ? words.purposes.nobody
        : words.purposes.recipients(
            enumerated(
              parties.map((recipient) => partyName(recipient, language)),
              language,
            ),
          ),
    ),
  ];
}

function demandedBy({ basis }: Purpose): "law" | "contract" | "purpose" {
  switch (basis.kind) {
    case "legal-obligation":
      return "law";
    case "contract":
      return "contract";
    case "consent":
    case "vital-interests":
    case "public-task":
    case "legitimate-interest":
      return "purpose";
  }
}

const retention: Write = (writing, promised) => {
  const { policy, words } = writing;
  const rows = [
    ...policy.keep.map((rule) => [
      capital(subjectOf(policy, rule, writing.language)),
      untilText(writing, rule),
      words.afterTerm[rule.then],
    ]),
    // One that has a rule of its own is in the row of that rule.
    ...(policy.stores ?? [])
      .filter(({ keep }) => keep === undefined)
      .map(({ title, keys }) => [
        capital(say(title, writing.language)),
        keys.length === 0 ? words.retention.undecided : words.retention.withRow,
        words.afterTerm.erase,
      ]),
  ];
  const held = policy.keep
    .filter((rule) => !promised.tells(`keep.${rule.name}.kept`, rule.says))
    .flatMap((rule) => holdText(writing, rule) ?? []);
  return [
    paragraph(words.retention.intro),
    ...(rows.length === 0
      ? []
      : [{ kind: "table" as const, caption: words.retention.caption, columns: words.retention.columns, rows }]),
    ...held.map((text) => paragraph(text)),
    ...list(promised.take("retention")),
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
      const explained = granted.length === 0 || alwaysExplained.includes(kind) ? [fact(text)] : [];
      const complaint = kind === "complaint" ? complaintFacts(writing) : [];
      return [
        { kind: "heading", text: words.rights.heading(title, lawText(article, language)) },
        { kind: "list", items: [...granted, ...explained, ...complaint] },
      ];
    }),
    { kind: "heading", text: words.rights.handling },
    ...list([...promised.take("rights"), ...handlingFacts(writing, promised)]),
  ];
};

/** How a request is handled: terms, address, register, refusal (GDPR art. 12(3)–(6)); what promises tell already is left out. */
export function handlingFacts({ policy, language, words }: Writing, promised?: Promised): readonly Sentence[] {
  const { answerWithin, answerWithinDays, copyTo, leaving, leavingErases, register } = policy.rights;
  const regime = regimeFor(policy.organisation.country);
  const told = (id: string, says?: Localized): boolean => promised?.tells(id, says) ?? false;
  const texts: readonly (string | false)[] = [
    answerWithinDays !== undefined &&
      !told("rights.answer-within", answerWithin?.says) &&
      words.rights.promisedDays(answerWithinDays),
    words.rights.legal(periodText(regime.answer, language), periodText(regime.extension, language)),
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
export function complaintFacts({ policy, words }: Writing): readonly Sentence[] {
  const found = authority(policy.organisation.authority);
  const page = found?.complaintPage ?? "";
  return [
    ...(found === undefined ? [] : [fact(words.rights.complaint(found.name, page), page)]),
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
  written[id] ?? ((_, promised) => list(promised.take(id))),
]);
