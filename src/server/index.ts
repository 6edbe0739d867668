/**
 * Thin HTTP: reads a request, asks a room, answers. Sign-in, security headers, rate limits and the mapping of refusals to
 * status codes are here; no rule of the policy and no SQL of another room.
 */
export type { ServerParts } from "./parts.ts";
export { inboxPages } from "./inbox-pages.ts";
export { csvOf } from "./disclosure-routes.ts";
export { saidOf } from "./disclosure-endpoints.ts";
export { registerFile } from "./register-files.ts";
export { noticeFile, type NoticeFileOptions } from "./notice-file.ts";
export { type VersionNotice, type VersionTexts, versionTexts } from "./version-texts.ts";
export { tagOf, tagsOf } from "./site-script.ts";
export { appKeys } from "./vouched.ts";
export { createServer } from "./server.ts";
export { createStaff, type Staff, type StaffMember } from "./staff.ts";
export {
  type AccountClosed,
  type AccountRefusal,
  type StaffAccount,
  staffAccounts,
  type StaffAccounts,
} from "./staff-accounts.ts";
export type { LogEvent, Logger } from "./log.ts";
