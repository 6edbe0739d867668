/**
 * The standard library we wish we had: ids, results, problems, dates, limits, personal values.
 * Pure: it never reads a clock, a file, the network or a random source, so every room and every browser may use it.
 */
export { assert, assertNever } from "./assert.ts";
export { canonicalJson, type Json } from "./canonical-json.ts";
export { type Clock } from "./clock.ts";
export { csvLine } from "./csv.ts";
export {
  addPeriod,
  daysBetween,
  type IsoInstant,
  isLocalDate,
  type LocalDate,
  localDate,
  localDateOf,
  type Period,
  parsePeriod,
  startOfDay,
  zoneOffsets,
  yearOf,
} from "./dates.ts";
export { type EvidenceId, type Id, type PlanId, parseUuid, type RequestId, type StaffId } from "./ids.ts";
export { isLanguage, type Language, languages, type Localized, say } from "./language.ts";
export { limits } from "./limits.ts";
export { isOperationalError, OperationalError } from "./operational-error.ts";
export { maskEmail, normaliseEmail, Personal } from "./personal.ts";
export { hasPhonePlan, normalisePhone, phoneSpellings } from "./phone.ts";
export { type Location, type Problem, type Severity, worst } from "./problem.ts";
export { type Refusal, refuse, type Result, succeed } from "./result.ts";
export { dateFormat, numberFormat } from "./formats.ts";
export { alternatives, capital, dateText, enumerated, periodText } from "./wording.ts";
