import { safeguards } from "#law";
import { type Clauses, clausePromises } from "../chapters/clauses.ts";
import { leavesEea, partyName, placesText, weakestGround } from "../decisions/sharing.ts";
import { recipientClauses } from "../language/recipient-clauses.ts";
import type { Language } from "#base";
import type { Policy, Recipient } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import { enumerated, promise } from "./draft.ts";
import { categoriesText } from "./facts.ts";

export function recipientPromises(policy: Policy): readonly PolicyPromise[] {
  return policy.recipients.flatMap((recipient) => [
    listed(policy, recipient),
    ...(recipient.contract !== undefined || recipient.role === "processor" ? [underContract(policy, recipient)] : []),
    ...clausePromises(
      recipientClauses,
      recipient.clauses as Clauses<keyof typeof recipientClauses>,
      { prefix: `recipients.${recipient.name}`, section: "recipients", about: recipient.name },
      policy,
    ),
    ...(leavesEea(recipient) && recipient.role !== "other-user" ? [transferred(policy, recipient)] : []),
  ]);
}

function listed(policy: Policy, recipient: Recipient): PolicyPromise {
  const base = {
    id: `recipients.${recipient.name}.listed`,
    mechanism: "recipient-register",
    section: "recipients",
    about: recipient.name,
    article: "GDPR art. 13(1)(e), 15(1)(c)",
    from: recipient,
  } as const;
  // Another user gets data while the service is used; nobody can say afterwards who that was.
  if (recipient.role === "other-user")
    return promise(policy, {
      ...base,
      checks: [{ kind: "stated" }],
      nl: `Gebruikt u onze dienst, dan krijgt ook ${partyName(recipient, "nl")}: ${receivedText(policy, recipient, "nl")}.`,
      en: `When you use our service, ${partyName(recipient, "en")} also gets: ${receivedText(policy, recipient, "en")}.`,
    });
  return promise(policy, {
    ...base,
    checks: [{ kind: "recipient-in-answers", recipient: recipient.name }],
    nl: `${partyName(recipient, "nl")} krijgt van ons: ${receivedText(policy, recipient, "nl")}. Vraagt u om inzage, dan hoort u of daar gegevens van u zijn.`,
    en: `${partyName(recipient, "en")} gets from us: ${receivedText(policy, recipient, "en")}. When you ask for access, you hear whether data of yours is there.`,
  });
}

/** What it gets; everything but a few things is said as that. */
export function receivedText(policy: Policy, { receives, allBut }: Recipient, language: Language): string {
  if (allBut === undefined) return categoriesText(policy, receives, language);
  const but = categoriesText(policy, allBut, language);
  return language === "nl" ? `alle gegevens, behalve ${but}` : `all data except ${but}`;
}

const termTexts: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  nl: {
    instructions: "dat het alleen doet wat wij opdragen",
    "purpose-limit": "dat het de gegevens alleen voor ons doel gebruikt",
    confidentiality: "dat het de gegevens geheimhoudt",
    security: "dat het de gegevens goed beveiligt",
    subprocessors: "dat voor bedrijven die het inschakelt hetzelfde geldt",
    "assist-rights": "dat het helpt als u uw rechten gebruikt",
    "assist-security": "dat het ons helpt met beveiliging en datalekken",
    "return-or-delete": "dat het de gegevens aan het einde teruggeeft of wist",
    audit: "dat wij het mogen controleren",
    "retention-limit": "dat het de gegevens niet langer bewaart dan mag",
    "breach-notice": "dat het een datalek meteen meldt",
    scc: "de standaardbepalingen van de Europese Commissie",
  },
  en: {
    instructions: "that it does only what we instruct",
    "purpose-limit": "that it uses the data for our purpose only",
    confidentiality: "that it keeps the data secret",
    security: "that it secures the data well",
    subprocessors: "that the same holds for parties it engages",
    "assist-rights": "that it helps when you use your rights",
    "assist-security": "that it helps us with security and breaches",
    "return-or-delete": "that it returns or deletes the data at the end",
    audit: "that we may inspect it",
    "retention-limit": "that it keeps the data no longer than is allowed",
    "breach-notice": "that it reports a breach at once",
    scc: "the standard clauses of the European Commission",
  },
};

function underContract(policy: Policy, recipient: Recipient): PolicyPromise {
  const terms = (language: Language): string =>
    enumerated(
      (recipient.contract?.terms ?? []).map((term) => termTexts[language][term] ?? term),
      language,
    );
  const [nl, en] = [terms("nl"), terms("en")];
  return promise(policy, {
    id: `recipients.${recipient.name}.contract`,
    mechanism: "dpa-gate",
    section: "recipients",
    checks: [{ kind: "recipient-contract", recipient: recipient.name }],
    nl: `Met ${partyName(recipient, "nl")} hebben wij een contract.${nl === "" ? "" : ` Daarin staat: ${nl}.`}`,
    en: `We have a contract with ${partyName(recipient, "en")}.${en === "" ? "" : ` It says: ${en}.`}`,
    about: recipient.name,
    article: "GDPR art. 28(3)",
    from: recipient.contract ?? { at: recipient.at },
  });
}

function transferred(policy: Policy, recipient: Recipient): PolicyPromise {
  const adequate = weakestGround(recipient) === "adequacy";
  const by = (language: Language): string => {
    if (recipient.safeguard !== undefined && Object.hasOwn(safeguards, recipient.safeguard))
      return safeguards[recipient.safeguard as keyof typeof safeguards][language];
    return adequate ? safeguards.adequacy[language] : (recipient.safeguard ?? "");
  };
  return promise(policy, {
    id: `recipients.${recipient.name}.transfer`,
    mechanism: "transfer-gate",
    section: "recipients",
    checks: [{ kind: "transfer-safeguarded", recipient: recipient.name }],
    nl: `${partyName(recipient, "nl")} heeft gegevens buiten de Europese Economische Ruimte (${placesText(recipient, "nl")}). Uw gegevens zijn beschermd door ${by("nl")}.`,
    en: `${partyName(recipient, "en")} has data outside the European Economic Area (${placesText(recipient, "en")}). Your data are protected by ${by("en")}.`,
    about: recipient.name,
    article: "GDPR art. 13(1)(f)",
    from: { at: recipient.at },
  });
}
