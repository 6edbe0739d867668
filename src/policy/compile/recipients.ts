import { capital, enumerated, type Language } from "#base";
import { isEea, safeguards } from "#law";
import { type Clause, type Clauses, clausePromises } from "../chapters/clauses.ts";
import { inBoth } from "../chapters/phrases.ts";
import { engagerOf, leavesEea, outsideText, partyName, placesText, weakestGround } from "../decisions/sharing.ts";
import { recipientClauses } from "../language/recipient-clauses.ts";
import type { BasisKind, Policy, Recipient } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import { present } from "../resolve/present.ts";
import { promise } from "./draft.ts";
import { categoriesText } from "./facts.ts";

export function recipientPromises(policy: Policy): readonly PolicyPromise[] {
  return policy.recipients.flatMap((recipient) => [
    listed(policy, recipient),
    ...(recipient.contract !== undefined || recipient.role === "processor" ? [underContract(policy, recipient)] : []),
    ...clausePromises(
      clausesFor(recipient),
      recipient.clauses as Clauses<keyof typeof recipientClauses>,
      { prefix: `recipients.${recipient.name}`, section: "recipients", about: recipient.name, row: recipient.party },
      policy,
    ),
    ...(leavesEea(recipient) && recipient.role !== "other-user" ? [transferred(policy, recipient)] : []),
  ]);
}

/**
 * That a party uses nothing for itself is what its contract binds it to (GDPR art. 28(3)(a)). What it gets, and on which ground,
 * is in the ledger of disclosures.
 */
function clausesFor({ name }: Recipient): Readonly<Record<keyof typeof recipientClauses, Clause>> {
  const given = (clause: Clause, grounds?: readonly (BasisKind | "request")[]): Clause => ({
    ...clause,
    checks: [{ kind: "given-only", to: [name], ...present({ grounds }) }],
  });
  const { notItsOwn, onlyAsNeeded, withConsent, onRequest } = recipientClauses;
  return {
    ...recipientClauses,
    notItsOwn: { ...notItsOwn, checks: [{ kind: "recipient-contract", recipient: name }] },
    onlyAsNeeded: given(onlyAsNeeded),
    withConsent: given(withConsent, ["consent"]),
    onRequest: given(onRequest, ["contract", "consent", "request"]),
  };
}

function listed(policy: Policy, recipient: Recipient): PolicyPromise {
  const engager = engagerOf(policy, recipient);
  const base = {
    id: `recipients.${recipient.name}.listed`,
    mechanism: "recipient-register",
    section: "recipients",
    pieces: inBoth((language) => [
      capital(partyName(recipient, language)),
      ...(engager === undefined ? [] : [partyName(engager, language)]),
      receivedText(policy, recipient, language),
    ]),
    about: recipient.name,
    article: "GDPR art. 13(1)(e), 15(1)(c)",
    from: recipient,
  } as const;
  // Another user gets data while the service is used; nobody can say afterwards who that was.
  if (recipient.role === "other-user")
    return promise(policy, {
      ...base,
      checks: [{ kind: "stated" }],
      nl: `Gebruikt u onze dienst, dan gaat dit naar ${partyName(recipient, "nl")}: ${receivedText(policy, recipient, "nl")}.`,
      en: `When you use our service, this goes to ${partyName(recipient, "en")}: ${receivedText(policy, recipient, "en")}.`,
    });
  if (engager !== undefined)
    return promise(policy, {
      ...base,
      checks: [{ kind: "recipient-in-answers", recipient: recipient.name }],
      nl: `${capital(partyName(engager, "nl"))} schakelt ${partyName(recipient, "nl")} in en geeft dit door: ${receivedText(policy, recipient, "nl")}. Vraagt u om inzage, dan hoort u of daar gegevens van u zijn.`,
      en: `${capital(partyName(engager, "en"))} engages ${partyName(recipient, "en")} and passes this on: ${receivedText(policy, recipient, "en")}. When you ask for access, we tell you whether data of yours is there.`,
    });
  return promise(policy, {
    ...base,
    checks: [{ kind: "recipient-in-answers", recipient: recipient.name }],
    nl: `Wij geven dit aan ${partyName(recipient, "nl")}: ${receivedText(policy, recipient, "nl")}. Vraagt u om inzage, dan hoort u of daar gegevens van u zijn.`,
    en: `We give this to ${partyName(recipient, "en")}: ${receivedText(policy, recipient, "en")}. When you ask for access, we tell you whether data of yours is there.`,
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
    instructions: "alleen doen wat wij opdragen",
    "purpose-limit": "de gegevens alleen voor ons doel gebruiken",
    confidentiality: "de gegevens geheimhouden",
    security: "de gegevens goed beveiligen",
    subprocessors: "aan bedrijven die helpen dezelfde eisen stellen",
    "assist-rights": "helpen als u uw rechten gebruikt",
    "assist-security": "ons helpen met beveiliging en datalekken",
    "return-or-delete": "de gegevens aan het einde teruggeven of wissen",
    audit: "controle door ons toestaan",
    "retention-limit": "de gegevens niet langer bewaren dan mag",
    "breach-notice": "een datalek meteen melden",
    scc: "de standaardbepalingen van de Europese Commissie naleven",
  },
  en: {
    instructions: "doing only what we instruct",
    "purpose-limit": "using the data for our purpose only",
    confidentiality: "keeping the data secret",
    security: "securing the data well",
    subprocessors: "asking the same of parties that help",
    "assist-rights": "helping when you use your rights",
    "assist-security": "helping us with security and breaches",
    "return-or-delete": "returning or deleting the data at the end",
    audit: "letting us inspect",
    "retention-limit": "keeping the data no longer than is allowed",
    "breach-notice": "reporting a breach at once",
    scc: "keeping to the standard clauses of the European Commission",
  },
};

function underContract(policy: Policy, recipient: Recipient): PolicyPromise {
  const terms = (language: Language): string =>
    enumerated(
      (recipient.contract?.terms ?? []).map((term) => termTexts[language][term] ?? term),
      language,
    );
  const [nl, en] = [terms("nl"), terms("en")];
  const engager = engagerOf(policy, recipient);
  const who = (language: Language): string => partyName(recipient, language);
  const between =
    engager === undefined
      ? { nl: `Met ${who("nl")} hebben wij een contract.`, en: `We have a contract with ${who("en")}.` }
      : {
          nl: `${capital(partyName(engager, "nl"))} heeft een contract met ${who("nl")}.`,
          en: `${capital(partyName(engager, "en"))} has a contract with ${who("en")}.`,
        };
  const agreed = inBoth((language) => contractText(engager, terms(language), language));
  return promise(policy, {
    id: `recipients.${recipient.name}.contract`,
    mechanism: "dpa-gate",
    section: "recipients",
    checks: [{ kind: "recipient-contract", recipient: recipient.name }],
    nl: `${between.nl}${nl === "" ? "" : ` De afspraken: ${nl}.`}`,
    en: `${between.en}${en === "" ? "" : ` What is agreed: ${en}.`}`,
    pieces: inBoth((language) => [who(language), agreed[language]]),
    about: recipient.name,
    article: engager === undefined ? "GDPR art. 28(3)" : "GDPR art. 28(4)",
    from: recipient.contract ?? { at: recipient.at },
  });
}

/** As it stands beside the party's name. */
function contractText(engager: Recipient | undefined, terms: string, language: Language): string {
  const nl = language === "nl";
  const whose = engager === undefined ? "" : `${nl ? " met" : " with"} ${partyName(engager, language)}`;
  const agreed = terms === "" ? "." : `${nl ? ". De afspraken" : ". What is agreed"}: ${terms}.`;
  return `${nl ? "Er is een contract" : "There is a contract"}${whose}${agreed}`;
}

/** Where a party has data, and outside the EEA what protects it there: `United States, outside the European Economic Area. Protected by …` */
export function whereText(recipient: Recipient, language: Language): string {
  if (!leavesEea(recipient)) return `${capital(placesText(recipient, language))}.`;
  const nl = language === "nl";
  const also = recipient.worldwide ? (nl ? "ook " : "also ") : "";
  const area = `${also}${nl ? "buiten de Europese Economische Ruimte" : "outside the European Economic Area"}`;
  const inside = recipient.countries.filter((country) => isEea(country));
  const rest =
    recipient.worldwide || inside.length === 0
      ? ""
      : `; ${nl ? "en in" : "and in"} ${placesText({ ...recipient, countries: inside }, language)}`;
  const where = `${outsideText(recipient, language)}, ${area}${rest}.`;
  return `${capital(where)} ${protectedBy(recipient, language, true)}`;
}

function transferred(policy: Policy, recipient: Recipient): PolicyPromise {
  const text = (language: Language): string => {
    const [party, outside] = [capital(partyName(recipient, language)), outsideText(recipient, language)];
    const also = recipient.countries.some((country) => isEea(country));
    const place =
      language === "nl"
        ? `${party}: gegevens staan ${also ? "ook " : ""}buiten de Europese Economische Ruimte (${outside}).`
        : `${party}: data are ${also ? "also " : ""}kept outside the European Economic Area (${outside}).`;
    return `${place} ${protectedBy(recipient, language)}`;
  };
  return promise(policy, {
    id: `recipients.${recipient.name}.transfer`,
    mechanism: "transfer-gate",
    section: "recipients",
    checks: [{ kind: "transfer-safeguarded", recipient: recipient.name }],
    ...inBoth(text),
    pieces: inBoth((language) => [whereText(recipient, language)]),
    about: recipient.name,
    article: "GDPR art. 13(1)(f)",
    from: { at: recipient.at },
  });
}

/** A derogation allows a transfer and protects nothing (GDPR art. 49), so it is not called a protection. */
function protectedBy({ safeguard, ...recipient }: Recipient, language: Language, short = false): string {
  const nl = language === "nl";
  if (safeguard === "derogation")
    return nl
      ? "De wet laat dat in bijzondere gevallen toe. De bescherming kan daar minder zijn."
      : "The law allows that in specific situations. The protection there can be less.";
  const by =
    safeguard !== undefined && Object.hasOwn(safeguards, safeguard)
      ? safeguards[safeguard as keyof typeof safeguards][language]
      : weakestGround(recipient) === "adequacy"
        ? safeguards.adequacy[language]
        : (safeguard ?? "");
  if (short) return nl ? `Beschermd door ${by}.` : `Protected by ${by}.`;
  return nl ? `Uw gegevens zijn daar beschermd door ${by}.` : `Your data are protected there by ${by}.`;
}
