/** What is wrong with consents, beside the purposes that rest on them. */
import type { Problem } from "#base";
import type { Policy } from "../model.ts";
import type { Consent } from "./consents.ts";

/** Ways that cost more than one click. */
const laborious: readonly string[] = ["phone", "post"];

export function consentProblems(all: readonly Consent[], policy: Policy): readonly Problem[] {
  return [
    ...all.flatMap((consent) => problemsOf(consent, policy)),
    ...uncovered(all, policy),
    ...explicit(all, policy),
  ];
}

function problemsOf(consent: Consent, policy: Policy): readonly Problem[] {
  const { name, purposes, asked, withdraw, at } = consent;
  const path = `consents.${name}`;
  const others = policy.purposes.filter(({ name: each, basis }) => purposes.includes(each) && basis.kind !== "consent");
  const found = others.map(
    ({ name: purpose, basis }): Problem => ({
      code: "consent-for-other-basis",
      severity: "error",
      message: `Consent is asked for "${purpose}", which rests on ${basis.kind}: saying no would change nothing.`,
      remedy: "Put the purpose on consent, or do not ask.",
      at,
      path: `${path}.for`,
      article: "GDPR art. 6(1), 7(3)",
    }),
  );
  const mandatory = policy.purposes.filter((each) => purposes.includes(each.name) && each.required !== undefined);
  if (consent.refusing !== undefined)
    found.push(
      ...mandatory.map(
        (purpose): Problem => ({
          code: "refusing-costs",
          severity: "warning",
          message: `Refusing costs nothing, and "${purpose.name}" says what happens without the data.`,
          remedy: "Make sure the consequence is no more than that this one thing does not happen.",
          at: consent.refusing?.at ?? at,
          path: `${path}.refusing`,
          article: "GDPR art. 7(4)",
        }),
      ),
    );
  const easy = asked.some(({ way }) => way !== "written");
  if (easy && withdraw !== undefined && withdraw.is.every((way) => laborious.includes(way)))
    found.push({
      code: "withdrawing-harder",
      severity: "warning",
      message: `"${name}" is given with one act, and withdrawn by ${withdraw.is.join(" or ")}.`,
      remedy: "Add a way that is as easy as giving it: link, profile or e-mail.",
      at: withdraw.at,
      path: `${path}.withdraw`,
      article: "GDPR art. 7(3)",
    });
  return found;
}

/** Purposes on consent that nobody is asked for. */
function uncovered(all: readonly Consent[], policy: Policy): readonly Problem[] {
  const covered = new Set(all.flatMap(({ purposes }) => purposes));
  return policy.purposes
    .filter(({ name, basis }) => basis.kind === "consent" && !covered.has(name))
    .map(({ name, at }) => ({
      code: "consent-not-asked",
      severity: "warning",
      message: `"${name}" rests on consent, and no consent is asked for it.`,
      remedy: "Name it under consents, or leave the purpose out.",
      at,
      path: `purposes.${name}.basis`,
      article: "GDPR art. 7(1)",
    }));
}

/** Explicit consent is a statement about exactly this data; asking for something is not enough (GDPR art. 9(2)(a)). */
function explicit(all: readonly Consent[], policy: Policy): readonly Problem[] {
  const special = policy.categories.filter((each) => each.ground === "explicit-consent").map(({ name }) => name);
  return all.flatMap(({ name, purposes, asked }) => {
    const uses = policy.purposes.filter((each) => purposes.includes(each.name)).flatMap((each) => each.uses);
    const found = special.filter((category) => uses.includes(category));
    return found.length === 0
      ? []
      : asked
          .filter(({ way }) => way === "act")
          .map(({ at }) => ({
            code: "consent-not-explicit",
            severity: "error",
            message: `"${name}" covers ${found.join(", ")}, which needs explicit consent, and sending or asking something is not that.`,
            remedy: "Ask with a tick-box, in the settings, in writing or aloud.",
            at,
            path: `consents.${name}.asked`,
            article: "GDPR art. 9(2)(a)",
          }));
  });
}
