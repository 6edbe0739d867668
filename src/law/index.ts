/**
 * The law as dated tables: regimes and their terms, holidays, ages, duties to keep, authorities, breaches, transfers,
 * marketing. Pure data and counting; each figure cites its article, says how sure we are of it and from when until when it
 * holds. It never knows a company's policy and it is not legal advice.
 *
 * Where a law can be read in two ways, the reading that cannot be too late is taken: no end is moved off a weekend or holiday,
 * an unconfirmed holiday lengthens nothing, an open question pauses nothing, and of several laws the earliest day counts.
 */
export { type ConsentAge, type ConsentFor, consentAge, consentAges } from "./ages.ts";
export {
  type Authority,
  type AuthorityId,
  authorities,
  authority,
  authorityDirectory,
  authorityFor,
} from "./authorities.ts";
export {
  type BreachAudience,
  type BreachDeadline,
  type BreachDuty,
  type BreachFacts,
  breachDeadline,
  breachDuties,
  breachDutiesOf,
} from "./breach.ts";
export { type ContentsId, type ContentsItem, contentsOf } from "./contents.ts";
export {
  type CookieExemption,
  type CookieRule,
  cookieRuleFor,
  cookieRules,
  type SignalRule,
  signalRules,
} from "./cookies.ts";
export { countryCodes, countryAfterIn, countryName, eeaCountries, isCountry, isEea, timeZoneOf } from "./countries.ts";
export { type Counting, type CountingId, countings, type Term } from "./counting.ts";
export {
  acknowledgeBy,
  type ClockFacts,
  type DueDate,
  type DueReason,
  dueAmong,
  dueOn,
  dueUnder,
  type ExtendedDueDate,
  extendedUntil,
  type RequestFacts,
  type RightUnder,
  rightTermOf,
  termText,
} from "./deadlines.ts";
export { type Holiday, holidaysIn, isWorkingDay, outerBound, workingDays } from "./holidays/working-days.ts";
export { type PauseRule, pauseRuleOf, pauseRules, type Wait, type WaitKind } from "./pauses.ts";
export { type PendingLaw, pendingLaw } from "./pending.ts";
export { type Provision, type ProvisionTopic, provision, provisions, type Quantity } from "./provisions.ts";
export { type GeneralRegime, type Regime, type RegimeId, regime, regimeFor, regimes, regimesFor } from "./regimes.ts";
export {
  type CountsFrom,
  type DocumentFacts,
  keepUntil,
  type RetentionDuty,
  type RetentionDutyId,
  type RetentionGuidance,
  type RetentionSpan,
  retentionDuties,
  retentionDuty,
  retentionGuidance,
  spanFor,
  spansRunning,
} from "./retention.ts";
export { type Right, type RightName, rightNames } from "./rights.ts";
export {
  type Cited,
  type Confidence,
  articleText,
  lawText,
  confirmationMark,
  inForceOn,
  isConfirmed,
  lawAsOf,
  type Titled,
  unconfirmed,
} from "./source.ts";
export {
  type AcknowledgementDuty,
  acknowledgementDuties,
  type Extension,
  type RightTerm,
  rightTerms,
} from "./terms.ts";
export {
  type Adequacy,
  adequacies,
  type ClauseModule,
  clauseModules,
  clauseParts,
  type Safeguard,
  safeguards,
  type TransferGround,
  type TransferTool,
  transferGround,
  transferTools,
} from "./transfers.ts";
