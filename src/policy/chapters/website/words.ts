/** How a website is written in the policy. */
import { changed, either, list, mapping, may, named, need } from "../../grammar/collections.ts";
import { clip, literal, oneOf, oneOfOrPeriod, text, textKind } from "../../grammar/values.ts";
import { categoryName, checkOwnName, declared, nameOf, region, said } from "../../language/words.ts";
import { clauseMembers } from "../clauses.ts";
import { fact } from "../fact.ts";
import { cookieClauses, linkClauses, tagClauses, websiteClauses, widgetClauses } from "./clauses.ts";
import { lookKind } from "./look.ts";
import { wordingsMember } from "./wordings.ts";
import { consentModeSignals, siteLanguages, storageKinds } from "./model.ts";

const host = textKind<string>({
  expects: "a host",
  label: "host",
  parse: (value) =>
    /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(value)
      ? value
      : {
          wrong: `"${clip(value)}" is not a host.`,
          remedy: "Write a host such as cdn.example.com: no https://, no path.",
        },
});

const origin = textKind<string>({
  expects: "an origin",
  label: "origin",
  parse: (value) =>
    URL.canParse(value) && new URL(value).origin === value
      ? value
      : {
          wrong: `"${clip(value)}" is not an origin.`,
          remedy: "Write one such as https://shop.example: no path, no slash at the end.",
        },
});

const hosts = may(
  list(host),
  "Hosts that it is loaded from or sends to, such as `cdn.example.com`, which stands for those below it. Until somebody consents nothing goes there.",
);
const purposes = may(list(nameOf("a purpose")), "For which purposes.");

export const cookieKind = mapping({
  name: "Cookie",
  doc: "A cookie or another way to store on, or read from, the visitor's device. What is not essential needs a purpose on consent (ePrivacy Directive art. 5(3)).",
  example:
    "cookies:\n  basket:\n    names: [session]\n    essential: {nl: het winkelmandje, en: the basket}\n    lasts: session\n    stores: network.cookie",
  members: {
    title: may(said, "What it is called in a sentence."),
    names: may(list(text), "As the browser shows them; `_ga_*` for all that begin so."),
    party: may(nameOf("a recipient"), "The recipient that sets it; you when left out."),
    kind: may(
      list(oneOf(storageKinds, "a way to store or read")),
      "`cookie` (also when left out), `local-storage`, `pixel`, `beacon`, `tag`, `embedded-link`.",
    ),
    essential: may(said, "Present when what the visitor asked for needs it: what that is. Then no consent is asked."),
    for: purposes,
    hosts,
    lasts: may(oneOfOrPeriod(["session"], "how long a cookie lasts"), "`session`, or a length of time."),
    stores: may(
      fact(list(categoryName, { emptyIsFine: true }), {
        name: "Cookie stores",
        doc: "Which categories it stores or reads.",
        is: "The categories; an empty list for nothing that points at a person.",
      }),
      "Which categories it stores or reads; an empty list for nothing that points at a person.",
    ),
    ...clauseMembers(cookieClauses),
    ...declared,
  },
});

const offOrOn = oneOf(["off", "on"], "whether it is on");

export const tagKind = mapping({
  name: "Tag",
  doc: "A program of another party that runs in your pages and tells it what happens there.",
  example:
    "tags:\n  analytics:\n    recipient: analytics\n    for: statistics\n    sends: [network.visits, network.user-agent]\n    settings: {ip: truncated, sharing: off, advertising: off}",
  members: {
    title: may(said, "What it is called in a sentence."),
    recipient: need(nameOf("a recipient"), "The recipient that gets the data."),
    for: need(list(nameOf("a purpose")), "For which purposes."),
    sends: need(list(categoryName), "Which categories it sends, and no others."),
    hosts,
    consentMode: may(
      list(oneOf(consentModeSignals, "a signal of Google Consent Mode")),
      "Signals of Google Consent Mode that it listens to: denied until somebody consents.",
    ),
    settings: may(
      mapping({
        name: "Tag settings",
        doc: "How it is set. What is left out is set carefully: IP truncated, the rest off.",
        members: {
          ip: may(
            oneOf(["truncated", "full", "none"], "what is sent of an IP address"),
            "What is sent of an IP address.",
          ),
          sharing: may(offOrOn, "Whether the party shares it with its other services, or with others."),
          advertising: may(offOrOn, "Whether the party uses it for advertising."),
          shownBy: may(
            named({ what: "a parameter", kind: literal }),
            "Parameters that each of its requests carries when it is set so, with their values: `{aip: 1, npa: 1}`. A request without them is held back and told.",
          ),
          ...declared,
        },
      }),
      "How it is set: `ip`, `sharing`, `advertising`.",
    ),
    ...clauseMembers(tagClauses),
    ...declared,
  },
});

export const widgetKind = mapping({
  name: "Widget",
  doc: "A button or frame of another party in your pages. One that loads at once needs consent (CJEU C-40/17).",
  example:
    "widgets:\n  like: {recipient: social, loads: on-click, passes: network.visits, attributed: {cites: [001-152]}}",
  members: {
    title: may(said, "What it is called in a sentence: `like button`."),
    recipient: need(nameOf("a recipient"), "The recipient it belongs to."),
    for: purposes,
    loads: may(
      oneOf(["on-click", "at-once"], "when a widget loads"),
      "`on-click` (also when left out): nothing goes to the party before that. `at-once` needs a purpose on consent.",
    ),
    hosts,
    passes: may(
      fact(list(categoryName), {
        name: "Widget passes",
        doc: "Which categories reach the party.",
        is: "The categories.",
      }),
      "Which categories reach the party.",
    ),
    ...clauseMembers(widgetClauses),
    ...declared,
  },
});

const answerWord = oneOf(["honoured", "ignored", "not-promised"], "what is done with a signal");
export const signalMember = (what: string) =>
  may(
    either(
      changed(answerWord, (is, node, { reader, path }) => ({
        is,
        for: undefined,
        cites: undefined,
        says: undefined,
        at: reader.at(node),
        path,
      })),
      mapping({
        name: "Signal",
        doc: "What is done with a signal of the browser.",
        marked: "is",
        members: {
          is: need(answerWord, "`honoured`, `ignored`, or `not-promised`."),
          for: may(list(region), "For whom it is honoured; everyone when left out."),
          ...declared,
        },
      }),
    ),
    what,
  );

export const websiteKind = mapping({
  name: "Website",
  doc: "What a website stores on and reads from devices, and what others get there.",
  example:
    "website:\n  cookies:\n    basket: {names: [session], essential: {nl: het winkelmandje, en: the basket}, lasts: session}\n  onlyThese: {cites: [002-118]}\n  signals: {gpc: honoured}",
  members: {
    origins: may(
      list(origin),
      "Where the pages are at which visitors are asked, beside the organisation's website: `https://shop.example`.",
    ),
    languages: may(
      list(oneOf(siteLanguages, "an official language of the European Union")),
      "Languages of your pages in which visitors are asked, beside those of the policy: `fr`, `de`. What the policy says itself is shown in its first language there.",
    ),
    hosts: may(
      list(host),
      "Hosts of your own that the pages load from, such as `images.example.com`: for the Content-Security-Policy.",
    ),
    cookies: may(
      named({ what: "a cookie", check: checkOwnName, kind: cookieKind }),
      "Cookies and everything else that stores on or reads from a device.",
    ),
    tags: may(named({ what: "a tag", check: checkOwnName, kind: tagKind }), "Programs of others in the pages."),
    widgets: may(
      named({ what: "a widget", check: checkOwnName, kind: widgetKind }),
      "Buttons and frames of others in the pages.",
    ),
    signals: may(
      mapping({
        name: "Signals",
        doc: "What is done with signals of the browser.",
        members: {
          dnt: signalMember("Do Not Track."),
          gpc: signalMember("Global Privacy Control; in California the law wants it honoured."),
        },
      }),
      "What is done with signals of the browser.",
    ),
    look: may(lookKind, "Colours of what asks visitors."),
    wordings: wordingsMember,
    links: may(
      mapping({
        name: "Outgoing links",
        doc: "Links to other sites.",
        members: { ...clauseMembers(linkClauses) },
      }),
      "Links to other sites.",
    ),
    ...clauseMembers(websiteClauses),
    ...declared,
  },
});
