/** Places that are no database with tables: files in an object store or a folder, a mailbox, an outside service, paper. */
import { capital, enumerated, type Language, type Localized, type Location, say } from "#base";
import { countryName } from "#law";
import { promise } from "../compile/draft.ts";
import { categoriesText } from "../compile/facts.ts";
import { endText } from "../compile/keeping.ts";
import { list, mapping, may, named, need } from "../grammar/collections.ts";
import { country, oneOf, word } from "../grammar/values.ts";
import { categoryName, checkOwnName, declared, nameOf, said } from "../language/words.ts";
import type { Declared, KeepRule, Policy, RightKind } from "../model.ts";
import type { Mechanism, PolicyPromise, PromiseCheck } from "../promises.ts";
import { present } from "../resolve/present.ts";
import { chapter } from "./chapter.ts";
import { beside, eachEntry, inBoth, partyOf, personsText, type Texts } from "./phrases.ts";
import { storeProblems, tableOf } from "./store-problems.ts";
import { reachProblems } from "./store-reach-problems.ts";
import { columnNamed, keyPattern, matches, reach } from "./store-reach.ts";

const kinds = ["objects", "files", "mailbox", "service", "paper"] as const;

/** `objects`: files in an object store. `files`: in a folder. `service`: kept by another party's program. */
export type StoreKind = (typeof kinds)[number];

/** A column that says which file of a store is of the row. */
export interface StoreKey {
  readonly system: string;
  readonly table: string;
  readonly column: string;
  readonly at: Location;
}

/** How a store is reached, so that plans read and erase there; variables of the environment are named, never their values. */
export type Reach =
  | {
      readonly kind: "s3";
      /** Address with access key and secret: `https://KEY:SECRET@host[:port]/?region=eu-central-1`. */
      readonly urlFrom: string;
      readonly bucket: string;
    }
  | { readonly kind: "redis"; readonly urlFrom: string }
  | {
      readonly kind: "files";
      /** Variable with the folder. */
      readonly urlFrom: string;
      /** `whole`: a file is one thing with a key. Otherwise lines (records) in files whose names match. */
      readonly format: "whole" | "ndjson" | "csv" | "combined";
      /** Names of files inside the folder, with `*`; `*` when left out. */
      readonly names: readonly string[];
      /** What happens to a line: taken out, or only its fields under `matches` emptied. */
      readonly erase: "line" | "fields";
    }
  | { readonly kind: "mailbox"; readonly urlFrom: string; readonly folders: readonly string[] }
  | {
      readonly kind: "http";
      /** Base address; secrets by their own variables inside the declaration. */
      readonly urlFrom: string;
      /** Path of the declaration beside the policy, or the name of one that comes with Gestand: `stripe`. */
      readonly service: string;
    };

/** A text with places for columns and identities: `avatars/{app.profiles.id}/` */
export type KeyPart =
  | { readonly text: string }
  | { readonly column: StoreKey }
  /** `email`, or an identity that the policy declares. */
  | { readonly identity: string };
export interface KeyPattern {
  readonly parts: readonly KeyPart[];
  /** It ended with `*`: everything that starts so. */
  readonly prefix: boolean;
  readonly at: Location;
}

export interface Store extends Declared {
  readonly name: string;
  readonly title: Localized;
  readonly kind: StoreKind;
  /** Categories. */
  readonly holds: readonly string[];
  /** Kinds of person. */
  readonly of: readonly string[];
  /** Where the keys of its files stand. Empty: nothing in a database points into it. */
  readonly keys: readonly StoreKey[];
  /** Names of what is filed there, made of columns and identities. */
  readonly named?: readonly KeyPattern[];
  /** Fields and parameters by which it knows a person: one column or identity each. */
  readonly matches?: Readonly<Record<string, KeyPart>>;
  /** Absent: somebody must look there, and a task says so. */
  readonly reach?: Reach;
  /** ISO 3166-1 alpha-2. Empty: the country of the organisation. */
  readonly countries: readonly string[];
  /** The rule that says how long. Absent with keys: as long as the rows that have them. */
  readonly keep?: string;
  /** The recipient that runs it; ourselves when absent. */
  readonly by?: string;
}

export const stores = chapter({
  word: "stores",
  doc: "Places that are no database with tables: files, a mailbox, an outside service, paper.",
  kind: named({
    what: "a store",
    check: checkOwnName,
    kind: mapping({
      name: "Store",
      doc: "A place with personal data that is no database with tables. With a `reach` answers hold what is there, and erasure erases it; without one somebody gets a task to do it.",
      example:
        "stores:\n  photos:\n    kind: objects\n    title: {nl: profielfoto's, en: profile photos}\n    holds: image.portrait\n    of: user\n    keys: app.profiles.photo_key\n    named: thumbnails/{app.profiles.id}/*\n    reach: {kind: s3, url: env:PHOTOS_URL, bucket: photos}\n    by: hosting\n    country: DE",
      members: {
        kind: need(
          oneOf(kinds, "a kind of place"),
          "`objects` in an object store, `files` in a folder, a `mailbox`, a `service` of another party, `paper`.",
        ),
        title: may(said, "What it is called in a sentence."),
        holds: need(list(categoryName), "Which categories."),
        of: need(list(nameOf("a kind of person")), "Whose data."),
        keys: may(
          list(word("a column, as system.table.column", "`system.table.column`")),
          "The columns with the keys or names of its files.",
        ),
        named: may(
          list(keyPattern),
          "What things of a person are called there, with places for columns and identities: `avatars/{app.profiles.id}/*`, `session:{email}:*`.",
        ),
        matches: may(
          matches,
          "Fields or parameters by which the store knows a person, each with a column or an identity: `{user: app.users.id}`.",
        ),
        reach: may(reach, "How Gestand goes there by itself. Without it somebody gets a task."),
        country: may(list(country), "Where it is; the country of the organisation when left out."),
        keep: may(
          nameOf("a rule for keeping"),
          "The rule that says how long. A file with a key is kept as long as its row when left out.",
        ),
        by: may(nameOf("a recipient"), "The recipient that runs it for you."),
        ...declared,
      },
    }),
  }),
  resolve: (read, names): readonly Store[] =>
    eachEntry(read, (store, name) => ({
      ...names.declaredBy(store, name.at),
      ...present({
        name: name.text,
        title: names.title(store.title, name.text),
        kind: store.kind,
        holds: names.resolveAll("category", store.holds),
        of: names.resolveAll("person", store.of),
        keys: (store.keys ?? []).map(({ text, at }) => columnNamed(text, at)),
        named: store.named,
        matches: store.matches,
        reach: store.reach,
        countries: [...new Set(store.country ?? [])],
        keep: store.keep && names.resolve("rule", store.keep),
        by: store.by && names.resolve("recipient", store.by),
      }),
    })),
  promises: (all, policy) => all.flatMap((store) => promisesOf(store, policy)),
  problems: (all, policy) => [...storeProblems(all, policy), ...all.flatMap((store) => reachProblems(store, policy))],
});

const kindTexts: Readonly<Record<StoreKind, Texts>> = {
  objects: { nl: "dit zijn bestanden", en: "these are files" },
  files: { nl: "dit zijn bestanden", en: "these are files" },
  mailbox: { nl: "dit is een postbus voor e-mail", en: "this is a mailbox" },
  service: { nl: "dit staat in een programma van een ander bedrijf", en: "this is in another company's program" },
  paper: { nl: "dit staat op papier", en: "this is on paper" },
};

function promisesOf(store: Store, policy: Policy): readonly PolicyPromise[] {
  const rule = policy.keep.find(({ name }) => name === store.keep);
  const grants = (right: RightKind) => policy.rights.granted.some(({ kind }) => kind === right);
  return [
    promise(policy, {
      ...draft(store, "held", "data-map"),
      section: "what-we-use",
      ...inBoth((language) => heldText(store, policy, language)),
      pieces: inBoth((language) => storeCells(policy, store, language)),
      article: "GDPR art. 13(1)(c), 14(1)(d)",
      from: store,
    }),
    ...(rule === undefined && store.keys.length === 0
      ? []
      : [
          promise(policy, {
            ...draft(store, "kept", "retention-sweeper"),
            section: "retention",
            ...inBoth((language) => keptText(store, rule, policy, language)),
            pieces: inBoth((language) => [
              capital(say(store.title, language)),
              capital(untilText(rule, policy, language)),
            ]),
            article: "GDPR art. 5(1)(e), 13(2)(a)",
          }),
        ]),
    ...(grants("access") ? [answered(store, policy)] : []),
    ...(grants("erasure") && !isHeldByLaw(store, policy) ? [erased(store, policy)] : []),
  ];
}

/** What a right asks is done there by a connector, or by somebody with a task. That data goes in time, nothing sees to yet. */
function draft(store: Store, part: "held" | "kept" | "answered" | "erased", mechanism: Mechanism) {
  const looked: PromiseCheck =
    part === "answered" || part === "erased"
      ? { kind: "store-reached", store: store.name, right: part === "answered" ? "access" : "erasure" }
      : store.reach !== undefined && part === "held"
        ? { kind: "store-reached", store: store.name }
        : { kind: "carried-out", by: "store-connector" };
  return {
    id: `stores.${store.name}.${part}`,
    mechanism,
    checks: [looked],
    about: store.name,
    from: { cites: [], at: store.at },
  } as const;
}

function answered(store: Store, policy: Policy): PolicyPromise {
  return promise(policy, {
    ...draft(store, "answered", "access-package"),
    section: "rights",
    nl: `Vraagt u om inzage, dan krijgt u ook wat hier van u is: ${say(store.title, "nl")}.`,
    en: `When you ask for access, you also get what is yours here: ${say(store.title, "en")}.`,
    pieces: beside(
      store.title,
      "Vraagt u om inzage, dan krijgt u ook wat hier van u is.",
      "When you ask for access, you also get what is yours here.",
    ),
    article: "GDPR art. 15(3)",
  });
}

function erased(store: Store, policy: Policy): PolicyPromise {
  return promise(policy, {
    ...draft(store, "erased", "erasure-engine"),
    section: "rights",
    nl: `Wissen wij uw gegevens, dan wissen wij ook wat daarbij hoort in: ${say(store.title, "nl")}.`,
    en: `When we erase your data, we also erase what belongs to them in: ${say(store.title, "en")}.`,
    pieces: beside(
      store.title,
      "Wissen wij uw gegevens, dan wissen wij ook wat daarvan hier is.",
      "When we erase your data, we also erase what is of them here.",
    ),
    article: "GDPR art. 17(1)",
  });
}

/** Whether the law obliges to keep all of it: by its own rule, or by the rules of all the rows that it belongs to. */
export function isHeldByLaw({ keep, keys }: Store, policy: Policy): boolean {
  const holds = (name: string | undefined) => policy.keep.some((rule) => rule.name === name && rule.hold !== undefined);
  if (keep !== undefined) return holds(keep);
  return keys.length > 0 && keys.every((key) => holds(tableOf(key, policy)?.keep?.rule));
}

function keptText({ title }: Store, rule: KeepRule | undefined, policy: Policy, language: Language): string {
  const lead = language === "nl" ? "dit bewaren wij" : "we keep this";
  return `${capital(say(title, language))}: ${lead} ${untilText(rule, policy, language)}.`;
}

function untilText(rule: KeepRule | undefined, policy: Policy, language: Language): string {
  if (rule !== undefined) return endText(rule.until, language, policy.inForceOn);
  return language === "nl"
    ? "even lang als de gegevens in onze database waar het bij hoort"
    : "as long as the data in our database that it belongs to";
}

function heldText(store: Store, policy: Policy, language: Language): string {
  const [title, data, persons, where] = storeCells(policy, store, language);
  const lead = `${title}: ${kindTexts[store.kind][language]}`;
  return language === "nl"
    ? `${lead}, buiten onze databases. Inhoud: ${data}. Over: ${persons}. Waar: ${where}.`
    : `${lead}, outside our databases. Contents: ${data}. About: ${persons}. Where: ${where}.`;
}

/** As the cells of a row: what it is called, what it holds, of whom, where and with whom. */
export function storeCells(
  policy: Policy,
  store: Store,
  language: Language,
): readonly [string, string, string, string] {
  const { title, holds, of, countries, by } = store;
  const places = enumerated(
    (countries.length > 0 ? countries : [policy.organisation.country]).map((code) => countryName(code, language)),
    language,
  );
  const party = by === undefined ? "" : `, ${language === "nl" ? "bij" : "with"} ${partyOf(policy, by, language)}`;
  return [
    capital(say(title, language)),
    categoriesText(policy, holds, language),
    personsText(policy, of, language),
    `${places}${party}`,
  ];
}
