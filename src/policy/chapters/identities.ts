/**
 * How people are known beside their e-mail address: a telephone number, or a number or name of the organisation's own. Whoever
 * asks may name one; it proves nothing, so before anything is given or erased staff see who is asking (GDPR art. 11(2), 12(6)).
 */
import { hasPhonePlan, type Localized, normaliseEmail, normalisePhone, phoneSpellings, type Problem, say } from "#base";
import { promise } from "../compile/draft.ts";
import { mapping, may, named } from "../grammar/collections.ts";
import { checkOwnName, declared, said } from "../language/words.ts";
import type { Declared, PersonPath, Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import { chapter, entryNames } from "./chapter.ts";
import { eachEntry } from "./phrases.ts";

/** `phone` is compared as a telephone number however it is written; every other identity as a text, without case and outer blanks. */
export interface IdentityKind extends Declared {
  readonly name: string;
  /** What people call it: `customer number`. */
  readonly title: Localized;
}

/** The identity that is a telephone number. */
const phone = "phone";

const kind = named({
  what: "an identity",
  check: (name) =>
    name === "email"
      ? {
          message: '"email" is always an identity.',
          remedy: "Leave it out; name only what people are known by beside it.",
        }
      : checkOwnName(name),
  kind: mapping({
    name: "Identity kind",
    doc: "What people can be known by beside their e-mail address. `phone` is a telephone number, compared however it is written; any other name is one of your own, compared as a text. Whoever asks may name it, and staff then check who is asking.",
    example: "identities:\n  phone: {}\n  customer-number: {title: {nl: klantnummer, en: customer number}}",
    members: {
      title: may(said, "What people call it: `customer number`. Not needed for `phone`."),
      ...declared,
    },
  }),
});

export const identities = chapter({
  word: "identities",
  doc: "What people can be known by beside their e-mail address.",
  kind,
  declares: { what: "identity", names: entryNames },
  resolve: (read, names): readonly IdentityKind[] =>
    eachEntry(read, (written, name) => ({
      ...names.declaredBy(written, name.at),
      name: name.text,
      title:
        written.title === undefined && name.text === phone
          ? { nl: "telefoonnummer", en: "phone number" }
          : names.title(written.title, name.text),
    })),
  promises: (all, policy) => all.map((identity) => promiseOf(identity, policy)),
  problems: (all, policy) => all.flatMap((identity) => problemsOf(identity, policy)),
});

function promiseOf(identity: IdentityKind, policy: Policy): PolicyPromise {
  const { name, title } = identity;
  return promise(policy, {
    id: `identities.${name}`,
    section: "rights",
    about: name,
    mechanism: "requester-verification",
    checks: [{ kind: "copy-only-to-known-address" }],
    article: "GDPR art. 12(6)",
    nl: `Kennen wij u ook of alleen via uw ${say(title, "nl")}? Noem dat dan bij uw verzoek. Voordat wij daarop iets doen, vragen wij wie u bent.`,
    en: `Do we know you also or only by your ${say(title, "en")}? Then name it in your request. Before we act on it, we ask who you are.`,
    from: identity,
  });
}

function problemsOf({ name, at }: IdentityKind, policy: Policy): readonly Problem[] {
  const path = `identities.${name}`;
  const tables = policy.systems.flatMap((system) => system.tables);
  const used = tables.some(({ person, alsoAbout }) =>
    [...person, ...alsoAbout].some((each) => identityColumns(each).some(({ identity }) => identity === name)),
  );
  const found: Problem[] = [];
  if (!used)
    found.push({
      code: "identity-not-used",
      severity: "warning",
      message: `People may name their ${name}, and in no system are they found by it.`,
      remedy: `Name the column by which they are: ${name === phone ? "{is: …, phone: <column>} or {phone: <column>, of: …}" : `{is: …, identities: {${name}: <column>}} or {identity: ${name}, column: <column>, of: …}`}. Or leave the identity out.`,
      at,
      path,
    });
  if (name === phone && !hasPhonePlan(policy.organisation.country))
    found.push({
      code: "phone-without-plan",
      severity: "warning",
      message: `How telephone numbers are written in ${policy.organisation.country} is not known, so only those with a country code are found.`,
      remedy: "Keep numbers with their country code: +31612345678.",
      at,
      path,
    });
  return found;
}

/** The columns of a path that hold an identity, and which one. E-mail addresses included; digests are not. */
export function identityColumns(path: PersonPath): readonly { readonly identity: string; readonly column: string }[] {
  if (path.kind === "identity") return path.digest === true ? [] : [{ identity: path.identity, column: path.column }];
  if (path.kind !== "is") return [];
  return [...(path.email === undefined ? [] : [{ identity: "email", column: path.email }]), ...(path.known ?? [])];
}

/** A person as they say that they are known. */
export interface KnownAs {
  readonly identity: string;
  /** Every way in which a system may have written it, the usual one first; see `phoneSpellings` for telephone numbers. */
  readonly spellings: readonly string[];
}

/** What somebody named as an identity of theirs; `undefined` when it can be none, or when the policy knows no such identity. */
export function knownAs(policy: Policy, identity: string, value: string): KnownAs | undefined {
  if (policy.identities?.some(({ name }) => name === identity) !== true) return undefined;
  const { country } = policy.organisation;
  if (identity === phone) {
    const number = normalisePhone(value, country);
    return number === undefined ? undefined : { identity, spellings: phoneSpellings(number, country) };
  }
  const text = normaliseEmail(value);
  return text === "" ? undefined : { identity, spellings: [text] };
}
