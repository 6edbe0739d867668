/** For the tests of this room: a small shop, requests and plans that run for real, and a published site that can be spoilt. */
import { Personal, type RequestId, say, type StaffId } from "#base";
import { freshDatabase, type TestDatabase } from "#harness";
import { keptNotice, noticeOf } from "#notice";
import { parsePolicy, type Policy, type PromiseCheck, type PromiseCheckKind, promisesOf, withOwnSystem } from "#policy";
import type { RequestKind } from "#requests";
import { Office, type OfficeParts, openOffice } from "../../tests/harness/office.ts";
import { createVersions, hashOfFiles, type PolicyFile } from "#versions";
import { createPromiseBoard } from "./board.ts";
import { answerCheck } from "./checks/index.ts";
import type { PromiseBoard, PromiseBoardOptions } from "./contract.ts";
import type { CheckOutcome } from "./outcome.ts";
import { CheckRun } from "./run.ts";
import { sayMessages } from "./words/say-messages.ts";

/** Checks that need nothing but their name. */
export type BareKind = {
  [Kind in PromiseCheckKind]: { kind: Kind } extends Extract<PromiseCheck, { kind: Kind }> ? Kind : never;
}[PromiseCheckKind];

export const staffMember = "5b1f4f0a-0000-4000-8000-000000000001" as StaffId;
const publicUrl = "https://privacy.shop.example";

/** What a visitor gets; each part may be spoilt by a test. */
export interface Site {
  down: boolean;
  edit: (path: string, html: string) => string;
}

export class Shop extends Office {
  readonly site: Site;
  readonly policy: Policy;
  readonly files: readonly PolicyFile[];
  readonly options: PromiseBoardOptions;
  readonly board: PromiseBoard;
  /** The database roles of this shop. */
  readonly roles: { readonly staff: string; readonly audit: string };

  constructor(office: OfficeParts, parts: Pick<Shop, "site" | "policy" | "files" | "options" | "board" | "roles">) {
    super(office);
    this.site = parts.site;
    this.policy = parts.policy;
    this.files = parts.files;
    this.options = parts.options;
    this.board = parts.board;
    this.roles = parts.roles;
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await this.shop.query(`drop owned by ${this.roles.staff}, ${this.roles.audit}`);
    await this.shop.query(`drop role ${this.roles.staff}; drop role ${this.roles.audit}`);
    await super[Symbol.asyncDispose]();
  }

  /** Its policy as version 1, which is the first entry of the log. */
  async publish(): Promise<void> {
    const { versions, policyHash: hash } = this.options;
    const day = this.policy.inForceOn;
    const notices = this.policy.languages.map((language) => ({
      language,
      text: keptNotice(noticeOf(this.policy, language)),
    }));
    await versions.publishFirst({ files: this.files, hash, notices, effectiveOn: day, today: day, by: "noor" });
  }

  /** A request from the form to its end: mail, code, search, approval, execution, and for a copy the download. */
  async request(kind: RequestKind, email: string): Promise<string> {
    const submission = { kind, language: "en", channel: "web", email: new Personal(email) } as const;
    const { reference } = await this.requests.submit(submission);
    await this.jobs.settled();
    const letter = this.inbox.messages().find(({ to }) => to.includes(email));
    const code = /^ {4}(\d{4} \d{4})$/mu.exec(letter?.text ?? "")?.[1] ?? "";
    await this.requests.confirm(reference, code);
    await this.jobs.settled();
    const [row] = await this.own<{ id: RequestId }>("select id from gestand.request where reference = $1", [reference]);
    const view = row && (await this.requests.staffView(this.store.reader, row.id));
    if (row === undefined || view?.plan === undefined) throw new Error("The request has no plan");
    const approved = await this.requests.approve(row.id, staffMember, view.plan.id, view.plan.hash);
    if (!approved.ok) throw new Error(`${approved.message} ${JSON.stringify(view.plan.problems)}`);
    await this.jobs.settled();
    const link = /\/download\/([\w-]+)/u.exec(
      this.inbox.messages().find(({ to }) => to.includes(email))?.text ?? "",
    )?.[1];
    const download = link === undefined ? undefined : await this.requests.download(link);
    for await (const _ of download?.stream ?? []);
    await this.jobs.settled();
    // The key of a request is destroyed when its last mail is out.
    await this.jobs.advance(120_000);
    await this.jobs.settled();
    return reference;
  }

  /** One check alone, as it answers now, with what it says in English. */
  async check(check: PromiseCheck | BareKind): Promise<CheckOutcome & { summary: string }> {
    const outcome = await answerCheck(
      new CheckRun(this.options),
      typeof check === "string" ? ({ kind: check } as PromiseCheck) : check,
    );
    return { ...outcome, summary: sayMessages(outcome.messages, "en") };
  }

  readonly anybody = new Personal("dee@mail.example");

  own<Row extends Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]> {
    return this.store.database.query<Row>(text, values);
  }
}

export async function openShop(options: { guard?: boolean; published?: boolean } = {}): Promise<Shop> {
  const shop = await freshDatabase();
  const roles = { staff: `staff_${shop.name}`, audit: `audit_${shop.name}` };
  await buildShop(shop, roles);
  const text = policyText(roles);
  const policy = withOwnSystem(policyOf(text));
  const files = [{ path: "policy.yaml", text }];
  const policyHash = hashOfFiles(files);
  const site: Site = { down: false, edit: (_path, html) => html };
  let made: Pick<Shop, "options" | "board"> | undefined;
  const office = await openOffice({
    policy,
    policyHash,
    shop,
    publicUrl,
    board: (ground) => {
      const boardOptions = {
        ...ground,
        versions: createVersions(ground),
        policy,
        policyHash,
        publicUrl,
        ...surroundings(site, policy, policyHash),
      };
      made = { options: boardOptions, board: createPromiseBoard(boardOptions) };
      return made.board;
    },
  });
  if (made === undefined) throw new Error("The office made no board");
  if (options.guard !== false) await office.systems.use("shop", (system) => system.guardInstall());
  const opened = new Shop(office, { site, policy, roles, files, ...made });
  if (options.published !== false) await opened.publish();
  return opened;
}

/** What the board looks at besides our own tables. */
function surroundings(site: Site, policy: Policy, policyHash: string) {
  return {
    promises: promisesOf(policy),
    fetch: visit(site, policy, policyHash),
    documentExists: async (path: string) => path === "contracts/parcels.pdf",
  };
}

async function buildShop(shop: TestDatabase, roles: { staff: string; audit: string }): Promise<void> {
  await shop.query(`
    create role ${roles.staff} nologin; create role ${roles.audit} nologin;
    create table customers (id int primary key, email text, name text, phone text);
    create table orders (id int primary key, customer_id int not null references customers, item text);
    create index on orders (customer_id);
    create table invoices (id int primary key, customer_id int, name text, book_year int not null, total numeric, details jsonb);
    create index on invoices (customer_id);
    create index on customers (lower(trim(email)));
    insert into customers values (1, 'ada@mail.example', 'Ada', '06 1234 5678'), (2, 'bob@mail.example', 'Bob', null),
      (3, 'cor@mail.example', 'Cor', null);
    insert into orders values (1, 1, 'lamp'), (2, 1, 'chair'), (3, 2, 'table');
    insert into invoices values (1, 1, 'Ada', 2026, 10, '{"to": {"email": "ada@mail.example", "phone": "06 1234 5678"}}'),
      (2, 2, 'Bob', 2026, 20, null), (3, 3, 'Cor', 2010, 5, null);
    grant select on all tables in schema public to ${roles.staff}, ${roles.audit};
  `);
}

function policyText(roles: { staff: string; audit: string }): string {
  return `
gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [nl, en]
inForce: 2026-01-01
persons: {customer: {title: {nl: klant, en: customer}}}
purposes:
  deliver: {title: {nl: bezorgen, en: deliver}, of: customer, basis: contract, uses: [name, contact.email, order-history]}
recipients:
  parcels:
    party: Example Parcels
    role: processor
    country: NL
    for: deliver
    receives: [name]
    contract: {signed: 2024-03-01, expires: 2027-03-01, document: contracts/parcels.pdf, terms: [purpose-limit]}
    holdsWhen: [shop.orders]
rights:
  access: {}
  erasure: {}
  complaint: {}
  answerWithin: 30 days
  copyTo: {address: known, settled: 14 days}
  leaving: erases
  register: {erasure: anonymous, keep: 5 years}
keep:
  profile: {until: relationship ends, then: erase}
  invoices: {until: {law: nl.tax.records}, hold: {hiddenFrom: staff, readableBy: audit}, then: erase}
systems:
  shop:
    title: {nl: winkel, en: shop}
    connector: postgres
    url: env:SHOP_DATABASE_URL
    country: NL
    roles: {staff: [${roles.staff}], audit: [${roles.audit}]}
    tables:
      customers: {person: {is: customer, email: email}, columns: {email: contact.email, name: name, phone: contact.phone}, keep: profile, erase: delete}
      orders: {person: customer_id -> customers, columns: {item: order-history}, keep: profile, erase: delete}
      invoices: {person: customer_id -> customers, columns: {name: name, details: {is: order-history, json: {to.email: contact.email, to.phone: contact.phone}}}, other: [total], keep: {invoices: book_year}, erase: delete}
statements:
  care: {under: security, says: {nl: Wij zijn zorgvuldig., en: We take care.}}
`;
}

function policyOf(text: string): Policy {
  const { policy, problems } = parsePolicy("policy.yaml", text);
  if (policy === undefined) throw new Error(problems.map(({ message, path }) => `${path}: ${message}`).join("\n"));
  return policy;
}

/** A site as the privacy centre publishes it: the notice by sentence, the forms, the page on complaints. */
function visit(site: Site, policy: Policy, policyHash: string): NonNullable<PromiseBoardOptions["fetch"]> {
  return async (url) => {
    if (site.down) throw new TypeError("fetch failed");
    const path = url.slice(publicUrl.length);
    const html = pageAt(path, policy, policyHash);
    return new Response(html === undefined ? "Not found" : site.edit(path, html), {
      status: html === undefined ? 404 : 200,
    });
  };
}

function pageAt(path: string, policy: Policy, policyHash: string): string | undefined {
  const language = path.startsWith("/nl") ? "nl" : "en";
  if (/^\/(nl|en)\/ask\/(access|erasure|leaving)$/u.test(path)) return `<form method="post" action="${path}"></form>`;
  if (path.endsWith("/complain"))
    return '<a href="https://www.autoriteitpersoonsgegevens.nl/een-tip-of-klacht-indienen-bij-de-ap">Autoriteit Persoonsgegevens</a>';
  if (path === "/nl" || path === "/en") return `<p>${policy.organisation.contact.email}</p>`;
  const meta = `<meta name="gestand-policy" content="sha256-${policyHash}">`;
  if (path.endsWith("/privacy/versions/1")) return `<html><head>${meta}</head></html>`;
  if (!path.endsWith("/privacy")) return undefined;
  const sentences = promisesOf(policy).map(
    ({ id, statement }) => `<p data-promise="${id}">${say(statement, language).replaceAll("&", "&amp;")}</p>`,
  );
  return `<!doctype html><html><head>${meta}</head><body><p>${language === "nl" ? "1 januari 2026" : "1 January 2026"}</p>${sentences.join("\n")}</body></html>`;
}
