/**
 * What a policy reads like to the people it is about: the published notice, the facts that go with a copy of one's data,
 * and the record of processing activities. Facts come from the policy and the law room, in plain Dutch and English; the
 * room writes structure and text, never HTML, and decides nothing.
 */
export { answerFacts, type Concerning } from "./answer-facts.ts";
export {
  type AnswerDocument,
  type AnswerSection,
  anchorsOf,
  type Block,
  type Changed,
  type NoticeDocument,
  type Row,
  type Section,
  type Sentence,
  sentencesOf,
  type SummaryPoint,
} from "./document.ts";
export {
  type AgeGate,
  ageGate,
  type FormNote,
  formNotes,
  siteSights,
  type TagFault,
  type TagWatch,
  tagFaults,
  tagWatches,
  unfair,
} from "./site-elements.ts";
export {
  type AskedPurpose,
  type ConsentForm,
  consentForm,
  heldBack,
  type HeldBack,
  type SiteOptOut,
  siteOptOut,
} from "./consent-form.ts";
export { contentPolicy, type HostsOnConsent, hostsOnConsent, sourcesOf } from "./content-policy.ts";
export { changedSince } from "./changed.ts";
export { type Stretch, stretchesOf } from "./foreign.ts";
export { keptNotice, readKeptNotice } from "./kept.ts";
export { noticeMarkdown } from "./markdown.ts";
export { noticeOf, noticeWith } from "./notice.ts";
export { sectionHeading } from "./phrases.ts";
export {
  type Named,
  type ProcessingActivity,
  type ProcessorActivity,
  type RegisterOfProcessing,
  registerOfProcessing,
} from "./register.ts";
export {
  type RegisterFormat,
  registerFormats,
  registerHas,
  type RegisterName,
  registerNames,
  registerSheets,
  registerText,
} from "./registers/index.ts";
export type { Sheet } from "./registers/sheet.ts";
export { workbookParts } from "./registers/workbook.ts";
export { noticeText } from "./text.ts";
