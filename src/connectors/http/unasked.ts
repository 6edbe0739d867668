/** Parties of a policy that Gestand could reach by a declaration that comes along, and does not. */
import { type Problem, say } from "#base";
import type { Policy } from "#policy";
import { builtInServices } from "./load.ts";

/**
 * A note for each recipient that is called like such a service while no store asks it: what persons want goes there by letter,
 * or by hand, although a program could do it.
 */
export function unaskedServices(policy: Policy): readonly Problem[] {
  const services = builtInServices();
  const asked = (policy.stores ?? []).flatMap(({ reach }) => (reach?.kind === "http" ? [reach.service] : []));
  return policy.recipients.flatMap((recipient): Problem[] => {
    const party = ` ${say(recipient.party, "en")
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, " ")} `;
    const service = services.find((name) => party.includes(` ${name.replaceAll("-", " ")} `));
    if (service === undefined || asked.some((name) => name === service || name.startsWith(`${service}-`))) return [];
    return [
      {
        code: "service-not-asked",
        severity: "note",
        at: recipient.at,
        path: `recipients.${recipient.name}`,
        message: `Gestand comes with a declaration of what "${service}" can be asked, and no store of the policy uses it: "${recipient.name}" hears of requests by letter.`,
        remedy: `Add a store with "reach: {kind: http, url: env:…, service: ${service}}". "gestand service try ${service}" shows its calls.`,
      },
    ];
  });
}
