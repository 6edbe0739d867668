/** Who else gets data, where, under which safeguard and contract (GDPR arts. 28, 30(1)(d)–(e), 44–49). */
import { dateText, enumerated, type Language, say } from "#base";
import { countryName } from "#law";
import { engagerOf, leavesEea, partyName, type Policy, receivedText, type Recipient } from "#policy";
import { purposeTitles, safeguardText, type Writing, writing } from "../phrases.ts";
import { type Columns, sheet, type Sheet } from "./sheet.ts";

const columns: Columns = {
  party: { nl: "Ontvanger", en: "Recipient" },
  role: { nl: "Rol", en: "Role" },
  engagedBy: { nl: "Ingeschakeld door", en: "Engaged by" },
  countries: { nl: "Landen", en: "Countries" },
  outsideEea: { nl: "Buiten de EER", en: "Outside the EEA" },
  safeguard: { nl: "Waarborg", en: "Safeguard" },
  purposes: { nl: "Waarvoor", en: "What for" },
  data: { nl: "Gegevens", en: "Data" },
  subprocessors: { nl: "Schakelt in", en: "Engages" },
  contractSigned: { nl: "Contract getekend", en: "Contract signed" },
  contractExpires: { nl: "Contract verloopt", en: "Contract expires" },
  contract: { nl: "Document", en: "Document" },
  ownUse: { nl: "Eigen gebruik", en: "Own use" },
  privacyNotice: { nl: "Eigen privacyverklaring", en: "Its own privacy notice" },
};

const words = {
  title: { nl: "Ontvangers en doorgiften", en: "Recipients and transfers" },
  yes: { nl: "ja", en: "yes" },
  no: { nl: "nee", en: "no" },
  worldwide: { nl: "overal ter wereld", en: "anywhere in the world" },
} as const;

export function recipientsSheet(policy: Policy, language: Language): Sheet {
  const about = writing(policy, language);
  return sheet(
    "recipients",
    words.title,
    columns,
    policy.recipients.map((recipient) => row(about, recipient)),
    language,
  );
}

function row(about: Writing, recipient: Recipient): Record<string, string | undefined> {
  const { policy, language, words: texts } = about;
  const { contract, subprocessors, countries, worldwide } = recipient;
  const outside = leavesEea(recipient);
  const engager = engagerOf(policy, recipient);
  return {
    party: partyName(recipient, language),
    role: texts.role[recipient.role],
    engagedBy: engager && partyName(engager, language),
    countries: worldwide ? words.worldwide[language] : countries.map((code) => countryName(code, language)).join(", "),
    outsideEea: words[outside ? "yes" : "no"][language],
    safeguard: outside ? safeguardText(recipient.safeguard ?? "adequacy", language) : undefined,
    purposes: purposeTitles(about, recipient.purposes),
    data: receivedText(policy, recipient, language),
    subprocessors:
      recipient.role !== "processor"
        ? undefined
        : typeof subprocessors === "string"
          ? texts.recipients.subprocessors[subprocessors]
          : enumerated(subprocessors, language),
    contractSigned: contract && dateText(contract.signedOn, language),
    contractExpires: contract?.expiresOn && dateText(contract.expiresOn, language),
    contract: contract?.document,
    ownUse: say(recipient.ownUse, language),
    privacyNotice: recipient.privacyNotice,
  };
}
