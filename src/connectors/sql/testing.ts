/** For tests of every database with tables: the world of the conformance suite, and what only a database says in its own way. */
import { localDate } from "#base";
import type { Dump } from "#harness";
import { type Policy, parsePolicy, type System } from "#policy";
import { connect } from "../connect.ts";
import type { ConformanceWorld } from "../conformance.ts";

export interface SqlDatabase extends AsyncDisposable {
  readonly url: string;
  /** Looks at no foreign key, as a product may not. */
  run(sql: string): Promise<void>;
  /** Drops every table. */
  clear(): Promise<void>;
  /** Every row of every table that is not ours, as JSON. */
  dump(): Promise<Dump>;
}

const text = (connector: System["connector"]) => `gestand: 1
organisation: {name: Test, country: NL, contact: {email: privacy@conformance.example}}
languages: [en]
inForce: 2026-01-01
persons: [customer]
purposes: {p: {title: Serve, of: customer, basis: contract, uses: [name, contact.email]}}
rights: {access: {}, erasure: {}, answerWithin: 30 days}
keep:
  profile: {until: relationship ends, then: erase}
  invoices: {until: {law: nl.tax.records}, hold: {hiddenFrom: staff, readableBy: audit}, then: erase}
systems:
  shop:
    title: Shop
    connector: ${connector}
    url: env:SHOP_DATABASE_URL
    country: NL
    roles: {staff: [shop_staff], audit: [shop_audit]}
    tables:
      people:
        person: {is: customer, email: email}
        columns: {email: contact.email, name: name}
        keep: profile
        erase: delete
      notes:
        person: person_id -> people
        columns: {body: communication.message}
        keep: profile
        erase: delete
      invoices:
        person: person_id -> people
        columns: {body: invoice}
        keep: {invoices: year}
        erase: delete
      letters:
        person: sender_id -> people
        alsoAbout: [receiver_id -> people]
        shared: {access: withhold, erase: keep}
        columns: {body: communication.message}
        keep: profile
        erase: delete
`;

const world = [
  "create table people (id int primary key, email varchar(200), name varchar(200))",
  "create table notes (id int primary key, person_id int references people(id), body varchar(200))",
  "create table invoices (id int primary key, person_id int, body varchar(200), year int)",
  "create table letters (id int primary key, sender_id int, receiver_id int, body varchar(200))",
  "insert into people values (1, ' Ann@Conformance.example', 'ann-secret profile'), (2, 'bob@conformance.example', 'bob-secret')",
  "insert into notes values (1, 1, 'ann-secret note 1'), (2, 1, 'ann-secret note 2'), (3, 2, 'bob-secret'), (4, 2, 'bob-secret')",
  "insert into invoices values (1, 1, 'ann-secret invoice', 2025), (2, 2, 'bob-secret', 2025)",
  "insert into letters values (1, 1, 2, 'bob-secret and more')",
];

const indented = (text: string, by: number) => text.replace(/^(?=.)/gm, " ".repeat(by));

/** A shop with customers: rules and tables as they stand under `keep` and `tables`, with no indent. */
export function shopText(connector: System["connector"], keep: string, tables: string): string {
  return `gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [en]
inForce: 2026-12-01
persons: [customer]
purposes: {trade: {title: Trade, of: customer, basis: contract, uses: [name, contact]}}
keep:
  profile: {until: relationship ends, then: erase}
${indented(keep, 2)}rights: {access: {}, erasure: {}}
systems:
  shop:
    connector: ${connector}
    url: env:SHOP
    roles: {staff: [shop_staff], audit: [shop_audit]}
    tables:
      people: {person: {is: customer, email: email}, columns: {email: contact.email}, keep: profile}
${indented(tables, 6)}`;
}

export function parsed(policyText: string): Policy {
  const { policy, problems } = parsePolicy("policy.yaml", policyText);
  if (policy === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
  return policy;
}

/** For tests that bring a system of their own. */
export const anyPolicy: Policy = parsed(text("sqlite"));

/** The world of the conformance suite in a fresh database of this kind. */
export async function conformanceWorld(
  connector: System["connector"],
  database: SqlDatabase,
): Promise<ConformanceWorld> {
  const policy = parsed(text(connector));
  const [system] = policy.systems;
  if (system === undefined) throw new Error("the policy has a system");
  for (const sql of world) await database.run(sql);
  const rows = async () =>
    [...(await database.dump())].flatMap(([table, lines]) => lines.map((row) => `${table} ${row}`));
  return {
    connect: () => connect({ policy, system, url: database.url }),
    ann: { emails: ["ann@conformance.example"], anchors: [{ system: "shop", table: "people", key: ["1"] }] },
    today: localDate("2026-11-22"),
    everything: async () => (await rows()).join("\n"),
    others: async () => (await rows()).filter((row) => /bob-secret/.test(row) || row.startsWith("invoices")).join("\n"),
    comeBack: () => database.run("insert into people values (9, 'ANN@conformance.example', 'again')"),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}
