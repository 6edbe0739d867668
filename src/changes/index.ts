/**
 * A published version changes something for persons. This room tells exactly those whose stored data it concerns, once
 * each, and lets what rests on consent wait until consent is given again. What a person stopped it ends in the company's rows.
 * What differs between two versions is counted by the policy; who has data is found by the connectors; sending is the mail room's.
 */
export type * from "./contract.ts";
export { createAnnouncements } from "./announce.ts";
export { announceCrashPoints, type AnnouncementsOptions, usualLettersPerMinute } from "./announce-house.ts";
export { personsIn as personsToldOtherwise } from "./told-lines.ts";
export { waysToTell } from "./told-otherwise.ts";
export { createRenewals } from "./renew.ts";
export type * from "./renew-contract.ts";
export { renewCrashPoints, type RenewalsOptions } from "./renew-house.ts";
export { createWithdrawals } from "./withdraw.ts";
export * from "./withdraw-contract.ts";
