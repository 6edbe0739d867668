/** Data that is used for customers, on their instructions: they decide, and their people ask them (GDPR art. 28). */
import { alternatives, type Localized, type Problem, say } from "#base";
import { promise } from "../compile/draft.ts";
import { categoriesText } from "../compile/facts.ts";
import { list, mapping, may, named, need } from "../grammar/collections.ts";
import { oneOf, word } from "../grammar/values.ts";
import { categoryName, checkOwnName, declared, nameOf, said } from "../language/words.ts";
import type { Declared, Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import { present } from "../resolve/present.ts";
import { chapter } from "./chapter.ts";
import { type Clause, clauseMembers, clausePromises, type Clauses, clausesOf } from "./clauses.ts";
import { after, eachEntry, inBoth, personsText, type Texts, underTitle } from "./phrases.ts";
import { promiseIf } from "./stated.ts";

const redirected = ["access", "rectification", "erasure", "restriction", "portability", "objection"] as const;

/** Rights that only the customer can decide on. */
export type RedirectedRight = (typeof redirected)[number];

type OnBehalfClause =
  | "instructions"
  | "noContact"
  | "imports"
  | "customerGround"
  | "unsubscribe"
  | "customerSees"
  | "askCustomer"
  | "varies"
  | "returns";

export interface OnBehalf extends Declared, Clauses<OnBehalfClause> {
  readonly name: string;
  /** What is done for them, as it follows "for": `sending messages to their subscribers`. */
  readonly title: Localized;
  /** Who they are, in a sentence: `companies that use our chatbots`. */
  readonly customers: Localized;
  readonly of: readonly string[];
  readonly data: readonly string[];
  /** What happens with requests of those persons. */
  readonly redirects?: Declared & {
    readonly rights: readonly RedirectedRight[];
    /** `forwards`: we send it on and help (art. 28(3)(e)). `refers`: we only say whom to ask. */
    readonly how: "forwards" | "refers";
  };
  /** Tables with such data: `shop.subscribers`. */
  readonly tables: readonly string[];
  /** Where it stands whose customer's a person is, so that this customer is told and asked. */
  readonly customer?: CustomerRows;
}

/** The table with the persons, the column by which each belongs to a customer, and the table of customers in the same system. */
export interface CustomerRows extends Declared {
  readonly system: string;
  readonly of: string;
  readonly by: string;
  readonly is: string;
  readonly email: string;
  readonly name?: string;
}

const clauses: Readonly<Record<OnBehalfClause, Clause>> = {
  instructions: {
    doc: "Only the customer decides which data is there and what happens with it.",
    mechanism: "purpose-gate",
    article: "GDPR art. 28(3)(a), 29",
    nl: "Alleen die klant bepaalt welke gegevens er zijn en wat ermee gebeurt. Wij gebruiken ze niet voor onszelf.",
    en: "Only that customer decides which data there is and what happens with it. We do not use it for ourselves.",
  },
  noContact: {
    doc: "There is no direct relationship with these persons; the customer is their contact.",
    mechanism: "contact-gate",
    nl: "Wij nemen zelf geen contact op met deze mensen. Die klant is hun aanspreekpunt.",
    en: "We do not contact these people ourselves. That customer is their contact.",
  },
  imports: {
    doc: "Customers may bring data from elsewhere; its source is recorded.",
    mechanism: "source-label",
    article: "GDPR art. 14(2)(f)",
    nl: "Een klant kan zelf gegevens van mensen invoeren. Wij leggen vast waar die vandaan komen.",
    en: "A customer can bring in data of people. We record where it comes from.",
  },
  customerGround: {
    doc: "The customer must have a ground, such as consent, for what it brings in, and says which.",
    mechanism: "consent-ledger",
    article: "GDPR art. 6(1), 28(3)",
    nl: "De klant moet daar toestemming of een andere wettelijke reden voor hebben. Wij vragen welke.",
    en: "The customer must have consent or another legal ground for that. We ask which.",
  },
  unsubscribe: {
    doc: "Persons can stop messages directly at the customer.",
    mechanism: "unsubscribe",
    article: "GDPR art. 21(2), 21(3)",
    nl: "Wilt u geen berichten meer van die klant, dan meldt u zich daar direct af.",
    en: "If you want no more messages from that customer, you unsubscribe there directly.",
  },
  customerSees: {
    doc: "The contract with the customer settles whether it can see data of its people.",
    mechanism: "staff-access",
    article: "GDPR art. 28(3)",
    nl: "Of die klant uw gegevens kan zien, staat in ons contract met die klant.",
    en: "Whether that customer can see your data is settled in our contract with it.",
  },
  askCustomer: {
    doc: "Persons are told, before they use it, to read the privacy notice of the customer.",
    mechanism: "jit-notice",
    article: "GDPR art. 13, 14",
    nl: "Lees ook de privacyverklaring van die klant, bijvoorbeeld uw werkgever, voordat u onze dienst gebruikt.",
    en: "Read the privacy notice of that customer too, such as your employer, before you use our service.",
  },
  varies: {
    doc: "Which data there is depends on what the customer uses.",
    mechanism: "data-map",
    checks: [{ kind: "stated" }],
    nl: "Welke gegevens dat zijn, hangt af van wat die klant bij ons gebruikt.",
    en: "Which data that is depends on what that customer uses.",
  },
  returns: {
    doc: "When the customer leaves, the data goes back or is erased.",
    mechanism: "erasure-engine",
    article: "GDPR art. 28(3)(g)",
    nl: "Vertrekt die klant, dan geven wij de gegevens terug of wissen wij ze.",
    en: "When that customer leaves, we return the data or erase it.",
  },
};

const kind = named({
  what: "something done for customers",
  check: checkOwnName,
  kind: mapping({
    name: "On behalf",
    doc: "Data that is used for customers, on their instructions (GDPR art. 28). They are responsible for it.",
    example:
      "onBehalf:\n  subscribers:\n    title: {nl: berichten sturen aan hun abonnees, en: sending messages to their subscribers}\n    customers: {nl: bedrijven die onze chatbots gebruiken, en: companies that use our chatbots}\n    of: subscriber\n    data: [name, communication.message]\n    redirects: {rights: [access, erasure], cites: [000-033, 000-087]}\n    instructions: {cites: [000-017]}",
    members: {
      title: may(said, 'What is done for them, as it follows "for": `sending messages to their subscribers`.'),
      customers: need(said, "Who the customers are, in a sentence: `companies that use our chatbots`."),
      of: need(list(nameOf("a kind of person")), "Whose data."),
      data: need(list(categoryName), "Which categories."),
      redirects: may(
        mapping({
          name: "Redirects",
          doc: "Requests of these persons go to the customer, who decides on them.",
          members: {
            rights: may(list(oneOf(redirected, "a right")), "Which rights; all of them when left out."),
            how: may(
              oneOf(["forwards", "refers"], "what happens with a request"),
              "`forwards` (also when left out): it is sent on, and the customer is helped. `refers`: the person is told whom to ask.",
            ),
            ...declared,
          },
        }),
        "What happens with requests of these persons. `{}` is enough.",
      ),
      tables: may(list(word("a table, as system.table", "`system.table`")), "Tables that hold such data."),
      customer: may(
        mapping({
          name: "Customer rows",
          doc: "Where it stands whose customer's a person is. That customer is then told of a request by mail, sees whose it is, and can have it carried out here.",
          example:
            "customer: {of: platform.subscribers, by: workspace_id, is: platform.workspaces, email: billing_email, name: company}",
          members: {
            of: need(
              word("a table, as system.table", "`system.table`"),
              "The table with the persons, one of `tables`.",
            ),
            by: need(word("a column", "a column"), "Its column that names the customer."),
            is: need(
              word("a table, as system.table", "`system.table`"),
              "The table of customers, in the same system; it has a key of one column.",
            ),
            email: need(word("a column", "a column"), "Where the customer takes requests."),
            name: may(word("a column", "a column"), "What the customer is called."),
            ...declared,
          },
        }),
        "Where it stands whose customer's a person is. Left out, staff tell the customer.",
      ),
      ...clauseMembers(clauses),
      ...declared,
    },
  }),
});

export const onBehalf = chapter({
  word: "onBehalf",
  doc: "Data that is used for customers, on their instructions.",
  kind,
  resolve: (read, names): readonly OnBehalf[] =>
    eachEntry(read, (written, name) => ({
      ...names.declaredBy(written, name.at),
      ...clausesOf(clauses, written, names),
      ...present({
        name: name.text,
        title: names.title(written.title, name.text),
        customers: names.texts(written.customers),
        of: names.resolveAll("person", written.of),
        data: names.resolveAll("category", written.data),
        redirects: written.redirects && {
          rights: [...new Set(written.redirects.rights ?? redirected)],
          how: written.redirects.how ?? "forwards",
          ...names.declaredBy(written.redirects, written.redirects.at),
        },
        tables: [...new Set((written.tables ?? []).map(({ text }) => text))],
        customer: written.customer && {
          ...names.declaredBy(written.customer, written.customer.at),
          ...present({
            system: partsOf(written.customer.of.text)[0],
            of: partsOf(written.customer.of.text)[1],
            by: written.customer.by.text,
            is: partsOf(written.customer.is.text)[1],
            email: written.customer.email.text,
            name: written.customer.name?.text,
          }),
        },
      }),
    })),
  promises: (all, policy) =>
    all.flatMap((each) => [
      ...promisesOf(each, policy),
      ...clausePromises(
        clauses,
        each,
        { prefix: `on-behalf.${each.name}`, section: "on-behalf", about: each.name, title: each.title },
        policy,
      ),
    ]),
  problems: (all, policy) => all.flatMap((each) => problemsOf(each, policy)),
});

/** `platform.subscribers` → system and table. */
function partsOf(text: string): readonly [string, string] {
  const dot = text.indexOf(".");
  return [text.slice(0, Math.max(0, dot)), text.slice(dot + 1)];
}

const rightTexts: Readonly<Record<RedirectedRight, Texts>> = {
  access: { nl: "inzien", en: "see it" },
  rectification: { nl: "verbeteren", en: "have it corrected" },
  erasure: { nl: "wissen", en: "have it erased" },
  restriction: { nl: "het gebruik laten stoppen", en: "have its use stopped for a while" },
  portability: { nl: "meenemen", en: "take it along" },
  objection: { nl: "bezwaar maken", en: "object" },
};

function promisesOf(each: OnBehalf, policy: Policy): readonly PolicyPromise[] {
  const { name, of, data, redirects } = each;
  const customers: Texts = { nl: say(each.customers, "nl"), en: say(each.customers, "en") };
  const title: Texts = { nl: say(each.title, "nl"), en: say(each.title, "en") };
  const base = { section: "on-behalf", about: name, under: title } as const;
  const used = {
    nl: `Wij gebruiken daarvoor: ${categoriesText(policy, data, "nl")} (van: ${personsText(policy, of, "nl")}). Zij zijn verantwoordelijk.`,
    en: `For that we use: ${categoriesText(policy, data, "en")} (of: ${personsText(policy, of, "en")}). They are responsible.`,
  };
  return [
    promise(policy, {
      ...base,
      id: `on-behalf.${name}.processor`,
      mechanism: "controller-redirect",
      checks: [{ kind: "carried-out", by: "controller-redirect" }],
      ...after(
        `Dit doen wij in opdracht van ${customers.nl}`,
        `We do this on the instructions of ${customers.en}`,
        title,
        inBoth((language) => ` ${used[language]}`),
      ),
      article: "GDPR art. 28",
      from: each,
    }),
    ...promiseIf(policy, redirects, ({ rights, how }) => {
      const asked = (language: "nl" | "en") =>
        rights.length === redirected.length
          ? { nl: "uw rechten gebruiken", en: "use your rights" }[language]
          : alternatives(
              rights.map((right) => rightTexts[right][language]),
              language,
            );
      const refers: Texts = { nl: "Vraag dat aan die klant.", en: "Ask that customer." };
      const forwards: Texts = {
        nl: "Vraag dat aan die klant. Vraagt u het ons, dan sturen wij uw verzoek door en helpen wij die klant ermee.",
        en: "Ask that customer. If you ask us, we send your request on and help that customer with it.",
      };
      const then = how === "refers" ? refers : forwards;
      return {
        ...base,
        id: `on-behalf.${name}.redirects`,
        mechanism: "controller-redirect",
        checks: [how === "forwards" ? { kind: "customers-told", of: name } : { kind: "stated" }],
        ...underTitle(
          title,
          `Wilt u met deze gegevens iets doen (${asked("nl")})? ${then.nl}`,
          `Do you want to do something with these data (${asked("en")})? ${then.en}`,
        ),
        article: "GDPR art. 28(3)(e)",
      };
    }),
  ];
}

function problemsOf(each: OnBehalf, policy: Policy): readonly Problem[] {
  const { name, at, redirects, instructions, tables, data, of } = each;
  const path = `onBehalf.${name}`;
  const found: Problem[] = [];
  if (redirects?.how === "refers")
    found.push({
      code: "processor-must-assist",
      severity: "warning",
      message: `People with a request about "${name}" are only sent away.`,
      remedy: "Write how: forwards. A processor helps the customer to answer.",
      at: redirects.at,
      path: `${path}.redirects`,
      article: "GDPR art. 28(3)(e)",
    });
  if (redirects === undefined)
    found.push({
      code: "no-redirect",
      severity: "warning",
      message: `Nothing says what happens when somebody asks about their data in "${name}".`,
      remedy: "Add redirects: {}.",
      at,
      path: `${path}.redirects`,
      article: "GDPR art. 28(3)(e)",
    });
  const own = policy.purposes.filter(
    (purpose) => purpose.of.some((person) => of.includes(person)) && purpose.uses.some((used) => data.includes(used)),
  );
  if (instructions !== undefined)
    found.push(
      ...own.map(
        (purpose): Problem => ({
          code: "processor-for-itself",
          severity: "warning",
          message: `Only the customer decides about "${name}", and the same data of the same people is used for "${purpose.name}".`,
          remedy: "Leave these persons out of the purpose, or say that you decide about that use yourself.",
          at: instructions.at,
          path: `${path}.instructions`,
          article: "GDPR art. 28(10)",
        }),
      ),
    );
  const known = policy.systems.flatMap((system) => system.tables.map((table) => `${system.name}.${table.name}`));
  found.push(
    ...tables
      .filter((table) => !known.includes(table))
      .map(
        (table): Problem => ({
          code: "unknown-table",
          severity: "error",
          message: `There is no table "${table}".`,
          remedy: "Write the system and the table as they stand under systems, with a dot between.",
          at,
          path: `${path}.tables`,
        }),
      ),
  );
  return [...found, ...customerProblems(each, known)];
}

function customerProblems({ name, tables, customer }: OnBehalf, known: readonly string[]): readonly Problem[] {
  if (customer === undefined) return [];
  const { at, system, of, is } = customer;
  const path = `onBehalf.${name}.customer`;
  const wrong = (message: string, remedy: string): Problem => ({
    code: "unknown-table",
    severity: "error",
    message,
    remedy,
    at,
    path,
  });
  return [
    ...(tables.includes(`${system}.${of}`)
      ? []
      : [
          wrong(
            `"${system}.${of}" is not one of the tables of "${name}".`,
            "Name the table with the persons under tables too.",
          ),
        ]),
    ...(known.includes(`${system}.${is}`)
      ? []
      : [
          wrong(
            `There is no table "${system}.${is}".`,
            "Write the table of customers as it stands under that same system.",
          ),
        ]),
  ];
}
