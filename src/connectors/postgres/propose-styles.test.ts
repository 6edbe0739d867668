/** Proposals for databases as frameworks and shops of several languages make them; no row is looked at. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshDatabase, type TestDatabase, testPool } from "#harness";
import { starterRules } from "#policy";
import { propose } from "./propose.ts";
import type { MappingProposal } from "./propose-types.ts";
import { proposalYaml } from "./propose-yaml.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

async function proposed(schema: string, tables: string): Promise<MappingProposal> {
  await database.query(`create schema ${schema}; set search_path to ${schema}; ${tables}; reset search_path`);
  const pool = testPool(database.url, 1);
  try {
    return await propose(pool, { schema, system: "shop", urlFrom: "SHOP_URL", lookAtValues: false });
  } finally {
    await pool.end();
  }
}

/** Where each table leads first, and what its columns hold. */
function seen({ tables }: MappingProposal): Record<string, string> {
  return Object.fromEntries(
    tables.map(({ name, person: [first] }) => [
      name,
      first === undefined
        ? ""
        : first.kind === "is"
          ? `is ${first.person}`
          : first.kind === "identity"
            ? `${first.column} of ${first.person}`
            : `${first.columns.join(", ")} -> ${first.table}`,
    ]),
  );
}

function holds({ tables }: MappingProposal, table: string): Record<string, string> {
  const found = tables.find(({ name }) => name === table);
  return Object.fromEntries((found?.columns ?? []).map(({ name, category }) => [name, category]));
}

describe("proposing without looking at a row", () => {
  it("reads a Dutch administration without a single foreign key", async () => {
    const proposal = await proposed(
      "nederlands",
      `create table klanten (klantnr int primary key, voornaam text, tussenvoegsel text, achternaam text, emailadres text,
         telefoonnummer text, straat text, huisnummer text, postcode text, woonplaats text, geboortedatum date, aangemaakt_op timestamptz);
       create table bestellingen (bestelnr int primary key, klantnr int, totaalbedrag numeric, opmerkingen text, besteld_op timestamptz);
       create table facturen (factuurnr int primary key, bestelnr int, factuurdatum date, bedrag numeric);
       create table nieuwsbrief_inschrijvingen (id int primary key, emailadres text, toestemming_op timestamptz);
       create table medewerkers (id int primary key, naam text, emailadres text, uit_dienst date);
       create table artikelen (artikelnr int primary key, omschrijving text, prijs numeric)`,
    );
    expect(seen(proposal)).toEqual({
      klanten: "is customer",
      medewerkers: "is employee",
      bestellingen: "klantnr -> klanten",
      facturen: "bestelnr -> bestellingen",
      nieuwsbrief_inschrijvingen: "emailadres of subscriber",
    });
    expect(holds(proposal, "klanten")).toMatchObject({
      voornaam: "name",
      tussenvoegsel: "name",
      achternaam: "name",
      emailadres: "contact.email",
      telefoonnummer: "contact.phone",
      geboortedatum: "birth-date",
    });
    expect(proposal.tables.find(({ name }) => name === "facturen")?.keep).toMatchObject({
      rule: "invoices",
      column: "factuurdatum",
    });
    expect(proposal.tables.find(({ name }) => name === "medewerkers")?.keep).toMatchObject({
      rule: "staff",
      column: "uit_dienst",
    });
    expect(proposal.withoutPersons.map(({ table }) => table)).toEqual(["artikelen"]);
  });

  it("reads Rails: users, profiles that follow them, polymorphic comments, who made a row", async () => {
    const proposal = await proposed(
      "rails",
      `create table users (id bigint primary key, email text, encrypted_password text, reset_password_token text, current_sign_in_ip inet, created_at timestamp, updated_at timestamp);
       create table profiles (id bigint primary key, user_id bigint references users, first_name text, last_name text, email text, avatar text);
       create table projects (id bigint primary key, title text, created_by_id bigint references users, owner_id bigint references users);
       create table comments (id bigint primary key, commentable_type text, commentable_id bigint, author_id bigint references users, body text);
       create table schema_migrations (version text primary key);
       create table likes (id bigint primary key, likeable_type text, likeable_id bigint);
       insert into likes values (1, 'App\\Models\\Project', 1), (2, 'a@example.org', 1);
       insert into users values (1, 'a@example.org'); insert into projects values (1, 'x', 1, 1); insert into comments values (1, 'Project', 1, 1, 'x')`,
    );
    expect(seen(proposal)).toMatchObject({
      users: "is user",
      profiles: "user_id -> users",
      projects: "owner_id -> users",
    });
    expect(proposal.persons).toEqual(["user"]);
    expect(proposal.tables.find(({ name }) => name === "likes")?.person).toMatchObject([
      { table: "projects", when: { column: "likeable_type", equals: String.raw`App\Models\Project` } },
    ]);
    expect(proposalYaml(proposal)).toContain(String.raw`when likeable_type = 'App\\Models\\Project'`);
    const projects = proposal.tables.find(({ name }) => name === "projects");
    expect(projects?.unclear).toEqual([{ columns: ["created_by_id"], table: "users" }]);
    expect(projects?.alsoAbout).toEqual([]);
    expect(projects?.other).not.toContain("created_by_id");
    expect(holds(proposal, "users")).toMatchObject({
      email: "contact.email",
      encrypted_password: "credentials",
      current_sign_in_ip: "network.ip-address",
    });
  });

  it("reads Django and Magento, whose tables carry the name of the program", async () => {
    const django = await proposed(
      "django",
      `create table auth_user (id int primary key, username varchar(150), first_name varchar(150), last_name varchar(150), email varchar(254), password varchar(128), last_login timestamptz, is_staff boolean, date_joined timestamptz);
       create table shop_order (id int primary key, user_id int references auth_user, status varchar(20), total numeric);
       create table django_session (session_key varchar(40) primary key, session_data text, expire_date timestamptz)`,
    );
    expect(seen(django)).toEqual({ auth_user: "is user", shop_order: "user_id -> auth_user" });
    const magento = await proposed(
      "magento",
      `create table customer_entity (entity_id int primary key, email text, firstname text, lastname text, dob date, taxvat text, password_hash text);
       create table customer_address_entity (entity_id int primary key, parent_id int references customer_entity, street text, city text, postcode text, telephone text);
       create table sales_order (entity_id int primary key, customer_id int references customer_entity, customer_email text, grand_total numeric);
       create table sales_invoice (entity_id int primary key, order_id int references sales_order, grand_total numeric, created_at timestamp);
       create table admin_user (user_id int primary key, email text, username text, password text)`,
    );
    expect(seen(magento)).toEqual({
      customer_entity: "is customer",
      admin_user: "is employee",
      customer_address_entity: "parent_id -> customer_entity",
      sales_order: "customer_id -> customer_entity",
      sales_invoice: "order_id -> sales_order",
    });
    expect(holds(magento, "customer_entity")).toMatchObject({ firstname: "name", dob: "birth-date" });
    expect(magento.tables.find(({ name }) => name === "sales_invoice")?.keep).toMatchObject({ column: "created_at" });
  });

  it("knows whose a copy of a mail is, and when an address beside a reference says nothing more", async () => {
    const proposal = await proposed(
      "mails",
      `create table customers (id int primary key, email text);
       create table mail_messages (id int primary key, to_address text, subject text, sent_at timestamptz);
       create table shops (id int primary key, from_address text);
       create table email_changes (id int primary key, customer_id int not null references customers, former_email text)`,
    );
    expect(seen(proposal)).toMatchObject({ mail_messages: "to_address of contact" });
    const changes = proposal.tables.find(({ name }) => name === "email_changes");
    expect(changes?.person).toMatchObject([{ kind: "reference", table: "customers" }]);
    expect(proposal.tables.map(({ name }) => name)).not.toContain("shops");
  });

  it("keeps kinds of persons apart when two tables seem to list the same", async () => {
    const proposal = await proposed(
      "apart",
      `create table users (id int primary key, email text); create table app_users (id int primary key, email text);
       create table "old users!" (id int primary key, email text)`,
    );
    expect(seen(proposal)).toEqual({
      users: "is user",
      app_users: "is app-user",
      "old users!": "is old-user",
    });
  });

  it("takes both for lists of persons when two refer to each other", async () => {
    const proposal = await proposed(
      "mutual",
      `create table users (id int primary key, email text, employee_id int);
       create table employees (id int primary key, email text, user_id int references users);
       alter table users add foreign key (employee_id) references employees`,
    );
    expect(seen(proposal)).toEqual({ users: "is user", employees: "is employee" });
  });

  it("leaves to people what a person's own reference to another means", async () => {
    const proposal = await proposed(
      "self",
      "create table members (id int primary key, email text, referred_by int references members)",
    );
    const yaml = proposalYaml(proposal, { rules: new Set(starterRules("NL").keys()), reasons: "doubtful" });
    expect(yaml).toMatch(/# OPEN: referred_by leads to members/);
    expect(yaml).toContain("        keep: profile");
  });

  it("names the rule of lines by way of what they belong to, and none that the policy lacks", async () => {
    const proposal = await proposed(
      "lines",
      `create table customers (id int primary key, email text);
       create table invoices (id int primary key, customer_id int references customers, book_year smallint, created_at timestamptz);
       create table invoice_lines (id int primary key, invoice_id int references invoices, description text)`,
    );
    const written = (country: string) => proposalYaml(proposal, { rules: new Set(starterRules(country).keys()) });
    expect(written("NL")).toMatch(/keep: \{invoices: book_year\} # guess/);
    expect(written("NL")).toMatch(/keep: \{invoices: "invoice_id -> invoices\.book_year"\} # guess/);
    expect(written("US")).not.toContain("keep: {invoices");
    expect(proposalYaml(proposal)).not.toContain("keep: profile");
  });
});
