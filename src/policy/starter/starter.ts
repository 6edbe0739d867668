/**
 * A first policy, from a few answers and, when there is a database, from what was found in it. It says only what such an
 * organisation usually does and what the law gives anyway; facts of the organisation that nobody told are left open, marked.
 */
import { assert, type Language, type LocalDate } from "#base";
import { authorityFor, timeZoneOf } from "#law";
import { type Chosen, choosePurposes, type ChosenPurpose } from "./choose.ts";
import { comments, open } from "./comments.ts";
import { kindsOfOrganisation, personTitles, type StarterKind } from "./kinds.ts";
import { Page } from "./page.ts";
import { dutyOf, starterRules } from "./rules.ts";

export interface StarterAnswers {
  readonly kind: StarterKind;
  /** Left open when nobody told. */
  readonly name?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Left open when nobody told. */
  readonly email?: string;
  /** Of the notice; the first one is authoritative. One at least. */
  readonly languages: readonly Language[];
  /** Of the comments and open points. */
  readonly comments: Language;
  readonly inForce: LocalDate;
  /** Name of the system. */
  readonly system: string;
  /** Environment variable with its address. */
  readonly urlFrom: string;
  readonly database?: StarterDatabase;
}

/** What was found in a database. */
export interface StarterDatabase {
  /** Kinds of persons, as its mapping names them. */
  readonly persons: readonly string[];
  /** Categories of its columns, each once. */
  readonly categories: readonly string[];
  /** Names of `starterRules` that its mapping uses. */
  readonly rules: readonly string[];
  /** The mapping: YAML from the line `systems:` on. */
  readonly systems: string;
}

/** Whether a first policy can be written for organisations there: the authority must be known, since nobody else can name it. */
export function hasStarter(country: string): boolean {
  return authorityFor(country) !== undefined;
}

/** The policy as a document, for a country that `hasStarter`. It parses without an error, and `checkPolicy` finds none in it. */
export function starterPolicy(answers: StarterAnswers): string {
  assert(hasStarter(answers.country), "a first policy is for a country with an authority that is known");
  const chosen = choosePurposes(answers.kind, answers.database);
  const small = answers.kind === "minimal";
  const page = new Page(answers.languages, answers.comments, small);
  head(page, answers, small);
  persons(page, chosen);
  if (chosen.purposes.some(({ uses }) => uses.includes("health"))) {
    page.comment(comments.health);
    page.add("categories: {health: {ground: health-care}}");
    page.gap();
  }
  purposes(page, answers, chosen);
  if (!small) {
    consents(page, chosen);
    recipients(page, answers, chosen);
  }
  rights(page, chosen);
  keep(page, answers, small);
  if (!small) afterwards(page, answers);
  systems(page, answers);
  return page.text();
}

function head(page: Page, answers: StarterAnswers, small: boolean): void {
  const { name, country, email, languages, inForce, kind } = answers;
  page.add(`# ${comments.head[page.language]}`);
  page.comment(comments.marks);
  page.add("gestand: 1", "organisation:");
  if (name === undefined) page.open(open.name, {}, "  ");
  page.add(`  name: ${JSON.stringify(name ?? "My organisation")}`, `  country: ${country}`);
  if (!small) {
    page.open(open.legal, {}, "  ");
    page.add('  # legalName: "… B.V."', '  # address: "…"');
  }
  if (email === undefined) page.open(open.email, {}, "  ");
  page.add(`  contact: {email: ${JSON.stringify(email ?? "privacy@example.org")}}`);
  page.add(`languages: [${languages.join(", ")}]`, `inForce: ${inForce}`);
  if (timeZoneOf(country) === undefined) {
    page.open(open.timeZone);
    page.add("timeZone: Etc/UTC");
  }
  const { covers, asks } = kindsOfOrganisation[kind];
  if (covers.length > 0) page.add(`scope: {covers: [${covers.join(", ")}]}`);
  for (const question of asks) page.open(question);
  page.gap();
}

function persons(page: Page, chosen: Chosen): void {
  page.add("persons:");
  for (const name of chosen.persons) {
    const title = personTitles[name];
    if (title === undefined) page.open(open.title, {}, "  ");
    page.add(`  ${name}: ${title === undefined ? "{}" : `{title: ${page.both(title)}}`}`);
  }
  page.gap();
}

function purposes(page: Page, { country }: StarterAnswers, chosen: Chosen): void {
  const possible = (one: ChosenPurpose) => one.purpose.basis !== "legal-obligation" || dutyOf(country) !== undefined;
  page.comment(comments.purposes);
  page.add("purposes:");
  for (const one of chosen.purposes.filter(possible)) page.add(...purposeLines(page, one, country));
  for (const category of chosen.aimless) page.open(open.aimless, { category }, "  ");
  const unseen = chosen.unseen.filter(possible);
  if (unseen.length > 0) page.open(open.unseen, {}, "  ");
  for (const one of unseen) page.add(...purposeLines(page, one, country).map((line) => `  # ${line.slice(2)}`));
  page.gap();
}

function purposeLines(page: Page, { name, purpose, of, uses }: ChosenPurpose, country: string): string[] {
  const { basis, title } = purpose;
  const written =
    typeof basis === "object"
      ? `{legitimate-interest: ${page.both(basis.interest)}}`
      : basis === "legal-obligation"
        ? `{legal-obligation: ${dutyOf(country) ?? ""}}`
        : basis;
  return [
    `  ${name}:`,
    `    title: ${page.both(title)}`,
    `    of: ${of.length === 1 ? (of[0] ?? "") : `[${of.join(", ")}]`}`,
    `    basis: ${written}`,
    `    uses: [${uses.join(", ")}]`,
  ];
}

/** Consent is asked with an empty box, and ends as easily (GDPR art. 7(3)). */
function consents(page: Page, { purposes: all }: Chosen): void {
  const asked = all.filter(({ purpose }) => purpose.basis === "consent").map(({ name }) => name);
  if (asked.length === 0) return;
  page.add("consents:");
  for (const name of asked)
    page.add(`  ${name}: {for: ${name}, asked: tick-box, unticked: {}, refusing: {}, withdraw: link}`);
  if (asked.includes("newsletter")) {
    const title = page.both({ nl: "de nieuwsbrief", en: "the newsletter" });
    page.add(
      "messages:",
      `  newsletter: {title: ${title}, class: marketing, channels: email, for: newsletter, unsubscribe: link}`,
    );
  }
  page.gap();
}

function recipients(page: Page, { kind, country }: StarterAnswers, { purposes: [first] }: Chosen): void {
  page.open(open.recipients, { parties: kindsOfOrganisation[kind].parties[page.language] });
  page.add(
    "# recipients:",
    "#   hosting:",
    '#     party: "…"',
    "#     role: processor",
    `#     country: ${country}`,
    `#     for: ${first?.name ?? ""}`,
    `#     receives: [${first?.uses.join(", ") ?? ""}]`,
    "#     contract: {signed: 2026-01-31, document: contracts/hosting.pdf, terms: [purpose-limit, confidentiality, security]}",
  );
  page.gap();
}

function rights(page: Page, { purposes: all }: Chosen): void {
  const consent = all.some(({ purpose }) => purpose.basis === "consent");
  const granted = ["access", "rectification", "erasure", "restriction", "portability", "objection", "complaint"];
  page.comment(comments.rights);
  page.add(
    "rights:",
    `  {${[...granted, ...(consent ? ["withdraw-consent"] : [])].map((right) => `${right}: {}`).join(", ")},`,
    "   ways: {everybody: {by: form}}, copyTo: known address, leaving: erases}",
  );
  page.gap();
}

function keep(page: Page, { country, database }: StarterAnswers, small: boolean): void {
  const rules = starterRules(country);
  // A rule that no table uses is carried out by nobody; without a database nobody knows yet which ones are.
  const used = database?.rules ?? (small ? [] : ["invoices", "messages"]);
  const kept = [...rules].filter(([name]) => name === "profile" || used.includes(name));
  page.comment(comments.keep);
  page.add("keep:");
  if (!small && !rules.has("invoices")) page.open(open.duty, { country }, "  ");
  if (kept.some(([, rule]) => rule.proposed)) page.open(open.terms, {}, "  ");
  for (const [name, { title, until, held }] of kept) {
    if (held) page.open(open.hold, {}, "  ");
    if (small) page.add(`  ${name}: {until: ${until},${held ? " hold: {}," : ""} then: erase}`);
    else
      page.add(
        `  ${name}:`,
        `    title: ${page.both(title)}`,
        `    until: ${until}`,
        ...(held ? ["    hold: {}"] : []),
        "    then: erase",
      );
  }
  page.gap();
}

/** What comes after the data itself: breaches, measures, cookies, changes. */
function afterwards(page: Page, { inForce }: StarterAnswers): void {
  page.comment(comments.incidents);
  page.add("incidents: {tell: {persons: {when: high-risk}, authority: {within: 72 hours}}}");
  page.comment(comments.changes);
  page.add("changes: {affected: {by: mail}, archive: {}, latestHere: {}, consent: {}}");
  page.gap();
  page.open(open.security);
  page.add(
    "# security:",
    `#   in-transit: {kind: encryption-in-transit, owner: IT, proof: security/tls.pdf, reviewed: ${inForce}}`,
  );
  page.open(open.cookies);
  const essential = page.both({ nl: "inloggen", en: "signing in" });
  page.add(
    "# website:",
    "#   cookies:",
    `#     session: {names: [session], essential: ${essential}, lasts: session, stores: network.cookie}`,
  );
  page.open(open.decisions);
  page.add("# automatedDecisions: none", "# sale: none");
  page.gap();
}

function systems(page: Page, { database, system, urlFrom }: StarterAnswers): void {
  page.comment(comments.systems);
  if (database !== undefined) return page.add(database.systems.trimEnd());
  page.open(open.database, { env: urlFrom });
  page.add(
    "# systems:",
    `#   ${system}:`,
    "#     connector: postgres",
    `#     url: env:${urlFrom}`,
    "#     tables: {}",
  );
}
