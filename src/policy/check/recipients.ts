import type { Problem } from "#base";
import { isCategory } from "../categories.ts";
import { engagerOf, partyName } from "../decisions/sharing.ts";
import { contractTerms } from "../language/purposes.ts";
import type { Policy, Recipient } from "../model.ts";

/** The terms of GDPR art. 28(3); the later ones of the list are not asked of every contract. */
const termsOfProcessors = contractTerms.slice(0, contractTerms.indexOf("audit") + 1);

export function recipientFindings(policy: Policy): readonly Problem[] {
  return policy.recipients.flatMap((recipient) => [
    ...contractFindings(policy, recipient),
    ...engagedFindings(policy, recipient),
    ...dataFindings(policy, recipient),
  ]);
}

function contractFindings(policy: Policy, recipient: Recipient): readonly Problem[] {
  const { contract, name } = recipient;
  const party = partyName(recipient, "en");
  const engager = engagerOf(policy, recipient);
  const where = {
    at: contract?.at ?? recipient.at,
    path: `recipients.${name}.contract`,
    article: engager === undefined ? "GDPR art. 28(3)" : "GDPR art. 28(4)",
  } as const;
  if (contract === undefined) {
    if (recipient.role !== "processor") return [];
    return [
      {
        ...where,
        code: "processor-without-contract",
        severity: "warning",
        message:
          engager === undefined
            ? `${party} is a processor and no contract is declared.`
            : `${party} is engaged by ${partyName(engager, "en")}, and no contract between the two is declared.`,
        remedy: "Add contract: {signed: <date>, document: <path>, terms: [...]}.",
      },
    ];
  }
  const findings: Problem[] = [];
  if (contract.expiresOn !== undefined && contract.expiresOn < policy.inForceOn)
    findings.push({
      ...where,
      code: "contract-expired",
      severity: "warning",
      message: `The contract with ${party} ended on ${contract.expiresOn}, before this policy is in force.`,
      remedy: "Renew the contract and correct the dates, or leave the recipient out.",
    });
  const missing = termsOfProcessors.filter((term) => !contract.terms.includes(term));
  if (recipient.role === "processor" && missing.length > 0)
    findings.push({
      ...where,
      code: "contract-terms-missing",
      severity: "note",
      message: `As declared, the contract with ${party} does not settle ${missing.join(", ")}.`,
      remedy: "Look in the contract; add the terms that it has, and agree on the others.",
    });
  return findings;
}

/** What a recipient may pass on, and to whom (GDPR art. 28(2) and (4)). */
function engagedFindings(policy: Policy, recipient: Recipient): readonly Problem[] {
  const engager = engagerOf(policy, recipient);
  if (engager === undefined) return [];
  const [party, by] = [partyName(recipient, "en"), partyName(engager, "en")];
  const where = { at: recipient.at, path: `recipients.${recipient.name}.engagedBy` } as const;
  const findings: Problem[] = [];
  const named = Object.values(recipient.party);
  const { subprocessors } = engager;
  if (subprocessors === "none" || (subprocessors !== "general" && !subprocessors.some((one) => named.includes(one))))
    findings.push({
      ...where,
      code: "engaged-without-permission",
      severity: "error",
      message: `${by} engages ${party}, and may not: its subprocessors are ${subprocessors === "none" ? "none" : subprocessors.join(", ")}.`,
      remedy: `Write subprocessors: general, or add ${party} to the names, at "${engager.name}"; or have it stopped.`,
      article: "GDPR art. 28(2)",
    });
  if (engager.role !== "processor")
    findings.push({
      ...where,
      code: "engaged-by-no-processor",
      severity: "warning",
      message: `${by} decides for itself (${engager.role}), so whom it engages is its own affair and not yours.`,
      remedy: "Leave engagedBy out when you give the data yourself, or leave the recipient out.",
      article: "GDPR art. 28(4)",
    });
  const more = [
    ...recipient.receives.filter((one) => !engager.receives.some((given) => isCategory(one, given))),
    ...recipient.purposes.filter((one) => !engager.purposes.includes(one)),
  ];
  if (more.length > 0)
    findings.push({
      ...where,
      code: "engaged-for-more",
      severity: "warning",
      message: `${party} is engaged by ${by} with more than ${by} itself has: ${more.join(", ")}.`,
      remedy: `Leave it out at "${recipient.name}", or add it to "${engager.name}".`,
      article: "GDPR art. 28(4)",
    });
  return findings;
}

function dataFindings(policy: Policy, recipient: Recipient): readonly Problem[] {
  const uses = policy.purposes
    .filter((purpose) => recipient.purposes.includes(purpose.name))
    .flatMap((purpose) => purpose.uses);
  const idle = recipient.receives.filter(
    (name) => !uses.some((used) => isCategory(name, used) || isCategory(used, name)),
  );
  const findings: Problem[] = [];
  if (idle.length > 0)
    findings.push({
      code: "shared-without-purpose",
      severity: "warning",
      message: `${partyName(recipient, "en")} receives ${idle.join(", ")}, which none of its purposes uses.`,
      remedy: "Add it to the purpose, or stop sending it.",
      at: recipient.at,
      path: `recipients.${recipient.name}.receives`,
      article: "GDPR art. 5(1)(b), 5(1)(c)",
    });
  if (recipient.holdsWhen.length === 0 && recipient.engagedBy === undefined && policy.systems.length > 0)
    findings.push({
      code: "recipient-for-everybody",
      severity: "note",
      message: `No rows show whose data ${partyName(recipient, "en")} has, so answers name it to everybody its purposes concern.`,
      remedy: "Add holdsWhen: [system.table] where rows show it.",
      at: recipient.at,
      path: `recipients.${recipient.name}.holdsWhen`,
      article: "GDPR art. 15(1)(c)",
    });
  return findings;
}
