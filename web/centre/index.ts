/**
 * The privacy centre: where persons read the notice, ask, follow and fetch. Server-rendered, complete without JavaScript,
 * in Dutch and English. It renders what it is given; nothing on a page depends on whether an address is known.
 */
export { askPage, codePage, identityField, purposeField, takenPage, type AskValues } from "./ask.ts";
export { fromField, notMinePage, toField } from "./corrections.ts";
export { choicesPage, choicesShown, type ChoicesView, optOutPage } from "./choices.ts";
export { consentAsked, consentGonePage, consentPage } from "./consent.ts";
export { downloadPage, followPage, type FollowSaid, leavePage } from "./follow.ts";
export { type CentreFrame } from "./frame.ts";
export { complainPage, homePage, messagePage } from "./home.ts";
export { noticePage, type ProofShown } from "./notice.ts";
export type { VersionShown } from "./version-lead.ts";
export { type ArchivedVersion, unreadableVersionPage, versionsPage, type VersionsPageOptions } from "./versions.ts";
export {
  forOtherFields,
  type ForOtherValues,
  type ForOtherWrong,
  forYouAnswers,
  forYouGonePage,
  forYouPage,
  forYouThanksPage,
} from "./for-other.ts";
export { customerGonePage, customerPage, customerThanksPage } from "./customer.ts";
export { recipientGonePage, recipientPage, recipientThanksPage } from "./recipient.ts";
export { proofPage } from "./proof.ts";
export { texts as centreTexts } from "./texts.ts";
export {
  preferencesAskPage,
  preferencesGonePage,
  preferencesPage,
  signUpDonePage,
  signUpPage,
  unsubscribePage,
} from "./preferences.ts";
export { preferencesTexts } from "./preferences-texts.ts";
