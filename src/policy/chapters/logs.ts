/** Log files: which fields a line holds, what is left of an IP address, and how long lines are kept. */
import { capital, enumerated, type Language, type Localized, type Problem, say } from "#base";
import { isCategory } from "../categories.ts";
import { promise } from "../compile/draft.ts";
import { categoriesText } from "../compile/facts.ts";
import { type Entry, list, mapping, may, named, need } from "../grammar/collections.ts";
import type { Word } from "../grammar/kind.ts";
import { oneOf } from "../grammar/values.ts";
import { categoryName, checkDatabaseName, checkOwnName, declared, nameOf, said } from "../language/words.ts";
import type { Declared, Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import type { Names } from "../resolve/names.ts";
import { present } from "../resolve/present.ts";
import { chapter } from "./chapter.ts";
import { type Clause, clauseMembers, clausePromises, type Clauses, clausesOf } from "./clauses.ts";
import { deniesPersonal } from "./denial.ts";
import { declaredFact, fact, type FactRead } from "./fact.ts";
import { eachEntry, inBoth, partyOf, personsText, purposesText, type Texts, underTitle } from "./phrases.ts";

const treatments = ["truncated", "salted", "full", "none"] as const;

/** What is left of an IP address: its first part, a salted hash, all of it, nothing. */
export type IpTreatment = (typeof treatments)[number];
type LogClause = "nothingElse" | "personal";

export interface Log extends Declared, Clauses<LogClause> {
  readonly name: string;
  readonly title: Localized;
  readonly of: readonly string[];
  /** As the log spells them. */
  readonly fields: readonly { readonly name: string; readonly category: string }[];
  /** What else a line says, that is no personal data by itself: date and time. */
  readonly other: readonly Localized[];
  /** Present when a field is an IP address, or something was promised about it. */
  readonly ip?: Declared & { readonly kept: IpTreatment };
  /** Whether lines can be tied to an account. */
  readonly account: Declared & { readonly linked: boolean };
  readonly purposes: readonly string[];
  /** The rule that says how long. */
  readonly keep?: string;
  /** The recipient that keeps the log; ourselves when absent. */
  readonly by?: string;
}

const clauses: Readonly<Record<LogClause, Clause>> = {
  nothingElse: {
    doc: "A line holds these fields and no others.",
    mechanism: "log-policy",
    article: "GDPR art. 5(1)(c)",
    nl: "In dit logboek staat verder niets.",
    en: "Nothing else stands in this log.",
  },
  personal: {
    doc: "What stands in the log is treated as personal data (CJEU C-582/14).",
    mechanism: "log-policy",
    checks: [{ kind: "stated" }],
    article: "GDPR art. 4(1), recital 30",
    nl: "Alles in dit logboek behandelen wij als persoonsgegevens.",
    en: "We treat everything in this log as personal data.",
  },
};

const ip = fact(oneOf(treatments, "what is left of an IP address"), {
  name: "IP address in a log",
  doc: "What is left of an IP address in a log.",
  is: "`truncated`, `salted`, `full` or `none`.",
});

const account = fact(oneOf(["no", "yes"], "whether lines can be tied to an account"), {
  name: "Log and account",
  doc: "Whether lines of a log can be tied to an account.",
  is: "`no` or `yes`.",
});

const kind = named({
  what: "a log",
  check: checkOwnName,
  kind: mapping({
    name: "Log",
    doc: "A log file or log service. Its fields are all that a line may hold.",
    example:
      "logs:\n  web:\n    of: visitor\n    fields: {ip: network.ip-address, agent: network.user-agent, path: network.visits}\n    other: {nl: datum en tijd, en: date and time}\n    ip: truncated\n    for: improvement\n    keep: visits",
    members: {
      title: may(said, "What it is called in a sentence."),
      of: need(list(nameOf("a kind of person")), "Whose data."),
      fields: need(
        named({ what: "a field", kind: categoryName, check: checkDatabaseName }),
        "The fields with personal data, and the category of each.",
      ),
      other: may(list(said), "What else a line says, such as date and time."),
      ip: may(ip, "What is left of IP addresses: `truncated` (also when left out), `salted`, `full` or `none`."),
      account: may(account, "Whether lines can be tied to an account; `no` when left out."),
      for: need(list(nameOf("a purpose")), "For which purposes."),
      keep: may(nameOf("a rule for keeping"), "The rule that says how long."),
      by: may(nameOf("a recipient"), "The recipient that keeps it for you."),
      ...clauseMembers(clauses),
      ...declared,
    },
  }),
});

export const logs = chapter({
  word: "logs",
  doc: "Log files: their fields, what is left of IP addresses, how long they are kept.",
  kind,
  resolve: (read, names): readonly Log[] =>
    eachEntry(read, (log, name) => ({
      ...names.declaredBy(log, name.at),
      ...clausesOf(clauses, log, names),
      ...present({
        name: name.text,
        title: names.title(log.title, name.text),
        of: names.resolveAll("person", log.of),
        fields: fieldsOf(log.fields, names),
        other: (log.other ?? []).map((text) => names.texts(text)),
        ip: ipOf(log, name, names),
        account: { linked: log.account?.value === "yes", ...declaredFact(log.account, names, name.at) },
        purposes: names.resolveAll("purpose", log.for),
        keep: log.keep && names.resolve("rule", log.keep),
        by: log.by && names.resolve("recipient", log.by),
      }),
    })),
  promises: (all, policy) => all.flatMap((log) => promisesOfLog(log, policy)),
  problems: (all, policy) => all.flatMap((log) => problemsOfLog(log, policy)),
});

const address = "network.ip-address";

/** Careful when nothing is said: shortened. */
function ipOf(
  log: { readonly ip: FactRead<IpTreatment> | undefined; readonly fields: readonly Entry<Word>[] },
  name: Word,
  names: Names,
): Log["ip"] {
  const holds = log.fields.some(({ value }) => value !== undefined && isCategory(value.text, address));
  if (log.ip === undefined && !holds) return undefined;
  return { kept: log.ip?.value ?? "truncated", ...declaredFact(log.ip, names, name.at) };
}

function fieldsOf(read: readonly Entry<Word>[], names: Names): Log["fields"] {
  return eachEntry(read, (word, { text: name }) => ({ name, category: names.resolve("category", word) })).flatMap(
    ({ name, category }) => (category === undefined ? [] : [{ name, category }]),
  );
}

const ipTexts: Readonly<Record<IpTreatment, Texts>> = {
  truncated: {
    nl: "Van uw IP-adres bewaren wij daarin alleen het eerste deel.",
    en: "Of your IP address we keep only the first part in it.",
  },
  salted: {
    nl: "Uw IP-adres staat daarin als een code. Ook die code is een persoonsgegeven.",
    en: "Your IP address stands in it as a code. That code is personal data too.",
  },
  full: {
    nl: "Uw hele IP-adres staat daarin. Dat is een persoonsgegeven.",
    en: "Your whole IP address stands in it. That is personal data.",
  },
  none: { nl: "Uw IP-adres staat daar niet in.", en: "Your IP address does not stand in it." },
};

const accountTexts = {
  linked: {
    nl: "Regels hieruit kunnen bij uw account horen. U krijgt ze dan bij een verzoek om inzage.",
    en: "Lines of it can belong to your account. You then get them when you ask for access.",
  },
  apart: {
    nl: "Wij koppelen dit niet aan uw account of uw naam.",
    en: "We do not tie this to your account or your name.",
  },
} as const;

function promisesOfLog(log: Log, policy: Policy): readonly PolicyPromise[] {
  const { name, account: link, ip: kept } = log;
  const account = accountTexts[link.linked ? "linked" : "apart"];
  const base = {
    mechanism: "log-policy",
    checks: [{ kind: "carried-out", by: "log-policy" }],
    about: name,
    section: "cookies",
  } as const;
  return [
    promise(policy, {
      ...base,
      id: `logs.${name}.fields`,
      ...inBoth((language) => fieldsText(log, policy, language)),
      pieces: inBoth((language) => [
        capital(say(log.title, language)),
        heldText(log, policy, language),
        personsText(policy, log.of, language),
        purposesText(policy, log.purposes, language),
        ...(log.by === undefined ? [] : [partyOf(policy, log.by, language)]),
      ]),
      article: "GDPR art. 13(1)(c), 14(1)(d)",
      from: log,
    }),
    ...(kept === undefined
      ? []
      : [
          promise(policy, {
            ...base,
            id: `logs.${name}.ip`,
            ...underTitle(log.title, ipTexts[kept.kept].nl, ipTexts[kept.kept].en),
            article: "GDPR art. 5(1)(c)",
            from: kept,
          }),
        ]),
    promise(policy, {
      ...base,
      id: `logs.${name}.account`,
      ...underTitle(log.title, account.nl, account.en),
      from: link,
    }),
    ...clausePromises(
      clauses,
      log,
      { prefix: `logs.${name}`, section: "cookies", about: name, title: log.title },
      policy,
    ),
  ];
}

function fieldsText(log: Log, policy: Policy, language: Language): string {
  const held = heldText(log, policy, language);
  const [of, purposes] = [personsText(policy, log.of, language), purposesText(policy, log.purposes, language)];
  const by = log.by === undefined ? undefined : partyOf(policy, log.by, language);
  return language === "nl"
    ? `${capital(say(log.title, language))}: dit houdt ${by ?? "ons systeem"} automatisch bij. Erin staat: ${held}. Over: ${of}. Waarvoor: ${purposes}.`
    : `${capital(say(log.title, language))}: ${by ?? "our system"} records this automatically. It holds: ${held}. About: ${of}. What for: ${purposes}.`;
}

function heldText({ fields, other }: Log, policy: Policy, language: Language): string {
  return enumerated(
    [
      ...fields.map(({ category }) => categoriesText(policy, [category], language)),
      ...other.map((text) => say(text, language)),
    ],
    language,
  );
}

/** An IP address is personal data as long as anybody can tell whose it is (CJEU C-582/14): only shortening changes that. */
function problemsOfLog(log: Log, policy: Policy): readonly Problem[] {
  const { name, at, ip: kept, fields } = log;
  const denied = [log.says, kept?.says, log.account.says, log.personal?.says].some(deniesPersonal);
  const unlinked = (policy.never ?? []).find(
    (rule) => rule.what === "linked" && rule.data.some((each) => isCategory(address, each)),
  );
  const whole = kept?.kept === "full" || kept?.kept === "salted";
  const base = { path: `logs.${name}.ip`, at: kept?.at ?? at } as const;
  const findings: Problem[] = [];
  if (whole && (denied || unlinked !== undefined))
    findings.push({
      ...base,
      code: "ip-called-not-personal",
      severity: "error",
      message: denied
        ? `The text of the log "${name}" says that it is not personal data, and it keeps IP addresses (${kept?.kept}).`
        : `"never.${unlinked?.name}" says that IP addresses are not linked to anybody, and the log "${name}" keeps them (${kept?.kept}).`,
      remedy: "Write ip: truncated, or stop saying that an IP address points at nobody.",
      article: "GDPR art. 4(1), recital 30; CJEU C-582/14",
    });
  if (kept?.kept === "none" && fields.some(({ category }) => isCategory(category, address)))
    findings.push({
      ...base,
      code: "ip-kept-and-not",
      severity: "error",
      message: `The log "${name}" has a field of the category ${address}, and says that no IP address is in it.`,
      remedy: "Write what is left of it, ip: truncated, or leave the field out.",
      article: "GDPR art. 5(1)(a)",
    });
  if (log.keep === undefined)
    findings.push({
      code: "log-without-term",
      severity: "warning",
      message: `No rule says how long the log "${name}" is kept.`,
      remedy: 'Add "keep" with the name of a rule.',
      at,
      path: `logs.${name}`,
      article: "GDPR art. 5(1)(e), 13(2)(a)",
    });
  return findings;
}
