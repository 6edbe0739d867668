import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { freshDatabase, type TestDatabase, testPool } from "#harness";
import { localDate } from "#base";
import { checkPolicy, openPoints, parsePolicy, starterPolicy, starterRules } from "#policy";
import { guessByName, looksImpersonal } from "../sql/guess-names.ts";
import { singularOf } from "./propose-links.ts";
import { proposeMapping, propose } from "./propose.ts";
import { guessByDates, guessByValues, guessMembers } from "./propose-values.ts";
import type { MappingProposal } from "./propose-types.ts";
import { proposalYaml } from "./propose-yaml.ts";

describe("recognising columns", () => {
  it("knows Dutch and English names however they are written", () => {
    const names = [
      "eMailAdres",
      "e-mail",
      "E_MAIL",
      "Telefoonnummer",
      "geboortedatum",
      "huisnummer",
      "achternaam",
      "IBAN",
      "wachtwoord",
      "ip_address",
    ];
    expect(names.map((name) => guessByName(name, name === "geboortedatum" ? "date" : "text")?.category)).toEqual([
      "contact.email",
      "contact.email",
      "contact.email",
      "contact.phone",
      "birth-date",
      "address",
      "name",
      "payment.account",
      "credentials",
      "network.ip-address",
    ]);
    for (const name of ["tally", "mailbox_size", "hotel", "description", "filename_count"])
      expect(guessByName(name, "number")).toBeUndefined();
    expect(
      ["created_at", "status", "is_open"].map((name) => looksImpersonal(name, name === "is_open" ? "boolean" : "text")),
    ).toEqual([true, true, true]);
    expect(["customers", "klanten", "addresses", "companies", "leden", "users", "status"].map(singularOf)).toEqual([
      "customer",
      "klant",
      "address",
      "company",
      "lid",
      "user",
      "statu",
    ]);
  });

  it("knows values by their pattern, and says how many fitted", () => {
    const cases: [string[], string | undefined][] = [
      [["a@b.nl", "c@d.example", "e@f.org"], "contact.email"],
      [["NL91 ABNA 0417 1643 00", "BE68539007547034", "DE89370400440532013000"], "payment.account"],
      [["NL91ABNA0417164301", "NL00ABNA0417164300"], undefined],
      [["1234 AB", "9876zz", "1011AA"], "address.postcode"],
      [["06-12345678", "+31 6 1234 5678", "020 123 4567"], "contact.phone"],
      [["192.0.2.1", "2001:db8::1", "198.51.100.7/24"], "network.ip-address"],
      [["12:30:00", "08:15:00"], undefined],
      [["blue", "red"], undefined],
      [["", " "], undefined],
    ];
    for (const [values, category] of cases) expect(guessByValues(values)?.category).toBe(category);
    expect(guessByValues(["a@b.nl", "x", "y"])).toMatchObject({
      confidence: "low",
      reason: "33 % of 3 sampled values are e-mail addresses",
    });
    const births = Array.from({ length: 12 }, (_, index) => `${1950 + index * 4}-03-01`);
    expect(guessByDates(births, "2026-11-22")?.category).toBe("birth-date");
    expect(
      guessByDates(
        births.map((date) => date.replace(/^\d+/, "2020")),
        "2026-11-22",
      ),
    ).toBeUndefined();
  });

  it("knows members of JSON documents, and never takes a value for a name", () => {
    const members = guessMembers([
      '{"contact": {"email": "a@b.nl"}, "a@b.nl": "x", "n": 1}',
      '{"contact": {"tel": "0612345678"}}',
      "{broken",
    ]);
    expect(members.map(({ path, category }) => [path.join("."), category])).toEqual([
      ["contact.email", "contact.email"],
      ["contact.tel", "contact.phone"],
    ]);
  });
});

describe("proposing a mapping", () => {
  let database: TestDatabase;
  let pool: Pool;
  let proposal: MappingProposal;
  let yaml: string;
  const table = (name: string) => proposal.tables.find((one) => one.name === name);

  beforeAll(async () => {
    database = await freshDatabase();
    pool = testPool(database.url, 1);
    pool.on("connect", (client) => client.on("error", () => undefined));
    await database.query(`
      create table klanten (id int primary key, "eMail" text, email_changed_at timestamptz, naam text, geboren date, xyzzy text);
      create table orders (shop int, number int, klant_id int references klanten, gift_for int references klanten,
        email_copy text, details jsonb, primary key (shop, number));
      create table order_lines (line int primary key, shop int, order_number int, sku text);
      create table berichten (id int primary key, reply_to int references berichten, klant_id int, inhoud text, contactwijze text);
      create table documents (id int primary key, subject_type text, subject_shop int, subject_id int, title text);
      create table leads (id int primary key, telefoon text); create table rates (id int primary key, price int);
      create table stray (id int primary key, klant_id int);
      create table "od""d: #name" ("sp ace" int primary key, "klant-id" int references klanten, "e mail" text, "not: a
# line" text);
      insert into klanten select i, 'secret' || i || '@example.org', null, 'Geheim ' || i, date '1950-01-01' + i * 900, 'q' from generate_series(1, 20) i;
      insert into orders select 1, i, i, null, 'secret@example.org', '{"buyer": {"mail": "secret@example.org"}}' from generate_series(1, 20) i;
      insert into order_lines select i, 1, i, 'x' from generate_series(1, 20) i;
      insert into berichten select i, null, i, 'hallo', '06-1234567' || (i % 10) from generate_series(1, 20) i;
      insert into documents values (1, 'klant', null, 1, 'a'), (2, 'order', 1, 2, 'b'), (3, 'secret@example.org', 1, 3, 'c');
      insert into stray select i, i + 1000 from generate_series(1, 20) i;
      analyze`);
    ({ proposal, yaml } = await proposeMapping({
      url: database.url,
      schema: "public",
      systemName: "shop",
      urlFrom: "SHOP_URL",
    }));
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it("finds the persons, and what leads to them by foreign keys", () => {
    expect(proposal.persons).toContain("customer");
    expect(table("klanten")?.person).toMatchObject([
      { kind: "is", person: "customer", email: "eMail", emailSince: "email_changed_at" },
    ]);
    expect(table("orders")?.person[0]).toMatchObject({ columns: ["klant_id"], table: "klanten", declared: true });
    expect(table("orders")?.alsoAbout).toMatchObject([{ columns: ["gift_for"], table: "klanten" }]);
    expect(table("berichten")?.person.map((path) => (path.kind === "reference" ? path.table : path.kind))).toContain(
      "berichten",
    );
  });

  it("guesses references where no foreign key is, tries them, and marks them as guesses", () => {
    expect(table("order_lines")?.person).toMatchObject([
      { columns: ["shop", "order_number"], table: "orders", targetColumns: ["shop", "number"], declared: false },
    ]);
    expect(yaml).toMatch(
      /"\(shop, order_number\) -> orders\(shop, number\)" # guess, medium: by its name; 100 % of 20/,
    );
    expect(table("documents")?.person).toMatchObject([
      { columns: ["subject_id"], table: "klanten", when: { column: "subject_type", equals: "klant" } },
      { columns: ["subject_shop", "subject_id"], table: "orders", when: { equals: "order" } },
    ]);
    // Its numbers lead nowhere, so it is no reference.
    expect(table("stray")).toBeUndefined();
  });

  it("lists what it could not place, and does not pass it over", () => {
    expect(table("klanten")?.unplaced).toEqual([{ name: "xyzzy", type: "text" }]);
    expect(yaml).toContain("# OPEN: what do xyzzy (text) hold?");
    expect(proposal.unlinked.map((one) => one.table)).toEqual(["leads"]);
    expect(proposal.withoutPersons.map((one) => one.table)).toEqual(["rates", "stray"]);
    const everything = proposal.tables.map((one) => {
      const said = [...one.columns.map(({ name }) => name), ...one.other, ...one.unplaced.map(({ name }) => name)];
      return [one.name, new Set(said).size === said.length];
    });
    expect(everything.every(([, once]) => once)).toBe(true);
  });

  it("never prints a value that it looked at", async () => {
    const all = `${yaml}${JSON.stringify(proposal)}`;
    for (const value of ["secret", "Geheim", "hallo", "1234567", "1950"]) expect(all).not.toContain(value);
    const again = await propose(pool, { schema: "public", system: "shop", urlFrom: "SHOP_URL", lookAtValues: true });
    expect(proposalYaml(again)).toBe(yaml);
  });

  it("writes YAML that a policy takes, whatever the names are", () => {
    const read = parse(yaml) as { systems: { shop: { tables: Record<string, { columns: object }> } } };
    expect(Object.keys(read.systems.shop.tables)).toContain('od"d: #name');
    expect(Object.keys(read.systems.shop.tables['od"d: #name']?.columns ?? {})).toContain("e mail");
    const policy = `gestand: 1
organisation: {name: X, country: NL, contact: {email: a@example.org}}
languages: [en]
inForce: 2026-12-01
persons: [${proposal.persons.join(", ")}]
${yaml}`;
    const about = parsePolicy("policy.yaml", policy).problems.filter(
      (problem) => problem.path?.startsWith("systems") === true,
    );
    expect(about.filter((problem) => problem.severity === "error")).toEqual([]);
  });

  it("makes a first policy without an error over it, in either language and every country's law", async () => {
    const names = await propose(pool, { schema: "public", system: "shop", urlFrom: "SHOP_URL", lookAtValues: false });
    for (const found of [names, proposal])
      for (const language of ["nl", "en"] as const)
        for (const country of ["NL", "BE", "CH"]) {
          const rules = new Set(starterRules(country).keys());
          const categories = [
            ...new Set(found.tables.flatMap(({ columns }) => columns.map(({ category }) => category))),
          ];
          const used = found.tables.flatMap(({ keep }) => keep?.rule ?? []);
          const systems = proposalYaml(found, { language, rules, reasons: "doubtful" });
          const database = { persons: found.persons, categories, rules: used, systems };
          const answers = { kind: "webshop", country, languages: ["nl", "en"], comments: language } as const;
          const place = { system: "shop", urlFrom: "SHOP_URL", inForce: localDate("2026-11-22"), database };
          const text = starterPolicy({ ...answers, ...place });
          const { policy, problems } = parsePolicy("policy.yaml", text);
          expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
          expect(policy && checkPolicy(policy).filter(({ severity }) => severity === "error")).toEqual([]);
          expect(openPoints(text).some((point) => point.text.includes("xyzzy (text)"))).toBe(true);
        }
  });

  it("asks the database for no value when it may look at none", async () => {
    const asked: string[] = [];
    let came = "";
    const listening = {
      query: async (text: string, values?: unknown[]) => {
        asked.push(text);
        const result = await pool.query(text, values);
        came += JSON.stringify(result.rows);
        return result;
      },
    } as unknown as Pool;
    await propose(listening, { schema: "public", system: "shop", urlFrom: "SHOP_URL", lookAtValues: false });
    const read = asked.filter((text) => /"(klanten|orders|berichten|documents|leads)"/.test(text));
    expect(read.length).toBeGreaterThan(0);
    // Of rows only counts come back, and which tables a kind names.
    for (const text of read) expect(text).toMatch(/^\s*select (?:count\(\*\) as rows|distinct kind)/);
    for (const value of ["secret", "Geheim", "hallo", "1234567", "1950"]) expect(came).not.toContain(value);
  });
});
