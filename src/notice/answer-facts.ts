import { lawText } from "#law";
import { capital, type Language, say } from "#base";
import {
  afterText,
  categoriesOf,
  isCategory,
  kindsOf,
  type KeepRule,
  leavesEea,
  partyName,
  type Policy,
  type Purpose,
  type Recipient,
  type RightKind,
  type Store,
  storeCells,
} from "#policy";
import { row, table } from "./blocks.ts";
import type { AnswerDocument, AnswerSection, Block, Row, Sentence } from "./document.ts";
import {
  categoryTitle,
  categoryTitles,
  contactName,
  controllerName,
  holdText,
  tablesOf,
  transferText,
  untilText,
  type Writing,
  writing,
} from "./phrases.ts";
import { partyTitle, recipientFacts } from "./parties.ts";
import { purposeFacts } from "./purposes.ts";
import { storeTerm } from "./retention.ts";
import { complaintFacts, handlingFacts } from "./sections.ts";

/** What was found of one person, so that the answer speaks of nothing else. */
export interface Concerning {
  /** Full names: `contact.email`. */
  readonly categories: readonly string[];
  /** Names of recipients of the policy that hold data of this person. */
  readonly recipients: readonly string[];
  /** Tables with rows of this person; they tell which kind of person this is and which terms hold. All when left out. */
  readonly tables?: readonly {
    readonly system: string;
    readonly table: string;
    /** Kinds of person that the rows themselves say they are about. */
    readonly persons?: readonly string[];
  }[];
  /** Names of stores with something of this person, or in which a person looks for it. */
  readonly stores?: readonly string[];
}

/**
 * What GDPR art. 15(1)(a)–(h) and 15(2) ask beside the copy, for one person. Holds no personal data: it says which kinds
 * of data there are, not what they are.
 */
export function answerFacts(policy: Policy, concerning: Concerning, language: Language): AnswerDocument {
  const about = writing(policy, language);
  const found = narrow(policy, concerning);
  const { headings, title } = about.words.answer;
  const section = (id: AnswerSection, blocks: readonly Block[]) => ({ id, heading: headings[id], blocks });
  const { contact } = policy.organisation;
  const { who } = about.words;
  return {
    language,
    title: title(policy.organisation.name),
    sections: [
      section("controller", [
        plain(who.controller(controllerName(about))),
        paragraph({ text: who.contact(contactName(about)), cites: [], links: [contact.email] }),
      ]),
      section("purposes", purposeBlocks(about, found.purposes)),
      section("categories", [...categoryBlocks(about, found.categories), ...placeBlocks(about, found)]),
      section("recipients", recipientBlocks(about, found.recipients)),
      section("safeguards", safeguardBlocks(about, found.recipients)),
      section("retention", retentionBlocks(about, found)),
      section("rights", rightBlocks(about)),
      section("complaint", complaintFacts(about).map(paragraph)),
      section("source", [plain(about.words.answer.source)]),
      section("automated-decisions", [plain(about.words.answer.automated)]),
    ],
  };
}

interface Found {
  readonly categories: readonly string[];
  readonly purposes: readonly Purpose[];
  readonly recipients: readonly Recipient[];
  readonly tables: Concerning["tables"];
  readonly stores: readonly Store[];
}

function narrow(policy: Policy, { categories, recipients, tables, stores = [] }: Concerning): Found {
  const kinds = tables === undefined ? undefined : kindsIn(policy, tables);
  return {
    categories: policy.categories.map((category) => category.name).filter((name) => categories.includes(name)),
    purposes: policy.purposes.filter(
      (purpose) =>
        purpose.uses.some((used) => categories.some((name) => isCategory(name, used))) &&
        (kinds === undefined || kinds.size === 0 || purpose.of.some((kind) => kinds.has(kind))),
    ),
    recipients: policy.recipients.filter((recipient) => recipients.includes(recipient.name)),
    tables,
    stores: (policy.stores ?? []).filter(({ name }) => stores.includes(name)),
  };
}

/**
 * Which kinds of person the tables speak of. Tables that are persons, or known by address alone, decide; a table that
 * may be reached either way (orders of customers and of guests) only when nothing else does.
 */
function kindsIn(policy: Policy, tables: NonNullable<Concerning["tables"]>): ReadonlySet<string> {
  const sure = new Set<string>();
  const perhaps = new Set<string>();
  for (const { system, table } of chosen(policy, tables)) {
    const said = tables.find((one) => one.system === system && one.table === table.name)?.persons ?? [];
    for (const kind of said) sure.add(kind);
    if (said.length > 0) continue;
    const mixed = table.person.some((path) => path.kind === "reference");
    for (const path of table.person) for (const kind of kindsOf(path)) (mixed ? perhaps : sure).add(kind);
  }
  return sure.size > 0 ? sure : perhaps;
}

function chosen(policy: Policy, tables: Concerning["tables"]): ReturnType<typeof tablesOf> {
  return tablesOf(policy).filter(
    ({ system, table }) =>
      tables === undefined || tables.some((one) => one.system === system && one.table === table.name),
  );
}

function purposeBlocks(about: Writing, purposes: readonly Purpose[]): readonly Block[] {
  if (purposes.length === 0) return [plain(about.words.answer.noPurposes)];
  return purposes.flatMap((purpose): Block[] => [
    { kind: "heading", text: capital(say(purpose.title, about.language)) },
    { kind: "list", items: purposeFacts(about, purpose) },
  ]);
}

function categoryBlocks(about: Writing, categories: readonly string[]): readonly Block[] {
  if (categories.length === 0) return [plain(about.words.answer.noCategories)];
  return [{ kind: "list", items: categories.map((name) => ({ text: categoryTitle(about, name), cites: [] })) }];
}

/** Where else than in databases they are. */
function placeBlocks({ policy, language, words }: Writing, { stores }: Found): readonly Block[] {
  return table(
    words.stores,
    stores.map((store) => row(storeCells(policy, store, language).map(capital))),
  );
}

function recipientBlocks(about: Writing, recipients: readonly Recipient[]): readonly Block[] {
  if (recipients.length === 0) return [plain(about.words.answer.noRecipients)];
  return recipients.flatMap((recipient): Block[] => [
    { kind: "heading", text: partyTitle(about, recipient) },
    { kind: "list", items: recipientFacts(about, recipient) },
  ]);
}

function safeguardBlocks(about: Writing, recipients: readonly Recipient[]): readonly Block[] {
  const abroad = recipients.filter(leavesEea);
  if (abroad.length === 0) return [plain(about.words.answer.noTransfer)];
  const items = abroad.map(
    (recipient): Sentence => ({
      text: about.words.answer.transfer(partyName(recipient, about.language), transferText(about, recipient)),
      cites: [],
    }),
  );
  return [{ kind: "list", items }];
}

/** Per rule the categories that this person has under it; what no rule names is kept as long as its purpose needs. */
function retentionBlocks(about: Writing, found: Found): readonly Block[] {
  const { policy, words } = about;
  const tables = chosen(policy, found.tables);
  const under = (rule: KeepRule | undefined): readonly string[] => {
    const met = new Set(tables.flatMap(({ table }) => (table.keep?.rule === rule?.name ? categoriesOf(table) : [])));
    return found.categories.filter((name) => met.has(name));
  };
  const rows: Row[] = policy.keep.flatMap((rule) => {
    const categories = under(rule);
    return categories.length === 0
      ? []
      : [row([categoryTitles(about, categories), untilText(about, rule), afterText(rule.then, about.language)])];
  });
  const undecided = under(undefined);
  if (undecided.length > 0)
    rows.push(row([categoryTitles(about, undecided), words.retention.undecided, afterText("erase", about.language)]));
  rows.push(...found.stores.map((store) => row(storeTerm(about, store))));
  const held = policy.keep.flatMap((rule) => (under(rule).length > 0 ? (holdText(about, rule) ?? []) : []));
  return [
    ...(rows.length === 0
      ? [plain(words.answer.noCategories)]
      : [{ kind: "table" as const, caption: words.retention.caption, columns: words.retention.columns, rows }]),
    ...held.map(plain),
  ];
}

/** GDPR art. 15(1)(e) names these; the others hold as well and are in the notice. */
const rightsToName: readonly RightKind[] = ["rectification", "erasure", "restriction", "objection", "withdraw-consent"];

function rightBlocks(about: Writing): readonly Block[] {
  const { policy, words } = about;
  const { email } = policy.organisation.contact;
  const items = rightsToName.map((kind): Sentence => {
    const { title, text, article } = words.right[kind];
    return { text: `${title}: ${text} (${lawText(article, about.language)})`, cites: [] };
  });
  return [
    paragraph({ text: words.rights.intro(email), cites: [], links: [email] }),
    { kind: "list", items: [...items, ...handlingFacts(about)] },
  ];
}

function paragraph(sentence: Sentence): Block {
  return { kind: "paragraph", ...sentence };
}

function plain(text: string): Block {
  return paragraph({ text, cites: [] });
}
