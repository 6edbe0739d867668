/** Words for staff about each right. */
import type * as nl from "./rights-nl.ts";

export const kindNames: typeof nl.kindNames = {
  access: "See data",
  rectification: "Correct data",
  erasure: "Erase data",
  leaving: "Leaving, erase data",
  restriction: "Restrict use",
  lifting: "Lift restriction",
  portability: "Take data along",
  objection: "Objection",
  "marketing-objection": "No marketing",
  "withdraw-consent": "Withdraw consent",
  "sale-opt-out": "Do not sell or share",
  "automated-decision": "Human looks at decision",
  complaint: "Complaint",
  "under-age-report": "Report of a child",
};

export const reasonNames: typeof nl.reasonNames = {
  "data-is-right": "The data is correct (art. 16)",
  "no-ground-to-restrict": "No ground to restrict (art. 18(1))",
  "compelling-grounds": "Compelling grounds that override (art. 21(1))",
  "legal-claims": "Needed for legal claims (art. 17(3)(e), 21(1))",
  "decision-stands": "The decision stands, after a human looked (art. 22(3))",
  "complaint-unfounded": "Complaint looked into, not founded",
  "of-age": "Old enough, or nothing shows a child (art. 8)",
};

export const decisionTexts: typeof nl.decisionTexts = {
  purposes: "About",
  channel: "Came by",
  channels: {
    web: "form",
    staff: "entered by staff",
    mail: "e-mail",
    app: "your own app",
    customer: "instruction of a customer",
  },
  stopsNow: "This stopped at once and stays stopped until you decide.",
  waitsForPerson: "The person now sees their data and has yet to say what is wrong.",
  corrections: "Corrections",
  correctionsLead: "Decide about each. What you allow follows everywhere it is written.",
  fact: "Fact",
  now: "Stands there now",
  wanted: "Should be",
  allow: "Correct",
  keep: "Do not correct",
  keepBecause: "Why not (the person reads it)",
  decideCorrections: "Decide about the corrections",
  decision: "Decision",
  allowed: "allowed",
  notAllowed: "not",
  addressWarning:
    "The e-mail address changes. The old address got a letter and can stop this. For some time copies do not go to the new address.",
  uphold: "Agree with the person",
  upholdExplanation: "Answer to the person",
  approveDo: {
    objection: "Agree, with a copy first",
    rectification: "Correct",
    restriction: "Restrict",
    lifting: "Use again",
  },
};

export const decisionSaid: typeof nl.decisionSaid = {
  "file-deleted": "The file was deleted.",
  "put-to-body": "Recorded that the complaint went on.",
  "hand-over-released": "Released. It is sent as soon as the copy is ready.",
  "hand-over-refused": "Refused. The person is told why.",
  upheld: "Decided. The person gets a letter.",
  "corrections-decided": "Decided. The dry run is being made.",
};

export const staffEntry: typeof nl.staffEntry = {
  title: "Enter a request",
  lead: "For what came by post, by telephone or at the desk. The person gets a code at the e-mail address and confirms with it. The term begins today.",
  go: "Enter a request",
  kind: "What does the person ask?",
  email: "E-mail address of the person",
  language: "Language of the letters",
  message: "What the person said or wrote",
  purposes: "About (only for an objection or a withdrawal)",
  send: "Enter",
  entered: "Entered. The person gets a letter. Reference:",
  wrong: "This is not right. Fill in an e-mail address, and what this request needs.",
};
