/** English: what goes with each right. */
import type * as nl from "./rights-nl.ts";

export const kindTitles: typeof nl.kindTitles = {
  access: "See my data",
  rectification: "Correct my data",
  erasure: "Erase my data",
  leaving: "I no longer want to be a customer",
  restriction: "Do not use my data",
  lifting: "Use my data again",
  portability: "Take my data along",
  objection: "Object",
  "marketing-objection": "No more marketing",
  "withdraw-consent": "Withdraw consent",
  "sale-opt-out": "Do not sell or share my data",
  "automated-decision": "Have a human look at a decision",
  complaint: "Complain",
  "under-age-report": "Report a child",
};

const sendsCode = "Fill in your e-mail address. We send a code to it.";

export const kindLeads: typeof nl.kindLeads = {
  rectification: `${sendsCode} Then you see your data and write what is wrong.`,
  restriction: `${sendsCode} Then we only store your data, until you say that we may use it again.`,
  lifting: `${sendsCode} Then we use your data again, as our privacy notice says.`,
  portability: `${sendsCode} You get a file with the data you gave us yourself. Other programs can read it.`,
  objection: `${sendsCode} As soon as you have entered the code we stop what you choose below. Then we decide whether it stops for good.`,
  "marketing-objection": `${sendsCode} As soon as you have entered the code you get no more marketing from us. We do not ask why.`,
  "withdraw-consent": `${sendsCode} As soon as you have entered the code your consent no longer counts. We do not ask why.`,
  "sale-opt-out": "Fill in your e-mail address. It holds at once. We do not ask who you are.",
  "automated-decision": `${sendsCode} Write which decision it is about. A human then looks at it again.`,
  complaint: `${sendsCode} Write what went wrong. You may also go to the supervisory authority at once.`,
  "under-age-report":
    "Fill in the e-mail address of the account that you think is of a child who is too young. From that moment we only store that data. A member of our staff then looks at it. You need not say who you are, and we do not say whether we know anybody.",
};

const kindTexts: typeof nl.kindTexts = {
  access: "You get a copy of all data we hold about you, and a list of the companies that have it too.",
  rectification: "You see what we know of you and say what should be different.",
  erasure: "We erase your data. What the law makes us keep, such as invoices, stays as long as it must.",
  leaving: "You stop being a customer. We treat that as a request to erase your data as well.",
  restriction: "We store your data but do nothing with it.",
  lifting: "You asked us before not to use your data. May we again?",
  portability: "You get a file to take to somebody else.",
  objection: "We stop at once what you do not want. Then we decide.",
  "marketing-objection": "It stops at once, always.",
  "withdraw-consent": "Did you consent to something? You can always withdraw it.",
  "sale-opt-out": "It holds at once. You need not say who you are.",
  "automated-decision": "Did a computer decide about you? Ask for a human.",
  complaint: "Tell us what went wrong.",
  "under-age-report": "Do you think that we have data of a child who is too young? Then we stop at once.",
};

export const kindAsked: typeof nl.kindAsked = {
  access: "see your data",
  rectification: "have your data corrected",
  erasure: "have your data erased",
  leaving: "stop being a customer",
  restriction: "have your data not used",
  lifting: "have your data used again",
  portability: "take your data along",
  objection: "stop something you object to",
  "marketing-objection": "get no more marketing",
  "withdraw-consent": "withdraw your consent",
  "sale-opt-out": "have your data not sold or shared",
  "automated-decision": "have a human look at a decision",
  complaint: "get an answer to your complaint",
  "under-age-report": "report a child",
};

export const kindRefusals: typeof nl.kindRefusals = {
  "data-is-right": "We have looked into it. The data is correct.",
  "no-ground-to-restrict": "None of the reasons for which the law prescribes this applies here.",
  "compelling-grounds": "We have compelling grounds to go on.",
  "legal-claims": "We need this data for legal claims.",
  "decision-stands": "A human has looked again. The decision stays as it was.",
  "complaint-unfounded": "We have looked into your complaint and do not agree.",
  "of-age": "We have looked into it. The person is old enough.",
};

export const proposalTexts: typeof nl.proposalTexts = {
  proposal: "What should be different?",
  proposalLead:
    "This is what stands there now. Leave what is right. Change what is wrong. A member of our staff then looks at it. Is something else wrong? Then write to us.",
  proposalSend: "Send the corrections",
  proposalSent: "We have your corrections. A member of our staff is looking at them.",
  proposalNone: "We found nothing that you can correct here. Write to us what is wrong.",
  proposalRefused: {
    "not-now": "This is no longer possible. Nothing was sent.",
    unknown: "This is no longer possible. Nothing was sent.",
    nothing: "You changed nothing. Nothing was sent.",
    changed: "Something changed in the meantime. Nothing was sent. Please look again.",
    "wrong-value": "We cannot use this. Nothing was sent. Please look at:",
  },
  decided: "What we decided",
  decidedYes: "will be corrected",
  decidedNo: "will not be corrected",
  lift: "May we use your data again?",
  liftText: "Your data stays unused until you say that we may use it again.",
  liftGo: "Yes, use it again",
};

export const rightsTexts: typeof nl.rightsTexts = {
  cards: kindTexts,
  rights: {
    choose: "What is it about?",
    chooseOne: "Choose at least one.",
    words: "Write what it is about",
    wordsNeeded: "Write what it is about. Without that we can do nothing.",
    sendNow: "Send",
    childEmail: "E-mail address of the account",
    taken: "That is done",
    takenText: "It holds from now on. A confirmation goes to the address that you filled in. Your reference is",
    notMine: "Was it not you?",
    notMineText:
      "Somebody asked us to replace your e-mail address. Was it not you? Then press the button. It will not go ahead. If it was done already, we give nothing to the new address before we know who that is.",
    notMineGo: "It was not me",
    notMineDone: "Thank you for telling us",
    notMineDoneText: "We give nothing to the new address. Please also write or call us:",
  },
};
