/**
 * The staff console: queue, request with its dry run, register, promise board, evidence. A client of what the server gives
 * it, with no private powers; every action is a form that works without JavaScript, the script only makes it quicker.
 */
export {
  announcementPage,
  announcementPanel,
  type AnnouncementSaid,
  announcementTexts,
} from "./announcement.ts";
export { accountPage, type AccountSaid } from "./account.ts";
export { consentsPage, type NoticeView, type RateView, shownPage } from "./consents.ts";
export { type PermissionSaid, permissionsPage } from "./permissions.ts";
export { type DemandFilled, disclosuresPage, type DisclosureSaid, disclosureTexts } from "./disclosures.ts";
export { entryPage, type EntryValues } from "./entry.ts";
export { evidencePage } from "./evidence.ts";
export { type ConsoleFrame } from "./frame.ts";
export { letterPage, lettersPage, letterTexts } from "./letters.ts";
export { promisesPage, type PromisesPageSaid } from "./promises.ts";
export { type WithdrawalSaid, type WithdrawalView, withdrawalPage, withdrawalTexts } from "./withdrawals.ts";
export { queuePage, type QueueShow } from "./queue.ts";
export { recipientConsoleTexts, recipientNoticePage, type RecipientSaid, recipientsPage } from "./recipients.ts";
export { registerPage } from "./register.ts";
export { lawRegisterPage } from "./register-law.ts";
export { retentionPage, type RetentionSaid, retentionTexts, type SweepPlanView } from "./retention.ts";
export { renewalPage, renewalPanel, type RenewalSaid, renewalTexts, type RenewalView } from "./renewal.ts";
export { requestPage, type RequestPageSaid } from "./request.ts";
export { signInPage, welcomePage } from "./sign-in.ts";
export { texts as consoleTexts } from "./texts.ts";
export { taskPage, type TaskSaid, tasksPage, taskTexts, waitingPage, type WaitingView } from "./tasks.ts";
export { type DiskStanding, draftPage, versionConsolePage, versionsConsolePage } from "./versions.ts";
