/** What a kind of request must say of itself. One file beside this one per kind, all of this shape. */
import type { Plan, PersonAction } from "#plans";
import type { Policy, RequestKind, RequestOutcome } from "#policy";
import type { Told } from "../closing-letter.ts";
import type { LifecycleName } from "../lifecycle.ts";
import type { Letter, Letters, Frame } from "../letters/letter.ts";
import type { Write } from "../post.ts";

export interface RequestKindRules {
  readonly kind: RequestKind;
  readonly lifecycle: LifecycleName;
  /** How the register says that the person got what they asked. */
  readonly outcome: RequestOutcome;
  /** Who says it is not whom it is about: no code and no link go out, and the person is told at once that it was said. */
  readonly saidByOthers?: true;
  /** What is done in the systems; absent where staff only decide, or nothing need be decided. */
  readonly plan?: {
    readonly action: PersonAction;
    /** Only under such a policy; always when left out. */
    readonly when?: (policy: Policy) => boolean;
    /** The person says first what exactly is to be done, and staff look at it before there is a plan. */
    readonly proposedByPerson?: true;
  };
  /** Present when the plan makes an answer that is handed over behind a link. */
  readonly handsOver?: {
    /** How it ends when nobody used the link. */
    readonly notFetched: RequestOutcome;
    readonly letter: (letters: Letters, frame: Frame, told: { link: string; expiresAt: string }) => Letter;
  };
  /** Goes out when staff approved, before anything is done (GDPR art. 18(3)). */
  readonly noticeBefore?: Write;
  /** The last letter, when nothing is handed over: after the plan, the decision, or at once. */
  readonly closingLetter?: (letters: Letters, frame: Frame, told: Told, plan?: Plan) => Letter;
}
