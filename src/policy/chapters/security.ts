/** Measures of security, each with an owner, a proof and a day on which it must be looked at again (GDPR arts. 24, 32). */
import { addPeriod, type Language, type LocalDate, type Localized, type Period, type Problem, say } from "#base";
import { promise } from "../compile/draft.ts";
import { mapping, may, named, need } from "../grammar/collections.ts";
import { date, oneOf, period, text } from "../grammar/values.ts";
import { checkOwnName, declared, nameOf, said } from "../language/words.ts";
import type { Declared, Policy } from "../model.ts";
import type { Mechanism, PolicyPromise, PromiseCheck } from "../promises.ts";
import { present } from "../resolve/present.ts";
import { chapter } from "./chapter.ts";
import { eachEntry, inBoth, led, partyOf, type Texts } from "./phrases.ts";

const kinds = [
  "appropriate",
  "state-of-the-art",
  "encryption-in-transit",
  "encryption-at-rest",
  "passwords",
  "session",
  "sign-off",
  "access-control",
  "no-access",
  "firewall",
  "data-centre",
  "physical",
  "organisational",
  "confidentiality",
  "training",
  "logging",
  "backup",
] as const;

export type MeasureKind = (typeof kinds)[number];

export interface Measure extends Declared {
  readonly name: string;
  readonly kind: MeasureKind;
  /** What it protects or consists of, in words. */
  readonly title?: Localized;
  /** The recipient that takes it; ourselves when absent. */
  readonly of?: string;
  /** The role or team that answers for it; never the name of a person. */
  readonly owner?: string;
  /** Path of a document that shows it. */
  readonly proof?: string;
  /** The last day on which somebody looked whether it holds. */
  readonly reviewedOn?: LocalDate;
  /** How long after that it must be looked at again. */
  readonly every: Period;
  /** The last day on which that review still counts. */
  readonly reviewDueOn?: LocalDate;
}

const yearly: Period = { amount: 1, unit: "year" };

export const security = chapter({
  word: "security",
  doc: "Measures of security, each with a proof and a date.",
  kind: named({
    what: "a measure",
    check: checkOwnName,
    kind: mapping({
      name: "Measure",
      doc: "A measure of security (GDPR art. 32). Its promise is kept while the proof is on file and the review is not overdue.",
      example:
        "security:\n  in-transit:\n    kind: encryption-in-transit\n    owner: IT\n    proof: security/tls-scan.pdf\n    reviewed: 2026-05-01\n    every: 6 months\n    cites: [001-098]",
      members: {
        kind: need(
          oneOf(kinds, "a kind of measure"),
          "What it is. `no-access`: this party cannot look into the data. `sign-off`: people are asked to sign off on shared computers.",
        ),
        title: may(said, "What it consists of, or what it protects, in a sentence."),
        of: may(nameOf("a recipient"), "The recipient that takes it; you when left out."),
        owner: may(text, "The role or team that answers for it; not the name of a person."),
        proof: may(text, "Where the document is that shows it, as with contracts: security/tls-scan.pdf."),
        reviewed: may(date, "The last day on which somebody looked whether it holds."),
        every: may(period, "How often somebody must look; every year when left out."),
        ...declared,
      },
    }),
  }),
  resolve: (read, names): readonly Measure[] =>
    eachEntry(read, (measure, name) => ({
      ...names.declaredBy(measure, name.at),
      ...present({
        name: name.text,
        kind: measure.kind,
        title: measure.title && names.texts(measure.title),
        of: measure.of && names.resolve("recipient", measure.of),
        owner: measure.owner,
        proof: measure.proof,
        reviewedOn: measure.reviewed,
        every: measure.every ?? yearly,
        reviewDueOn: measure.reviewed && addPeriod(measure.reviewed, measure.every ?? yearly),
      }),
    })),
  promises: (measures, policy) => measures.map((measure) => promiseOf(measure, policy)),
  problems: (measures, policy) => measures.flatMap((measure) => problemsOf(measure, policy)),
});

/** `who` is `wij` or the party; the verb fits both by standing in the passive. */
const measureTexts: Readonly<Record<MeasureKind, Texts>> = {
  appropriate: {
    nl: "Gegevens zijn beveiligd tegen verlies, misbruik en inzage door wie dat niet mag. De beveiliging past bij het risico en bij de soort gegevens",
    en: "Data are protected against loss, misuse and access by those who may not. The protection fits the risk and the kind of data",
  },
  "state-of-the-art": {
    nl: "De beveiliging gaat mee met wat nu gebruikelijk is",
    en: "The protection keeps up with what is usual now",
  },
  "encryption-in-transit": {
    nl: "Gegevens gaan versleuteld over het internet",
    en: "Data travel encrypted over the internet",
  },
  "encryption-at-rest": { nl: "Gegevens staan versleuteld opgeslagen", en: "Data are stored encrypted" },
  passwords: {
    nl: "Wachtwoorden moeten sterk zijn en staan zo opgeslagen dat niemand ze kan lezen",
    en: "Passwords must be strong and are stored so that nobody can read them",
  },
  session: {
    nl: "Wie een tijd niets doet, wordt uitgelogd, en uitloggen sluit alles af",
    en: "Whoever does nothing for a while is signed out, and signing out closes everything",
  },
  "sign-off": {
    nl: "Log uit als u klaar bent, zeker op een computer die anderen ook gebruiken",
    en: "Sign out when you are done, above all on a computer that others use too",
  },
  "access-control": {
    nl: "Alleen wie dat mag, komt bij de gegevens, en moet laten zien wie hij is",
    en: "Only those who may can reach the data, and they must show who they are",
  },
  "no-access": { nl: "Dit bedrijf kijkt niet in de gegevens", en: "This party does not look into the data" },
  firewall: { nl: "Een firewall houdt vreemd verkeer tegen", en: "A firewall stops foreign traffic" },
  "data-centre": { nl: "De gegevens staan in een beveiligd datacentrum", en: "The data are in a secured data centre" },
  physical: { nl: "Gebouwen en apparaten zijn beveiligd", en: "Buildings and equipment are secured" },
  organisational: {
    nl: "Er zijn vaste afspraken over hoe met gegevens wordt omgegaan",
    en: "There are fixed rules on how data are handled",
  },
  confidentiality: { nl: "Gegevens worden vertrouwelijk behandeld", en: "Data are treated as confidential" },
  training: { nl: "Medewerkers leren hoe zij gegevens beschermen", en: "Staff learn how to protect data" },
  logging: { nl: "Vastgelegd wordt wie gegevens bekijkt of verandert", en: "It is recorded who views or changes data" },
  backup: { nl: "Er zijn reservekopieën, die ook beveiligd zijn", en: "There are backups, and these are secured too" },
};

/** Who can show it by looking at the system itself; for the others the proof is a document. */
const shownBy: Partial<Readonly<Record<MeasureKind, Mechanism>>> = {
  "encryption-in-transit": "transport-encryption",
  passwords: "credential-policy",
  session: "credential-policy",
  "access-control": "staff-access",
};

function promiseOf(measure: Measure, policy: Policy): PolicyPromise {
  const { name, kind, of } = measure;
  return promise(policy, {
    id: `security.${name}`,
    mechanism: shownBy[kind] ?? (kind === "sign-off" ? "notice-publish" : "safeguard-evidence"),
    section: "security",
    checks: checksOf(measure),
    nl: sentence(measure, policy, "nl"),
    en: sentence(measure, policy, "en"),
    ...(of === undefined
      ? { about: name }
      : { about: of, pieces: inBoth((language) => [partyOf(policy, of, language), whole(measure, language)]) }),
    article: of === undefined ? "GDPR art. 32" : "GDPR art. 28(1), 32",
    from: measure,
  });
}

/** What others do, and what people do, no system of ours can show: there the proof decides. */
function checksOf({ name, kind, of, proof, reviewedOn }: Measure): readonly PromiseCheck[] {
  if (kind === "sign-off") return [{ kind: "stated" }];
  const reviewed: PromiseCheck = { kind: "measure-reviewed", measure: name };
  const by = of === undefined ? shownBy[kind] : undefined;
  if (by === undefined) return [reviewed];
  const seen: PromiseCheck = { kind: "carried-out", by };
  return proof === undefined && reviewedOn === undefined ? [seen] : [seen, reviewed];
}

function sentence(measure: Measure, policy: Policy, language: Language): string {
  const { of } = measure;
  const text = whole(measure, language);
  return of === undefined ? text : led({ [language]: partyOf(policy, of, language) }, text, language);
}

function whole({ kind, title }: Measure, language: Language): string {
  const base = measureTexts[kind][language];
  return title === undefined ? `${base}.` : `${base}: ${say(title, language)}.`;
}

function problemsOf(measure: Measure, policy: Policy): readonly Problem[] {
  const { name, kind, proof, reviewedOn, reviewDueOn: due, at } = measure;
  const path = `security.${name}`;
  if (due !== undefined && due < policy.inForceOn)
    return [
      {
        code: "measure-overdue",
        severity: "warning",
        message: `The review of "${name}" was due on ${due}, before this policy is in force.`,
        remedy: "Look whether the measure holds, and write the new day at reviewed.",
        at,
        path,
        article: "GDPR art. 24(1), 32(1)(d)",
      },
    ];
  if (reviewedOn !== undefined && reviewedOn > policy.inForceOn)
    return [
      {
        code: "reviewed-in-future",
        severity: "warning",
        message: `"${name}" was reviewed on ${reviewedOn}, after the day on which this policy comes into force.`,
        remedy: "Write the day on which somebody looked.",
        at,
        path,
      },
    ];
  if (kind === "sign-off" || (proof !== undefined && reviewedOn !== undefined)) return [];
  return [
    {
      code: "measure-without-proof",
      severity: "note",
      message: `Nothing shows that "${name}" holds: ${proof === undefined ? "no proof" : "no day of review"} is named.`,
      remedy: "Add proof (a document) and reviewed (a day).",
      at,
      path,
      article: "GDPR art. 5(2), 24(1)",
    },
  ];
}
