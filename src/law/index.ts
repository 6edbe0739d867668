/**
 * The law as dated tables: deadlines, retention duties, authorities, countries. Pure data and counting; each figure cites
 * its article and says how sure we are of it. It never knows a company's policy and it is not legal advice.
 */
export { type Authority, type AuthorityId, authorities, authority, authorityForCountry } from "./authorities.ts";
export {
  type Adequacy,
  adequacies,
  countryCodes,
  countryName,
  eeaCountries,
  isCountry,
  isEea,
  type Safeguard,
  safeguards,
  type TransferGround,
  timeZoneOf,
  transferGround,
} from "./countries.ts";
export { breachNotice, legalMonthDue, type Regime, type RegimeId, regimeFor } from "./deadlines.ts";
export {
  type CountsFrom,
  keptThrough,
  type RetentionDuty,
  type RetentionDutyId,
  type RetentionSpan,
  retentionDuties,
  retentionDuty,
  spanFor,
} from "./retention.ts";
export { type Cited, type Confidence, lawAsOf } from "./source.ts";
