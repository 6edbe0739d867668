import type { OnBehalf, RedirectedRight } from "../chapters/on-behalf.ts";
import type { Policy } from "../model.ts";
import type { Asked } from "./laws.ts";

/** Where rows of somebody were found: `{system: platform, table: subscribers}`. */
export interface FoundIn {
  readonly system: string;
  readonly table: string;
}

/**
 * What must be done with a request, by where the person is known. `refer`: everything that was found is used for customers,
 * who decide about it (GDPR art. 28(3)(e)); nothing is given or erased here. `partly`: some of it is; the rest is ours.
 */
export type Referral =
  | { readonly kind: "answer" }
  | { readonly kind: "refer" | "partly"; readonly to: readonly OnBehalf[] };

/** Nobody found is answered: nothing says that there is a customer to ask. */
export function referralFor(policy: Policy, asked: Asked, found: readonly FoundIn[]): Referral {
  const redirecting = redirectsOf(policy, asked);
  const behind = ({ system, table }: FoundIn) =>
    redirecting.filter(({ tables }) => tables.includes(`${system}.${table}`));
  const to = redirecting.filter((one) => found.some((place) => behind(place).includes(one)));
  if (to.length === 0) return { kind: "answer" };
  return { kind: found.every((place) => behind(place).length > 0) ? "refer" : "partly", to };
}

/** What is done for customers and sends requests like this one to them. */
export function redirectsOf(policy: Policy, asked: Asked): readonly OnBehalf[] {
  const right = asked === "leaving" ? "erasure" : asked;
  return (policy.onBehalf ?? []).filter(
    ({ redirects }) => redirects?.rights.includes(right as RedirectedRight) === true,
  );
}
