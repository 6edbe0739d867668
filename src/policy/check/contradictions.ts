import type { Problem } from "#base";
import { authority, isEea, transferTools } from "#law";
import { partyName } from "../decisions/sharing.ts";
import { clip } from "../grammar/values.ts";
import type { Policy, Recipient } from "../model.ts";
import { placeOfRegion } from "../regions.ts";
import { textsIn } from "./texts.ts";

/** Where a policy says two things of which one cannot be true, across subjects. Each subject finds its own in its chapter. */
export function contradictionFindings(policy: Policy): readonly Problem[] {
  return [
    ...policy.recipients.flatMap(ownUseDenied),
    ...rightsThatCost(policy),
    ...wrongAuthority(policy),
    ...rightsByResidence(policy),
    ...childrenInFamilies(policy),
    ...frameworksBeforeLaw(policy),
    ...placeholders(policy),
  ];
}

/** Who uses data for itself is no processor for that use, whatever its contract is called (GDPR art. 28(10)). */
function ownUseDenied(recipient: Recipient): readonly Problem[] {
  const { ownUse, role, contract, clauses, name, at } = recipient;
  const denied =
    role === "processor" || contract?.terms.includes("purpose-limit") === true || clauses["notItsOwn"] !== undefined;
  if (ownUse === undefined || !denied) return [];
  return [
    {
      code: "own-use-denied",
      severity: "warning",
      message: `${partyName(recipient, "en")} may use data only for you, and says that it also uses it for itself.`,
      remedy: "Settle which of the two holds: end that use in the contract, or name the party as controller for it.",
      at,
      path: `recipients.${name}.ownUse`,
      article: "GDPR art. 28(3)(a), 28(10)",
    },
  ];
}

function rightsThatCost({ rights }: Policy): readonly Problem[] {
  const portability = rights.granted.find(({ kind }) => kind === "portability");
  const ends = portability?.clauses["serviceMayEnd"];
  if (ends === undefined) return [];
  const promised = rights.general["noRetaliation"] !== undefined;
  return [
    {
      code: "right-costs-service",
      severity: promised ? "error" : "warning",
      message: promised
        ? "It is promised that no right costs anything, and that the service may end when data is taken along."
        : "Who takes data along may lose the service, which makes the right cost something.",
      remedy: "Leave serviceMayEnd out: taking a copy along takes nothing away from you.",
      at: ends.at,
      path: "rights.portability.serviceMayEnd",
      article: "GDPR art. 12(2), 12(5), 20(3)",
    },
  ];
}

/** The lead authority is that of the main establishment; a complaint elsewhere is passed on (GDPR arts. 56(1), 77(1)). */
function wrongAuthority({ organisation }: Policy): readonly Problem[] {
  const named = authority(organisation.authority);
  if (named === undefined || named.country === organisation.country || !isEea(organisation.country)) return [];
  return [
    {
      code: "wrong-authority",
      severity: "error",
      message: `${named.name} is the authority of ${named.country}; the organisation is in ${organisation.country}.`,
      remedy:
        "Leave authority out: the one of your own country is then taken. Name others under complaints.authorities.",
      at: organisation.at,
      path: "organisation.authority",
      article: "GDPR art. 13(2)(d), 55(1), 56(1)",
    },
  ];
}

/** Whoever is established in the EEA owes the GDPR to everybody whose data it uses (GDPR art. 3(1)). */
function rightsByResidence({ organisation, rights }: Policy): readonly Problem[] {
  if (!isEea(organisation.country)) return [];
  return rights.granted
    .filter(({ for: regions }) => !regions.includes("everyone") && regions.some((each) => placeOfRegion(each) === "EU"))
    .map(({ kind, at }) => ({
      code: "rights-by-residence",
      severity: "warning",
      message: `The right "${kind}" is granted to people in some regions; the organisation owes it to everybody.`,
      remedy: "Leave for out.",
      at,
      path: `rights.${kind}.for`,
      article: "GDPR art. 3(1)",
    }));
}

function childrenInFamilies({ minors }: Policy): readonly Problem[] {
  if (minors?.family === undefined || minors.below !== "refused" || minors.age < 16) return [];
  return [
    {
      code: "children-in-families",
      severity: "warning",
      message: `Nobody under ${minors.age} may take part, and a family may use one account, so its children do.`,
      remedy: "Write below: parental-consent, or do not offer one account to a family.",
      at: minors.family.at,
      path: "minors.family",
      article: "GDPR art. 5(1)(a), 8",
    },
  ];
}

const tools = { "eu-us-dpf": "dpf.eu-us", "uk-us-dpf": "dpf.uk", "swiss-us-dpf": "dpf.swiss-us" } as const;

/** A framework that the law did not know yet when the policy came into force. */
function frameworksBeforeLaw({ transfers, inForceOn }: Policy): readonly Problem[] {
  return (transfers?.frameworks ?? []).flatMap((framework): Problem[] => {
    const id = framework.framework in tools ? tools[framework.framework as keyof typeof tools] : undefined;
    const from = transferTools.find((tool) => tool.id === id)?.validFrom;
    if (from === undefined || from <= inForceOn) return [];
    return [
      {
        code: "framework-before-law",
        severity: "error",
        message: `"${framework.name}" rests on an arrangement that holds from ${from}, after this policy came into force.`,
        remedy: "Name the safeguard that held on that day, or correct the date.",
        at: framework.at,
        path: `transfers.frameworks.${framework.name}`,
        article: "GDPR art. 45, 46",
      },
    ];
  });
}

/** What templates, translators and mail protection leave behind. */
const marks =
  /\b(lorem ipsum|todo|tbd|fixme|xxx+|voorbeeld:|example:|uw bedrijfsnaam|your company|company name|bedrijfsnaam hier)\b|\[[^\]]{2,40}\]|<[a-z ]{3,30}>|\{\{|email\s?protected/iu;

function placeholders(policy: Policy): readonly Problem[] {
  return textsIn(policy).flatMap(({ text, at, path }): Problem[] => {
    const found = Object.values(text)
      .map((words) => marks.exec(words)?.[0])
      .find((mark) => mark !== undefined);
    if (found === undefined) return [];
    return [
      {
        code: "placeholder",
        severity: "warning",
        message: `"${clip(found)}" looks like something that was to be filled in.`,
        remedy: "Write what is meant, or leave it out.",
        at,
        path,
        article: "GDPR art. 12(1)",
      },
    ];
  });
}
