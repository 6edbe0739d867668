/**
 * What a policy reads like to the people it is about: the published notice, the facts that go with a copy of one's data,
 * and the record of processing activities. Facts come from the policy and the law room, in plain Dutch and English; the
 * room writes structure and text, never HTML, and decides nothing.
 */
export { answerFacts, type Concerning } from "./answer-facts.ts";
export {
  type AnswerDocument,
  type AnswerSection,
  type Block,
  type NoticeDocument,
  type Section,
  type Sentence,
  sentencesOf,
} from "./document.ts";
export { noticeOf, noticeWith } from "./notice.ts";
export { type Named, type ProcessingActivity, type RegisterOfProcessing, registerOfProcessing } from "./register.ts";
export { noticeText } from "./text.ts";
