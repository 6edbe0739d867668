/** What people can ask under a policy, what they must say with it, and for which reasons it can be refused. */
import type { Policy, Purpose, RightKind } from "../model.ts";
import type { RefusalReason, RequestKind } from "../vocabulary.ts";

/** How a kind of request stands in the law: the right behind it, and what may be refused for which reason. */
interface Standing {
  /** The right of which it is a use; its term, its article and its grant count. */
  readonly right: RightKind;
  readonly reasons: readonly RefusalReason[];
  /** What somebody names with it, one or more: purposes of the policy. */
  readonly names?: (policy: Policy) => readonly Purpose[];
  /** Whether the person must say in words what it is about. */
  readonly words?: "needed";
}

/** Reasons that can meet every request that is decided by staff (GDPR art. 12(2), 12(5), 28). */
const always = ["no-data-found", "identity-not-shown", "unfounded-or-excessive", "not-our-customer"] as const;

const standings: Readonly<Record<RequestKind, Standing>> = {
  access: { right: "access", reasons: [...always, "rights-of-others"] },
  rectification: { right: "rectification", reasons: [...always, "data-is-right", "legal-obligation"] },
  erasure: { right: "erasure", reasons: [...always, "legal-obligation", "legal-claims", "rights-of-others"] },
  leaving: { right: "erasure", reasons: [...always, "legal-obligation", "legal-claims", "rights-of-others"] },
  restriction: { right: "restriction", reasons: [...always, "no-ground-to-restrict"] },
  // It is the person's own to end (GDPR art. 18(3)): nothing but who asks can stand in the way.
  lifting: { right: "restriction", reasons: ["no-data-found", "identity-not-shown"] },
  portability: { right: "portability", reasons: [...always, "rights-of-others"] },
  objection: {
    right: "objection",
    reasons: ["compelling-grounds", "legal-claims", ...always],
    names: contestable,
  },
  // Never refused: these take effect when they are made (GDPR art. 7(3), 21(3)).
  "marketing-objection": { right: "objection", reasons: [] },
  "withdraw-consent": { right: "withdraw-consent", reasons: [], names: onConsent },
  "sale-opt-out": { right: "objection", reasons: [] },
  "automated-decision": {
    right: "automated-decision",
    reasons: ["decision-stands", "identity-not-shown", "unfounded-or-excessive"],
    words: "needed",
  },
  // Somebody else says so, and only about whom it is can show otherwise.
  "under-age-report": { right: "erasure", reasons: ["of-age", "no-data-found", "legal-obligation"] },
  complaint: { right: "complaint", reasons: ["complaint-unfounded"], words: "needed" },
};

/** Processing that may be objected to (GDPR art. 21(1)): it rests on an interest or a public task. */
function contestable({ purposes }: Policy): readonly Purpose[] {
  return purposes.filter(({ basis }) => basis.kind === "legitimate-interest" || basis.kind === "public-task");
}

function onConsent({ purposes }: Policy): readonly Purpose[] {
  return purposes.filter(({ basis }) => basis.kind === "consent");
}

/** Purposes for which something is sent that promotes (ePrivacy Directive art. 13). */
export function marketingPurposes(policy: Policy): readonly string[] {
  const promoting = (policy.messages ?? []).filter((message) => message.class === "marketing");
  return [...new Set(promoting.flatMap(({ purpose }) => purpose ?? []))];
}

/** The kinds that somebody can ask for, in the order of the law. A restriction can be lifted wherever it can be asked. */
export function kindsOffered(policy: Policy): readonly RequestKind[] {
  return (Object.keys(standings) as RequestKind[]).filter((kind) => isOffered(policy, kind));
}

export function isOffered(policy: Policy, kind: RequestKind): boolean {
  const { rights, sale } = policy;
  if (kind === "leaving") return rights.leavingErases;
  if (kind === "under-age-report") return (policy.minors?.report ?? policy.minors?.found) !== undefined;
  if (kind === "sale-opt-out") return sale?.optOut !== undefined;
  const { right, names } = standings[kind];
  if (!rights.granted.some((granted) => granted.kind === right)) return false;
  if (kind === "marketing-objection") return marketingPurposes(policy).length > 0;
  return names === undefined || names(policy).length > 0;
}

/** The right of the policy that is used. */
export function rightBehind(kind: RequestKind): RightKind {
  return standings[kind].right;
}

/** For which reasons staff can refuse it. None: it cannot be refused. */
export function refusalReasonsFor(kind: RequestKind): readonly RefusalReason[] {
  return standings[kind].reasons;
}

/** What the person chooses from when asking; `undefined` when nothing need be named. */
export function purposesToName(policy: Policy, kind: RequestKind): readonly Purpose[] | undefined {
  return standings[kind].names?.(policy);
}

/**
 * Whether an agent or a parent can ask it for somebody. What takes effect by itself needs nobody: it stops something, and is
 * confirmed by, or asked of, the address that it is about.
 */
export function mayBeAskedForOther(kind: RequestKind): boolean {
  return kind !== "under-age-report" && refusalReasonsFor(kind).length > 0;
}

/** Whether a request of this kind means nothing without words of the person. */
export function wordsNeeded(kind: RequestKind): boolean {
  return standings[kind].words === "needed";
}
