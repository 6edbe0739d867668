/** Which laws hold for a person, what exists under them, and to which authority the person can go. */
import {
  type Authority,
  authorities,
  authority,
  authorityFor,
  type Cited,
  isConfirmed,
  isEea,
  regime,
  type RegimeId,
  type Right,
  regimeFor,
  regimes,
  regimesFor,
  type RightUnder,
  rightTermOf,
} from "#law";
import { type Language, type LocalDate, type Period, periodText } from "#base";
import type { Policy, RightKind } from "../model.ts";
import type { RequestKind } from "../vocabulary.ts";
import type { ComplaintMoment } from "../chapters/complaints.ts";
import { kindsOffered, rightBehind } from "./asking.ts";
import { isIn, regionsNamed, type Residence, residenceAfterIn, residencesAsked } from "./residence.ts";

/** What a person asks for, by the right or by the kind of request. */
export type Asked = RightKind | RequestKind;

/** Kinds that laws know by other names than ours; of several the first that a law has. */
const inLaw: Readonly<Partial<Record<Asked, readonly Right[]>>> = {
  leaving: ["erasure"],
  lifting: ["restriction"],
  "marketing-objection": ["objection-to-marketing"],
  "sale-opt-out": ["opt-out-of-sale-or-sharing", "opt-out-of-sale"],
};

/** Laws of which not everybody who has customers there need be bound; they hold where the policy speaks to these people. */
const withThreshold: ReadonlySet<RegimeId> = new Set(["us-ca-ccpa", "us-ca-shine-the-light", "us-nv-603a"]);

/**
 * The laws that hold for one person: those of the place where the organisation is established, which protect everybody, and
 * those of the place where the person lives. While it is not known where somebody lives, they may live in the EEA, so that
 * the GDPR stays in the list.
 */
export function lawsFor(policy: Policy, residence?: Residence): readonly RegimeId[] {
  const { country } = policy.organisation;
  const established = regimesFor(country).map(({ id }) => id);
  if (residence === undefined) return established;
  const binding = isEea(country) || country === "GB" ? established : established.filter((id) => id !== "eu-gdpr");
  return [...new Set([...binding, ...ofResidence(policy, residence)])];
}

function ofResidence(policy: Policy, residence: Residence): readonly RegimeId[] {
  if (isEea(residence)) return ["eu-gdpr"];
  const spokenTo = [...regionsNamed(policy)].some((region) => region !== "everyone" && isIn(residence, region));
  return regimes
    .filter(({ place }) => place === residence || residence.startsWith(`${place}-`))
    .map(({ id }) => id)
    .filter((id) => spokenTo || !withThreshold.has(id));
}

/**
 * What each of these laws calls what was asked, where it names a term for it. When none does, the term of access under the
 * general law of the organisation is kept all the same: nobody waits without an end because of where they live. A complaint
 * and a withdrawal (which takes effect at once, whatever is answered) are answered within the term of access.
 */
export function rightsUnder(
  policy: Policy,
  asked: Asked,
  receivedOn: LocalDate,
  laws: readonly RegimeId[] = lawsFor(policy),
): readonly [RightUnder, ...RightUnder[]] {
  const names: readonly Right[] =
    asked === "complaint" || asked === "withdraw-consent" ? ["access"] : namesInLaw(asked);
  const [first, ...others] = laws.flatMap((regime) => {
    const right = names.find((each) => rightTermOf({ right: each, receivedOn }, regime)?.answer !== undefined);
    return right === undefined ? [] : [{ regime, right }];
  });
  if (first !== undefined) return [first, ...others];
  return [{ regime: regimeFor(policy.organisation.country).id, right: "access" }];
}

/**
 * Places that the policy speaks to where no law gives the general month for an answer, with the term that one gives instead:
 * `{residence: "US-CA", term: {amount: 45, unit: "day"}}`. None where the law of the organisation protects everybody.
 */
export function otherTerms(policy: Policy): readonly { readonly residence: Residence; readonly term: Period }[] {
  return residencesAsked(policy).flatMap((residence) => {
    const under = rightsUnder(policy, "access", policy.inForceOn, lawsFor(policy, residence));
    const terms = under.flatMap(
      ({ regime, right }) => rightTermOf({ right, receivedOn: policy.inForceOn }, regime)?.answer ?? [],
    );
    const days = terms.flatMap(({ amount, unit }) => (unit === "day" ? [amount] : []));
    return days.length < terms.length ? [] : [{ residence, term: { amount: Math.min(...days), unit: "day" } as const }];
  });
}

/** The same in a sentence: `1 month, or within 45 days if you live in California`. */
export function answerTermText(policy: Policy, month: Period, language: Language): string {
  const others = otherTerms(policy).map(({ residence, term }) =>
    language === "nl"
      ? `, of binnen ${periodText(term, "nl")} als u in ${residenceAfterIn(residence, "nl")} woont`
      : `, or within ${periodText(term, "en")} if you live in ${residenceAfterIn(residence, "en")}`,
  );
  return `${periodText(month, language)}${others.join("")}`;
}

/** By its own name first, in the words of the laws. */
export function namesInLaw(asked: Asked): readonly Right[] {
  return inLaw[asked] ?? [asked as Right];
}

/** Why a kind of request exists for a person. */
export interface Granted {
  readonly kind: RequestKind;
  /** The policy grants it to people where this person lives. */
  readonly byPolicy: boolean;
  /** The provisions that give it to this person; none where only the policy does. */
  readonly byLaw: readonly Cited[];
}

/**
 * What this person can ask. A grant to everyone and one to some together reach everyone: the wider counts, and so does a law
 * that gives more than the policy says. While it is not known where somebody lives, everything that is offered exists.
 */
export function rightsThere(policy: Policy, residence: Residence | undefined, on: LocalDate): readonly Granted[] {
  const laws = lawsFor(policy, residence);
  return kindsOffered(policy)
    .map((kind) => ({
      kind,
      byPolicy: residence === undefined || grantedTo(policy, kind, residence),
      byLaw: laws.flatMap((regime) =>
        namesInLaw(kind).flatMap((right) => rightTermOf({ right, receivedOn: on }, regime) ?? []),
      ),
    }))
    .filter(({ byPolicy, byLaw }) => byPolicy || byLaw.length > 0);
}

function grantedTo({ rights, sale }: Policy, kind: RequestKind, residence: Residence): boolean {
  const regions =
    kind === "sale-opt-out"
      ? (sale?.optOut?.for ?? [])
      : kind === "leaving"
        ? ["everyone"]
        : rights.granted.filter((granted) => granted.kind === rightBehind(kind)).flatMap((granted) => granted.for);
  return regions.some((region) => isIn(residence, region));
}

/** Where a person complains, and whether that was confirmed. */
export interface ComplaintsTo {
  readonly name: string;
  /** The page where a complaint is made. */
  readonly site: string;
  readonly unconfirmed?: boolean;
  /** Independent bodies that take the complaint now, where the policy names any for people there. */
  readonly bodies?: readonly { readonly party: string; readonly site?: string }[];
  /** What cannot be solved we put to one of these bodies ourselves. */
  readonly referred?: true;
  /** In the end the person can ask for binding arbitration. */
  readonly arbitration?: true;
}

/**
 * The same with what comes after our own answer, or instead of it when it is late: independent bodies, and arbitration where
 * the policy offers it. While it is not known where somebody lives, they live where the organisation is.
 */
export function escalationFor(
  policy: Policy,
  moment: Exclude<ComplaintMoment, "at-once">,
  residence?: Residence,
): Pick<ComplaintsTo, "bodies" | "referred" | "arbitration"> {
  const { complaints, organisation } = policy;
  const place = residence ?? organisation.country;
  const bodies = (complaints?.bodies ?? []).filter(
    ({ when, for: regions }) =>
      when.some((one) => one === "at-once" || one === moment) &&
      regions.some((region) => region === "everyone" || isIn(place, region)),
  );
  if (bodies.length === 0 && complaints?.arbitration === undefined) return {};
  return {
    ...(bodies.length > 0 && {
      bodies: bodies.map(({ party, site }) => ({ party, ...(site !== undefined && { site }) })),
    }),
    ...(bodies.length > 0 && complaints?.referred !== undefined && { referred: true }),
    ...(complaints?.arbitration !== undefined && { arbitration: true }),
  };
}

/**
 * The authority of where the person lives (GDPR art. 77(1)); one that the policy names for people there when we know none;
 * otherwise, and while it is not known where somebody lives, that of the organisation.
 */
export function complaintsTo(policy: Policy, residence?: Residence): ComplaintsTo {
  const there = residence === undefined ? undefined : authorityFor(residence);
  if (there !== undefined) return shown(there);
  const named = (policy.complaints?.authorities ?? []).find(
    (each) =>
      residence !== undefined &&
      each.for.some((region) => region !== "everyone" && isIn(residence, region)) &&
      each.site !== undefined,
  );
  if (named?.site !== undefined) return { name: named.title, site: named.site, unconfirmed: false };
  return shown(authority(policy.organisation.authority) ?? (authorities[0] as Authority));
}

/**
 * The place whose law came beside that of the organisation, when all that is known is which laws hold; `undefined` where it is
 * the EEA, which has many authorities, or where none came beside it.
 */
export function placeBehind(policy: Policy, laws: readonly RegimeId[]): Residence | undefined {
  const established = lawsFor(policy);
  const places = laws.filter((id) => !established.includes(id)).map((id) => regime(id).place);
  // A part of a country has more of its own than the country.
  return places.filter((place) => place !== "EU").toSorted((one, other) => other.length - one.length)[0];
}

function shown(found: Authority): ComplaintsTo {
  return { name: found.name, site: found.complaintPage, unconfirmed: !isConfirmed(found) };
}
