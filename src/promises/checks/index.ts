/** Every check that the policy can ask for, and who answers it. The compiler names the one that is missing. */
import type { PromiseCheck, PromiseCheckKind } from "#policy";
import { frameworkValid } from "./frameworks.ts";
import { consentAsked, consentConfirmed, consentWithdrawable } from "./consent-acts.ts";
import { consentGiven, consentRenewed, parentsAsked, proofEnds } from "./consents.ts";
import { type CheckOutcome, said, stated, unproven } from "../outcome.ts";
import { type CheckRun, failureText } from "../run.ts";
import { entitlementsUnchanged } from "./entitlements.ts";
import { givenOnly } from "./given.ts";
import { answerComplete, answerHasCategories, answerListsRecipients, machineReadable } from "./answers.ts";
import { answeredInTime, dueDates } from "./deadlines.ts";
import { complaintsAnswered, complaintsReferred, customersTold, objectionCopied } from "./escalation.ts";
import { erasureLeavesNothing, holdEndsByDate, holdHiddenFromStaff, holdRespected } from "./erasure.ts";
import { changesTold } from "./changes.ts";
import { copyOnlyToKnownAddress, identityEvidenceDeleted } from "./identity.ts";
import { lawApplied } from "./laws.ts";
import { minorsFound } from "./minors.ts";
import { measureReviewed } from "./measures.ts";
import { noticeComplete, noticeShows, oneVersionInForce } from "./notice.ts";
import { versionsReadable } from "./versions.ts";
import { demandsRecorded, handedOver } from "./passing-on.ts";
import {
  contractsHold,
  recipientContract,
  recipientInAnswers,
  storedIn,
  transferSafeguarded,
  transfersSafeguarded,
} from "./recipients.ts";
import { recipientsTold } from "./recipients-told.ts";
import {
  complaintRouteShown,
  intake,
  leavingOpensErasure,
  refusalsHaveReasons,
  registerAnonymous,
  registerKept,
} from "./requests.ts";
import { retentionLimited } from "./retention.ts";
import { restrictionKept } from "./restriction.ts";
import { decisionsReviewed, objectionStops, outcomeTold, waysOpen } from "./rights.ts";
import { unsubscribeWorks } from "./unsubscribing.ts";
import { siteAsks, siteHas, siteHonest, siteInventory, tagPayload } from "./site.ts";
import { processorsAnswered, storeReached } from "./stores.ts";
import { evidenceIntact, mappingComplete } from "./systems.ts";

type Answers = {
  readonly [Kind in PromiseCheckKind]: (
    run: CheckRun,
    check: Extract<PromiseCheck, { kind: Kind }>,
  ) => CheckOutcome | Promise<CheckOutcome>;
};

const answers: Answers = {
  "notice-shows": (run, check) => noticeShows(run, check.anchor),
  "notice-complete": (run) => noticeComplete(run),
  "one-version-in-force": (run) => oneVersionInForce(run),
  "versions-readable": (run) => versionsReadable(run),
  "site-asks": (run, check) => siteAsks(run, check.purposes),
  "site-inventory": (run) => siteInventory(run),
  "site-honest": (run) => siteHonest(run),
  "site-has": (run, check) => siteHas(run, check.what),
  "tag-payload": (run, check) => tagPayload(run, check.tag, check.settings),
  "recipient-in-answers": (run, check) => recipientInAnswers(run, check.recipient),
  "recipient-contract": (run, check) => recipientContract(run, check.recipient),
  "recipients-told": (run, check) => recipientsTold(run, check.act),
  "transfer-safeguarded": (run, check) => transferSafeguarded(run, check.recipient),
  "transfers-safeguarded": (run) => transfersSafeguarded(run),
  "framework-valid": (run, check) => frameworkValid(run, check.framework),
  "measure-reviewed": (run, check) => measureReviewed(run, check.measure),
  "answer-complete": (run) => answerComplete(run),
  "answer-has-categories": (run) => answerHasCategories(run),
  "answer-lists-recipients": (run) => answerListsRecipients(run),
  "machine-readable": (run) => machineReadable(run),
  "copy-only-to-known-address": (run) => copyOnlyToKnownAddress(run),
  "identity-evidence-deleted": (run) => identityEvidenceDeleted(run),
  "due-dates": (run) => dueDates(run),
  "answered-in-time": (run) => answeredInTime(run),
  "law-applied": (run, check) => lawApplied(run, check.region),
  "ways-open": (run, check) => waysOpen(run, check.by),
  "entitlements-unchanged": (run) => entitlementsUnchanged(run),
  "minors-found": (run) => minorsFound(run),
  "objection-stops": (run, check) => objectionStops(run, check),
  "complaints-answered": (run) => complaintsAnswered(run),
  "complaints-referred": (run) => complaintsReferred(run),
  "customers-told": (run, check) => customersTold(run, check.of),
  "objection-copied": (run) => objectionCopied(run),
  "handed-over": (run) => handedOver(run),
  "demands-recorded": (run) => demandsRecorded(run),
  "given-only": (run, check) => givenOnly(run, check),
  "contracts-hold": (run) => contractsHold(run),
  "stored-in": (run, check) => storedIn(run, check.countries),
  "decisions-reviewed": (run) => decisionsReviewed(run),
  "outcome-told": (run, check) => outcomeTold(run, check.right),
  intake: (run, check) => intake(run, check.right),
  "leaving-opens-erasure": (run) => leavingOpensErasure(run),
  "refusals-have-reasons": (run) => refusalsHaveReasons(run),
  "complaint-route-shown": (run) => complaintRouteShown(run),
  "register-kept": (run) => registerKept(run),
  "register-anonymous": (run) => registerAnonymous(run),
  "erasure-leaves-nothing": (run) => erasureLeavesNothing(run),
  "hold-respected": (run, check) => holdRespected(run, check.rule),
  "hold-hidden-from-staff": (run, check) => holdHiddenFromStaff(run, check.rule, check.system),
  "restriction-kept": (run) => restrictionKept(run),
  "hold-ends-by-date": (run, check) => holdEndsByDate(run, check.rule),
  "retention-limited": (run, check) => retentionLimited(run, check.rule),
  "mapping-complete": (run, check) => mappingComplete(run, check.system, check.table),
  "purposes-enforced": () => unproven(said("purposes.not-looked-at")),
  "evidence-intact": (run) => evidenceIntact(run),
  "changes-told": (run) => changesTold(run),
  "consent-given": (run, check) => consentGiven(run, check.consent),
  "unsubscribe-works": (run, check) => unsubscribeWorks(run, check.message),
  "parents-asked": (run) => parentsAsked(run),
  "consent-asked": (run, check) => consentAsked(run, check),
  "consent-confirmed": (run, check) => consentConfirmed(run, check.consent),
  "consent-withdrawable": (run, check) => consentWithdrawable(run, check.consent),
  "proof-ends": (run, check) => proofEnds(run, check.consent),
  "consent-renewed": (run) => consentRenewed(run),
  "carried-out": (_, { by }) => unproven(said("carried-out.missing", { by })),
  "store-reached": (run, { store, right }) => storeReached(run, store, right),
  "processors-answered": (run, { right }) => processorsAnswered(run, right),
  stated: () => stated(),
};

/** A system or site that does not answer leaves the promise unproven, and says so. Bugs go on. */
export async function answerCheck(run: CheckRun, check: PromiseCheck): Promise<CheckOutcome> {
  try {
    const answer = answers[check.kind] as (run: CheckRun, check: PromiseCheck) => CheckOutcome | Promise<CheckOutcome>;
    return await answer(run, check);
  } catch (error) {
    return unproven(said("check.failed", { why: failureText(error) }));
  }
}
