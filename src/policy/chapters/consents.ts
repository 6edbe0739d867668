/** Consent: for what, how it is asked, how it is withdrawn (GDPR art. 4(11), 7). Using a service is never consent. */
import type { Localized, Period } from "#base";
import {
  changed,
  either,
  type Entry,
  list,
  mapping,
  may,
  named,
  namedTwice,
  need,
  type Read,
} from "../grammar/collections.ts";
import type { Kind, Word } from "../grammar/kind.ts";
import type { Reader } from "../document/reader.ts";
import { insteadOf } from "../document/suggest.ts";
import { clip, oneOf, period, word } from "../grammar/values.ts";
import { checkOwnName, declared, nameOf, type Said, said } from "../language/words.ts";
import type { Declared } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import { present } from "../resolve/present.ts";
import { chapter, entryNames } from "./chapter.ts";
import { type Clause, clauseMembers, clausePromises, type Clauses, clausesOf } from "./clauses.ts";
import { type ConsentRecord, recordOf, recordProblems, recordWritten } from "./consent-records.ts";
import { consentProblems } from "./consent-problems.ts";
import { consentPromises, consentTitle } from "./consent-promises.ts";
import { fact } from "./fact.ts";
import { eachEntry } from "./phrases.ts";
import { type Stated, statedBy } from "./stated.ts";

const ways = ["tick-box", "settings", "written", "spoken", "act", "parent"] as const;
const withdrawals = ["privacy-centre", "link", "profile", "e-mail", "reply", "phone", "post"] as const;
const channels = ["email", "phone", "sms", "post", "push"] as const;

export type { ConsentRecord } from "./consent-records.ts";

/** An affirmative act by which consent is given. `act`: the person asks for exactly this. */
export type ConsentWay = (typeof ways)[number];
export type WithdrawalWay = (typeof withdrawals)[number];
export type ConsentChannel = (typeof channels)[number];
export type ConsentClause = "unticked" | "refusing" | "earlier" | "notByUse";

export interface Consent extends Declared, Clauses<ConsentClause> {
  readonly name: string;
  readonly title?: Localized;
  readonly purposes: readonly string[];
  readonly asked: readonly (Declared & { readonly way: ConsentWay })[];
  /** Each of these is asked apart. */
  readonly per?: Stated<readonly ConsentChannel[]>;
  /** Forms where it is asked. */
  readonly forms: readonly string[];
  readonly withdraw?: Stated<readonly WithdrawalWay[]>;
  /** Where given consents stand in the systems. */
  readonly recorded: readonly ConsentRecord[];
  /** How long the proof is kept after consent ended (GDPR art. 7(1)). */
  readonly keepProof?: Stated<Period>;
  /** Somebody who signs up by an address confirms it by a link within this time; until then there is no consent. */
  readonly confirm?: Stated<Period>;
}

const clauses: Readonly<Record<ConsentClause, Clause>> = {
  unticked: {
    doc: "Boxes are empty until the person ticks them.",
    mechanism: "consent-optin-ui",
    article: "GDPR art. 4(11); recital 32",
    nl: "Vakjes staan uit tot u ze zelf aanvinkt.",
    en: "Boxes are empty until you tick them yourself.",
  },
  refusing: {
    doc: "Nobody must consent, and refusing costs nothing.",
    mechanism: "no-retaliation",
    article: "GDPR art. 7(4)",
    nl: "U hoeft geen toestemming te geven. Zegt u nee, dan heeft dat geen nadeel voor u.",
    en: "You need not consent. Saying no has no disadvantage for you.",
  },
  earlier: {
    doc: "Withdrawing does not undo what was done before, nor what rests on another basis.",
    mechanism: "consent-withdraw",
    article: "GDPR art. 7(3)",
    nl: "Trekt u toestemming in, dan blijft wat wij daarvoor deden geldig, en ook wat op een andere reden rust.",
    en: "When you withdraw consent, what we did before stays valid, and so does what rests on another ground.",
  },
  notByUse: {
    doc: "Using the service or accepting terms is not taken as consent.",
    mechanism: "consent-optin-ui",
    article: "GDPR art. 4(11), 7(2)",
    nl: "Dat u onze dienst gebruikt of voorwaarden accepteert, zien wij nooit als toestemming.",
    en: "We never take your using our service or accepting terms as consent.",
  },
};

/** What other policies call consent, and the law does not: silence, ticked boxes, going on, terms that must be accepted. */
const noConsent =
  /^(continued?[- ]?)?(use|usage|using|browsing|scrolling|visit(ing)?|silence|inactivity|implied|implicit|terms|acceptance|agreement|sign-?up|registration|pre-?ticked|opt-?out|gebruik|voorwaarden|stilzwijgend)([- ]?(of|by|in|the|site|website|service|terms|use|box(es)?|acceptance|de|van|dienst))*$/i;

function wayOf({ text, at, path }: Word, reader: Reader): ConsentWay | undefined {
  const way = ways.find((each) => each === text);
  if (way !== undefined) return way;
  reader.report(
    at,
    path,
    noConsent.test(text)
      ? {
          code: "consent-by-use",
          message: `"${clip(text)}" is no consent: nobody says yes by using a service, by silence or by accepting terms.`,
          remedy: `Ask with a clear act: ${ways.join(", ")}. What the service needs may rest on the contract instead.`,
          article: "GDPR art. 4(11), 7(2), 7(4)",
        }
      : {
          code: "unknown-word",
          message: `"${clip(text)}" is not a way to ask consent.`,
          remedy: insteadOf(text, ways, "a way to ask consent"),
        },
  );
  return undefined;
}

interface WayWritten {
  readonly way: ConsentWay;
  readonly cites?: readonly string[] | undefined;
  readonly says?: Said | undefined;
  readonly at: Declared["at"];
}

const way: Kind<WayWritten> = {
  ...changed(word(ways.join(", "), ways.map((each) => `\`${each}\``).join(", ")), (written, _node, place) => {
    const found = wayOf(written, place.reader);
    return found === undefined ? undefined : { way: found, at: written.at };
  }),
  schema: { enum: [...ways] },
};

const asked: Kind<readonly WayWritten[]> = either(
  changed(list(way), (written, _node, place) => {
    const ways = written.map((each) => each.way);
    written.forEach((each, at) => ways.indexOf(each.way) < at && namedTwice(each.way, each.at, place));
    return written;
  }),
  changed(
    named({
      what: "a way to ask consent",
      kind: mapping({
        name: "Way to ask",
        doc: "A way in which consent is asked, when it is cited or has house text. `{}` is enough.",
        example: "asked: {written: {cites: [004-082]}, spoken: {cites: [004-083]}}",
        members: { ...declared },
      }),
      schema: { propertyNames: { enum: [...ways] } },
    }),
    (entries, _node, place) =>
      entries.flatMap(({ name, value }: Entry<ReadDeclared>): WayWritten[] => {
        const found = wayOf(name, place.reader);
        if (found === undefined || value === undefined) return [];
        return [{ way: found, at: name.at, cites: value.cites, says: value.says }];
      }),
  ),
);

type ReadDeclared = Read<typeof declared>;

const kind = named({
  what: "a consent",
  check: checkOwnName,
  kind: mapping({
    name: "Consent",
    doc: "A consent that is asked: for which purposes, how, and how it is withdrawn. Using a service is never consent.",
    example:
      "consents:\n  newsletter:\n    for: newsletter\n    asked: tick-box\n    withdraw: [link, profile]\n    refusing: {}",
    members: {
      title: may(said, 'What one says yes to, as it follows "consent to"; the purposes when left out.'),
      for: need(list(nameOf("a purpose")), "For which purposes. They rest on consent."),
      asked: need(asked, "How it is asked: `tick-box`, `settings`, `written`, `spoken`, `act` or `parent`."),
      per: may(
        fact(list(oneOf(channels, "a channel")), {
          name: "Asked apart",
          doc: "Each channel is asked apart.",
          is: "The channels.",
        }),
        "Channels that are asked apart, each with its own choice.",
      ),
      forms: may(list(nameOf("a form")), "Forms where it is asked."),
      withdraw: may(
        fact(list(oneOf(withdrawals, "a way to withdraw")), {
          name: "Withdraw",
          doc: "How it is withdrawn.",
          is: "The ways.",
        }),
        "How it is withdrawn, beside the privacy centre, where that is always possible (GDPR art. 7(3)).",
      ),
      keepProof: may(
        fact(period, { name: "Keep proof", doc: "How long the proof is kept.", is: "How long." }),
        "How long the proof is kept after consent ended (GDPR art. 7(1)).",
      ),
      confirm: may(
        fact(period, {
          name: "Confirm",
          doc: "Whoever signs up by an address confirms it by a link in a mail.",
          is: "Within how long.",
        }),
        "Within how long whoever signs up by an address confirms it by a link in a mail. Until then there is no consent, and after it the sign-up is forgotten.",
      ),
      recorded: may(
        list(recordWritten),
        "Where given consents stand in your systems, so that consent can be asked anew when the policy changes.",
      ),
      ...clauseMembers(clauses),
      ...declared,
    },
  }),
});

export const consents = chapter({
  word: "consents",
  doc: "What people consent to, how it is asked and withdrawn.",
  kind,
  declares: { what: "consent", names: entryNames },
  resolve: (read, names): readonly Consent[] =>
    eachEntry(read, (written, name) => ({
      ...names.declaredBy(written, name.at),
      ...clausesOf(clauses, written, names),
      ...present({
        name: name.text,
        title: written.title && names.texts(written.title),
        purposes: names.resolveAll("purpose", written.for),
        asked: written.asked.map((each) => ({ way: each.way, ...names.declaredBy(each, each.at) })),
        per: statedBy(written.per, names),
        forms: names.resolveAll("form", written.forms),
        withdraw: statedBy(written.withdraw, names),
        keepProof: statedBy(written.keepProof, names),
        confirm: statedBy(written.confirm, names),
        recorded: (written.recorded ?? []).map(recordOf),
      }),
    })),
  promises: (all, policy) =>
    all.flatMap((consent) => [
      ...consentPromises(consent, policy),
      ...clausePromises(
        clauses,
        consent,
        {
          prefix: `consents.${consent.name}`,
          section: "consent",
          about: consent.name,
          title: consentTitle(consent, policy),
        },
        policy,
      ).map((each): PolicyPromise => {
        if (!each.id.endsWith(".notByUse")) return each;
        const byLines = { kind: "consent-asked", consent: consent.name } as const;
        return { ...each, checks: each.checks.map((check) => (check.kind === "carried-out" ? byLines : check)) };
      }),
    ]),
  problems: (all, policy) => [...consentProblems(all, policy), ...recordProblems(all, policy)],
});
