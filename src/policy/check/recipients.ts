import type { Problem } from "#base";
import { isCategory } from "../categories.ts";
import { partyName } from "../decisions/sharing.ts";
import { contractTerms } from "../language/purposes.ts";
import type { Policy, Recipient } from "../model.ts";

/** The terms of GDPR art. 28(3); the later ones of the list are not asked of every contract. */
const termsOfProcessors = contractTerms.slice(0, contractTerms.indexOf("audit") + 1);

export function recipientFindings(policy: Policy): readonly Problem[] {
  return policy.recipients.flatMap((recipient) => [
    ...contractFindings(policy, recipient),
    ...dataFindings(policy, recipient),
  ]);
}

function contractFindings(policy: Policy, recipient: Recipient): readonly Problem[] {
  const { contract, name } = recipient;
  const party = partyName(recipient, "en");
  const where = {
    at: contract?.at ?? recipient.at,
    path: `recipients.${name}.contract`,
    article: "GDPR art. 28(3)",
  } as const;
  if (contract === undefined) {
    if (recipient.role !== "processor") return [];
    return [
      {
        ...where,
        code: "processor-without-contract",
        severity: "warning",
        message: `${party} is a processor and no contract is declared.`,
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
  if (recipient.holdsWhen.length === 0 && policy.systems.length > 0)
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
