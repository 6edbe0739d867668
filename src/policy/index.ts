/**
 * The heart: what the policy says, what follows from it, and nothing else. Everybody who must decide something about a
 * person's data asks here. Pure: it reads no clock, no file, no database; facts are handed over, decisions come back.
 */
export { builtInCategories, isCategory, topCategory } from "./categories.ts";
export { standardWording } from "./chapters/website/wordings.ts";
export { contrast, lookParts, plainLook } from "./chapters/website/look.ts";
export { citation } from "./citation.ts";
export { checkPolicy, type WaivedFinding, waivedFindings } from "./check/check-policy.ts";
export { receivedText, whereText } from "./compile/recipients.ts";
export { afterText, endText, keepCells } from "./compile/keeping.ts";
export { categoriesOf, categoriesUnder, subjectOf } from "./compile/facts.ts";
export { promisesOf } from "./compile/promises-of.ts";
export { isHeldByLaw } from "./chapters/stores.ts";
export { identityColumns, type KnownAs, knownAs } from "./chapters/identities.ts";
export { storeCells } from "./chapters/stores.ts";
export { attachmentRules } from "./chapters/channels.ts";
export { kindOfMessage, kindsToChoose, type ProposedKinds } from "./decisions/kind-of-message.ts";
export {
  isOffered,
  kindsOffered,
  marketingPurposes,
  mayBeAskedForOther,
  purposesToName,
  refusalReasonsFor,
  rightBehind,
  wordsNeeded,
} from "./decisions/asking.ts";
export {
  aboutPurpose,
  type ChoiceAbout,
  type ConsentFrom,
  isChoosable,
  type May,
  mayContact,
  mayProcess,
  personActs,
  type PersonAct,
  type PersonChoice,
  type PersonStanding,
  type StandingStop,
  stoppedBy,
  switchable,
  withdrawnWith,
} from "./decisions/contact.ts";
export { purposesOnlyParentsGive } from "./decisions/parents.ts";
export {
  afterObjection,
  mayUse,
  type Stop,
  stopGrounds,
  type StopGround,
  type Stopped,
  purposesOf,
  stopsAtOnce,
  type Use,
} from "./decisions/stops.ts";
export {
  acknowledgementDue,
  type Clocked,
  type Due,
  dueFor,
  dueWhileWaiting,
  type ExtendedDue,
  extendedDue,
  type Pause,
  pauseWhile,
} from "./decisions/due.ts";
export {
  answerTermText,
  type Asked,
  type ComplaintsTo,
  complaintsTo,
  escalationFor,
  type Granted,
  lawsFor,
  placeBehind,
  rightsThere,
} from "./decisions/laws.ts";
export { isIn, isResidence, type Residence, residenceName, residencesAsked } from "./decisions/residence.ts";
export { type IdentityFacts, identityDoubt } from "./decisions/identity.ts";
export { type Portable, portable, type PortableTable } from "./decisions/portability.ts";
export { correctableCategories } from "./decisions/rectification.ts";
export { type FoundIn, redirectsOf, type Referral, referralFor } from "./decisions/referral.ts";
export {
  endsByDate,
  type SweepDoes,
  sweepOf,
  heldUntil,
  type HoldTerm,
  holdTerms,
  isHeld,
  keptUntil,
  lastStartOver,
} from "./decisions/keeping.ts";
export {
  behindOf,
  mayDisclose,
  mayUseStore,
  type PassingRefusal,
  toBeToldOf,
  usingFor,
} from "./decisions/passing-on.ts";
export type { UnsubscribeWay } from "./chapters/messages.ts";
export { browserChoiceDays, browserProofOver } from "./decisions/browser-proof.ts";
export { promisedNotice } from "./decisions/notice-time.ts";
export {
  categoryTitle,
  engagerOf,
  leavesEea,
  outsideText,
  partyName,
  type PersonFacts,
  placesText,
  weakestGround,
  type RecipientFinding,
  recipientsFor,
} from "./decisions/sharing.ts";
export type * from "./chapters/models.ts";
export type { ChangeClass, Difference, PolicyDiff } from "./diff/contract.ts";
export { type ChangeForPersons, changeForPersons, tellByOf } from "./diff/for-persons.ts";
export { diffPolicies } from "./diff/diff-policies.ts";
export * as documents from "./documents.ts";
export type { ReadOther } from "./document/include.ts";
export { insteadOf } from "./document/suggest.ts";
export { isEmailAddress } from "./grammar/values.ts";
export { noticeSections } from "./language/promised.ts";
export type * from "./model.ts";
export { ownSystem, ownSystemName, withOwnSystem } from "./own-system.ts";
export { type DeclaredPlace, declaredPlaces, type PlaceKind } from "./places.ts";
export { kindsOf, kindsOfRow } from "./paths.ts";
export { type Parsed, parsePolicy } from "./parse.ts";
export type * from "./promises.ts";
export { policyJsonSchema } from "./reference/json-schema.ts";
export { policyReference } from "./reference/reference.ts";
export { smallestPolicy, type SmallestOptions } from "./smallest.ts";
export { kindsOfOrganisation, type StarterKind, starterKinds } from "./starter/kinds.ts";
export { type OpenPoint, openMark, openPoints } from "./starter/open-points.ts";
export { starterRules } from "./starter/rules.ts";
export { type StarterAnswers, type StarterDatabase, hasStarter, starterPolicy } from "./starter/starter.ts";
export { demandingParties, demandingPartyText } from "./chapters/legal-demands.ts";
export * from "./vocabulary.ts";
