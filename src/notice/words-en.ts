import type { Period } from "#base";
import type { Words } from "./words.ts";

const units: Readonly<Record<Period["unit"], readonly [string, string]>> = {
  day: ["day", "days"],
  week: ["week", "weeks"],
  month: ["month", "months"],
  year: ["year", "years"],
};

export const english: Words = {
  title: (organisation) => `Privacy notice of ${organisation}`,
  headings: {
    "who-we-are": "Who we are",
    scope: "What this notice covers",
    "what-we-use": "Which data we use",
    sources: "How we get your data",
    purposes: "What we use your data for",
    consent: "Consent and messages",
    recipients: "With whom we share data",
    transfers: "Data outside Europe",
    sale: "Selling and sharing for advertising",
    retention: "How long we keep data",
    "not-kept": "What we do not do",
    security: "How we protect data",
    incidents: "When something goes wrong",
    rights: "Your rights",
    complaints: "Complaints",
    children: "Children",
    "automated-decisions": "Decisions made by a computer",
    cookies: "Cookies",
    public: "What others see of you",
    "on-behalf": "Data we process for others",
    disclosure: "Demands by authorities and changes of our company",
    changes: "Changes to this notice",
  },
  answer: {
    title: (organisation) => `What ${organisation} does with your data`,
    headings: {
      controller: "Who is responsible",
      purposes: "What we use your data for",
      categories: "Which kinds of data we have on you",
      recipients: "Who else has your data",
      safeguards: "Data outside the European Economic Area",
      retention: "How long we keep your data",
      rights: "What else you can ask",
      complaint: "Complaining to the authority",
      source: "Where your data come from",
      "automated-decisions": "Decisions by a computer",
    },
    noPurposes: "We use no data of yours.",
    noCategories: "We found no data on you.",
    noRecipients: "We have shared your data with nobody.",
    noTransfer: "Your data stay inside the European Economic Area.",
    transfer: (party, ground) => `${party}: ${ground}`,
    source:
      "We got these data from you, or they came about because you used our services, unless the notice says otherwise.",
    automated:
      "Our privacy policy holds no decisions about you that only a computer makes, and no profiling that leads to them.",
  },
  and: "and",
  period: ({ amount, unit }) => `${amount === 1 ? "one" : amount} ${units[unit][amount === 1 ? 0 : 1]}`,
  basis: {
    consent: () => "you gave us consent (GDPR art. 6(1)(a))",
    contract: () => "our contract with you needs it (GDPR art. 6(1)(b))",
    "legal-obligation": (duty) => `the law obliges us to${duty === "" ? "" : `: ${duty}`} (GDPR art. 6(1)(c))`,
    "vital-interests": () => "it is needed to protect someone's life or health (GDPR art. 6(1)(d))",
    "public-task": () => "it is needed for a task in the public interest (GDPR art. 6(1)(e))",
    "legitimate-interest": (interest) => `we have an interest in it: ${interest} (GDPR art. 6(1)(f))`,
  },
  role: {
    processor: "processor (works on our instructions)",
    controller: "responsible itself for what it does with the data",
    "joint-controller": "responsible together with us",
    authority: "public authority",
    "other-user": "somebody else who uses our service",
  },
  right: {
    access: {
      title: "Access",
      text: "You may know which data on you we use, and you get a copy of them.",
      article: "GDPR art. 15",
    },
    rectification: {
      title: "Correction",
      text: "If your data are wrong or incomplete, we change them.",
      article: "GDPR art. 16",
    },
    erasure: {
      title: "Erasure",
      text: "You can ask us to erase your data. What the law makes us keep stays until that term is over.",
      article: "GDPR art. 17",
    },
    restriction: {
      title: "Restriction",
      text: "You can ask us to keep your data, but not to use them.",
      article: "GDPR art. 18",
    },
    portability: {
      title: "Transfer",
      text: "You get the data that you gave us in a form that another system can read. Where technically possible, we send them to someone else.",
      article: "GDPR art. 20",
    },
    objection: {
      title: "Objection",
      text: "If we use data because we have an interest in it, you can object because of your situation. You can always object to advertising: we then stop it.",
      article: "GDPR art. 21",
    },
    "automated-decision": {
      title: "A decision by a human",
      text: "You need not accept that only a computer makes a decision about you that has great consequences for you.",
      article: "GDPR art. 22",
    },
    "withdraw-consent": {
      title: "Withdrawing consent",
      text: "You can withdraw at any time, without a reason. What we did with the data before that stays valid.",
      article: "GDPR art. 7(3)",
    },
    complaint: {
      title: "Complaint",
      text: "You can complain to the supervisory authority.",
      article: "GDPR art. 77",
    },
  },
  afterTerm: {
    erase: "We erase the data.",
    anonymise: "We make the data anonymous.",
    aggregate: "We keep totals only, without data on persons.",
  },
  events: {
    visited: "your visit",
    received: "receipt",
    sent: "sending",
    unsubscribed: "you unsubscribed",
    ordered: "your order",
    paid: "your payment",
    created: "recording",
    closed: "completion",
    ended: "the end",
    expired: "expiry",
    left: "the end of the employment",
    "last-used": "the last use",
  },
  notStated: "not stated",
  summary: {
    relationship:
      "What belongs to your being a customer stays until you say that you no longer want our services, or ask us to erase it.",
    who: "Who is responsible?",
    controller: (name) => `${name}.`,
    what: "What do we use your data for?",
    purposes: (purposes) => `For this: ${purposes}.`,
    more: (count) => `${count} other ${count === 1 ? "purpose" : "purposes"}`,
    withWhom: "Who else gets them?",
    parties: (count, outside) =>
      `${count === 1 ? "One party" : `${count} parties`}${outside === 0 ? ", all inside the European Economic Area" : `, of which ${outside} outside the European Economic Area`}. You find ${count === 1 ? "it" : "each"} below by name or kind.`,
    howLong: "How long do we keep them?",
    terms: (count) => (count === 1 ? "There is a fixed term." : "Each kind of data has its own term."),
    law: (duty, years) => `The law makes us keep some longest: ${duty}, ${years} years.`,
    whatCanI: "What can you do?",
    rights: "You can see, correct or erase your data, take them along, and object. That is free of charge.",
    answerWithin: (period) => `You get an answer within ${period}.`,
    leaving: "If you leave, we erase your data.",
    contact: "Questions or a complaint?",
    reach: (contact) => `Write to ${contact}.`,
    authority: (name) => `You can also complain to the ${name}.`,
  },
  who: {
    controller: (name) => `${name} is responsible for the use of your personal data.`,
    name: (name) => `Name: ${name}`,
    address: (address) => `Address: ${address}`,
    registration: (register, number) => `Number in the register (${register.toUpperCase()}): ${number}`,
    website: (site) => `Website: ${site}`,
    contact: (contact) => `Contact about privacy: ${contact}`,
    phone: (phone) => `Telephone: ${phone}`,
  },
  scope: { persons: (kinds) => `This notice is for: ${kinds}.` },
  data: {
    intro: "These are the kinds of data we use.",
    caption: "Kinds of data and what we use them for",
    columns: ["Data", "What for", "Whose"],
    special: (ground) =>
      `special data${ground === undefined ? "" : `; allowed because ${english.data.specialGround[ground]}`} (GDPR art. 9)`,
    specialGround: {
      "explicit-consent": "you consent to it explicitly",
      "employment-law": "employment or social security law requires it",
      "vital-interests": "somebody's life is in danger",
      "members-of-association": "it is about members of our association",
      "made-public": "you made it public yourself",
      "legal-claims": "a legal claim needs it",
      "public-interest": "a substantial public interest asks for it",
      "health-care": "care needs it",
      "public-health": "public health needs it",
      "archiving-research": "it is for archives, research or statistics",
    },
    source:
      "We get these data from you, or they come about because you use our services, unless stated otherwise below.",
    unused: "only to be kept",
    anyone: "everybody whose data we have",
  },
  purposes: {
    intro: "We use data only for a purpose that is stated here. Each purpose says why we may.",
    of: (kinds) => `Whose data: ${kinds}.`,
    uses: (categories) => `Which data: ${categories}.`,
    basis: (basis) => `Why we may: ${basis}.`,
    required: {
      law: (consequence) => `Mandatory by law. ${consequence}`,
      contract: (consequence) => `Needed for the contract. ${consequence}`,
      purpose: (consequence) => `Needed for this purpose. ${consequence}`,
    },
    optional: "Not mandatory. Without these data only this purpose falls away.",
    recipients: (parties) => `Who else gets the data: ${parties}.`,
    nobody: "Who else gets the data: nobody.",
  },
  recipients: {
    intro: "These companies and organisations get data from us.",
    none: "We share no data with others.",
    caption: "Who else gets data",
    columns: ["Who", "What for", "Country"],
    role: (role) => `Role: ${role}.`,
    receives: (categories) => `Gets: ${categories}.`,
    purposes: (purposes) => `What for: ${purposes}.`,
    inside: (country) => `Country: ${country}.`,
    adequacy: (country) =>
      `Country: ${country}. The European Commission finds that data are sufficiently protected there (GDPR art. 45).`,
    safeguard: (country, safeguard) =>
      `Country: ${country}, outside the European Economic Area. Safeguard: ${safeguard}. Ask us for a copy of it.`,
    subprocessors: {
      none: "May not engage other companies.",
      general: "May engage other companies; the same terms hold for them.",
    },
    namedSubprocessors: (names) => `Engages: ${names}.`,
    ownUse: (use) => `Own use: ${use}`,
    stored: (system, country) => `Where we keep data: ${system} (${country}).`,
  },
  retention: {
    intro: "We keep data no longer than stated here.",
    caption: "How long we keep data",
    columns: ["Data", "How long", "After that"],
    relationship: "Until you say that you no longer want to use our services, or until you ask us to erase them.",
    after: (period, event) => (period === undefined ? `Until ${event}.` : `Until ${period} after ${event}.`),
    longest: (ends) => `Whichever lasts longest. ${ends.join(" ")}`,
    law: (duty, article, term) => `Until ${term}. The law requires that for ${duty} (${article}).`,
    years: (years, from) =>
      from === "date"
        ? `${years} years after the date of the document`
        : `${years} years after the end of the ${from === "end-of-book-year" ? "book year" : "calendar year"}`,
    yearsBetween: (text, from, before) =>
      from !== undefined
        ? `${text} (documents from ${from})`
        : before !== undefined
          ? `${text} (documents before ${before})`
          : text,
    hold: (duty) => `We must keep data for ${duty} that long, even if you ask for erasure (GDPR art. 17(3)(b)).`,
    hidden: "If you ask for erasure, ordinary staff can no longer reach these data.",
    undecided: "As long as the purpose needs.",
  },
  rights: {
    intro: (email) =>
      `You can use these rights in our privacy centre or by e-mail to ${email}. That is free of charge.`,
    handling: "How we deal with your request",
    heading: (title, article) => `${title} (${article})`,
    promisedDays: (days) =>
      `You get an answer within ${days} days, and never later than the law says. The earlier of those two days counts.`,
    legal: (period, extension) =>
      `The law gives us ${period} to answer. If your request is complex or you make many, it may take ${extension} longer. We then tell you so in time, and why.`,
    knownAddress:
      "We send a copy only to an e-mail address of yours that we already have. If you want it elsewhere, we ask you to show who you are.",
    settled: (days) => `If your e-mail address was changed less than ${days} days ago, we ask that too.`,
    anyAddress: "We first check that the request really comes from you.",
    leaving: "If you say that you no longer want to use our services, we treat that as a request to erase.",
    registerAnonymous: (years) =>
      `For ${years} years we keep a record of the requests we handled. After a request to erase it no longer says whose it was.`,
    register: (years) => `For ${years} years we keep a record of the requests we handled.`,
    refusal: "If we refuse your request, you read why, and how you can complain or go to court.",
    complaint: (authority, page) => `This is where you complain to the ${authority}: ${page}`,
    complaintPost: (address) => `By post is possible too: ${address}.`,
    court: "You can also go to court (GDPR art. 79).",
  },
  changes: {
    inForce: (date) => `This notice is in force from ${date}.`,
    newest: "This page always shows the notice that is in force.",
    authoritative: (language) => `If two languages of this notice differ, the text in ${language} decides.`,
  },
  languageNames: { nl: "Dutch", en: "English" },
  law: (article) => article,
};
