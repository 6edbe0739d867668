import { describe, expect, test } from "vitest";
import { parsePolicy } from "./parse.ts";
import { changed, placeOf, policyIn, sample } from "./testing.ts";

const noteAs = (value: string) => sample.replace('erased: "-"}', `erased: "-", afterTerm: ${value}}`);

const noteIn = (value: string) =>
  policyIn(noteAs(value))
    .systems[0]?.tables.find(({ name }) => name === "orders")
    ?.columns.find(({ name }) => name === "note");

describe("a policy that can be read", () => {
  test("becomes a model with every name resolved and every default filled in", () => {
    const policy = policyIn();
    expect(policy.timeZone).toBe("Europe/Amsterdam");
    expect(policy.organisation.authority).toBe("nl.ap");
    expect(policy.organisation.registration).toEqual({ kvk: "01234567" });
    expect(policy.rights).toMatchObject({
      answerWithinDays: 30,
      leavingErases: true,
      copyTo: { knownAddressOnly: true, settledDays: 14 },
      register: { erasure: "anonymous", keepYears: 5 },
    });
    const [shop] = policy.systems;
    expect(shop).toMatchObject({ schema: "public", urlFrom: "SHOP_DATABASE_URL", roles: { audit: ["shop_audit"] } });
    const table = (name: string) => shop?.tables.find((each) => each.name === name);
    expect(table("orders")?.person).toMatchObject([
      { kind: "reference", reference: { columns: ["customer_id"], table: "customers" } },
      { kind: "identity", person: "guest", identity: "email", column: "email_copy" },
    ]);
    expect(table("orders")?.columns[2]).toMatchObject({ erased: { kind: "text", text: "-" } });
    expect(table("invoices")?.columns[1]?.json).toEqual([{ path: ["contact", "email"], category: "contact.email" }]);
    expect(table("invoice_lines")?.keep).toEqual({
      rule: "invoices",
      from: { via: { columns: ["invoice_id"], table: "invoices" }, column: "book_year" },
    });
    expect(table("customers")).toMatchObject({ erase: "delete", shared: { access: "withhold", erase: "keep" } });
  });

  test("says what of a column may stay when a term is over, one thing at most", () => {
    expect(noteIn("{to: year}")).toMatchObject({
      erased: { kind: "text", text: "-" },
      afterTerm: { kind: "part", of: "year" },
    });
    expect(noteIn("{first: 4}")).toMatchObject({ afterTerm: { kind: "first", characters: 4 } });
    expect(noteIn("null")).toMatchObject({ afterTerm: { kind: "null" } });
    expect(noteIn("keep")).toMatchObject({ afterTerm: { kind: "keep" } });
    expect(noteIn("{text: keep}")).toMatchObject({ afterTerm: { kind: "text", text: "keep" } });
    for (const wrong of ["{to: year, first: 4}", "{first: 0}", "{to: day}", "{}", "[a]"])
      expect(parsePolicy("policy.yaml", noteAs(wrong)), wrong).toMatchObject({
        problems: expect.arrayContaining([expect.objectContaining({ severity: "error" })]),
      });
  });

  test("knows where each thing stands", () => {
    const policy = policyIn();
    expect(policy.purposes[1]?.at).toEqual({ file: "policy.yaml", ...placeOf("bookkeeping:", sample) });
    expect(policy.systems[0]?.tables[1]?.at).toEqual({ file: "policy.yaml", ...placeOf("orders:\n", sample) });
  });

  test("is the same with Windows line ends and a byte order mark", () => {
    expect(policyIn(`\uFEFF${sample.replaceAll("\n", "\r\n")}`)).toEqual(policyIn());
  });

  test("takes composite and polymorphic references, self-references and names in quotes", () => {
    const text = changed(
      "    withoutPersons:",
      `      order_lines: {person: "(order_shop, order_id) -> orders(shop, id)", erase: keep}
      files: {person: ["subject_id -> orders when subject_type = order", "subject_id -> customers when subject_type = 'the \\"customer\\"'"]}
      messages: {person: [reply_to -> messages, {email: from, of: guest}], columns: {from: contact.email}}
      "Größe → \\"x\\"": {person: '"Kunde Nr" -> "Größe → ""x"""', columns: {}}
      trees: {person: [a->customers]}
    withoutPersons:`,
    );
    const { problems } = parsePolicy("p", text);
    expect(problems.map((problem) => [problem.code, problem.path])).toEqual([
      ["no-path-to-person", 'systems.shop.tables.Größe → "x"'],
    ]);
    const policy = policyIn(changed(`'"Kunde Nr" -> "Größe → ""x"""'`, `'"Kunde Nr" -> customers'`, text));
    const paths = policy.systems[0]?.tables.slice(-5).map((table) => table.person);
    expect(paths?.[0]).toMatchObject([
      { reference: { columns: ["order_shop", "order_id"], table: "orders", targetColumns: ["shop", "id"] } },
    ]);
    expect(paths?.[1]?.[1]).toMatchObject({
      reference: { when: { column: "subject_type", equals: 'the "customer"' } },
    });
    expect(paths?.[3]).toMatchObject([{ reference: { columns: ["Kunde Nr"] } }]);
    expect(paths?.[4]).toMatchObject([{ reference: { columns: ["a"] } }]);
  });

  test("may be thirty lines long", () => {
    const short = `gestand: 1
organisation: {name: Club, country: BE, contact: {email: a@club.example}}
languages: nl
inForce: 2027-01-01
persons: [member]
purposes:
  membership: {of: member, basis: contract, uses: [name, contact.email]}
`;
    const policy = policyIn(short);
    expect(policy.organisation.authority).toBe("be.gba");
    expect(policy.persons[0]?.title).toEqual({ nl: "member" });
  });
});

describe("a policy that cannot be read", () => {
  test("tells all its problems at once, in the order of the document", () => {
    const text = changed("country: NL\n  address", "country: Nl\n  address").replace(
      "basis: contract",
      "basis: contrat",
    );
    const both = text
      .replace("uses: [name, invoice]", "uses: [name, invoic]")
      .replace("keep: profile\n", "keep: profil\n");
    const { policy, problems } = parsePolicy("policy.yaml", both);
    expect(policy).toBeUndefined();
    expect(problems.map((problem) => problem.code)).toEqual([
      "unknown-country",
      "unknown-word",
      "unknown-category",
      "unknown-rule",
    ]);
    expect(problems.map((problem) => problem.remedy)).toEqual([
      "Write it in capitals: NL.",
      'Did you mean "contract"?',
      'Did you mean "invoice"?',
      'Did you mean "profile"?',
    ]);
  });

  test("is not said to make no promise that only its errors hide", () => {
    const noted = `${sample}promises:\n  keep.profile.limited: {cites: [a-1]}\n`;
    expect(parsePolicy("p", noted).problems).toEqual([]);
    const { problems } = parsePolicy("p", changed("until: relationship ends", "until: never", noted));
    expect(problems.map((problem) => problem.code)).not.toContain("unknown-promise");
    const without = parsePolicy("p", changed("keep.profile.limited: {cites", "keep.profile: {cites", noted));
    expect(without.problems.map((problem) => problem.code)).toEqual(["unknown-promise"]);
  });

  test("with regions that nobody knows says so, also where they are names", () => {
    const { problems } = parsePolicy("p", `${sample}scope: {covers: [website], residents: {atlantis: {}}}\n`);
    expect(problems).toMatchObject([{ code: "bad-name", path: "scope.residents.atlantis" }]);
  });

  test("counts the lines of a quoted text that never ends", () => {
    const text = changed("name, en: customer}", 'name, en: "customer}', changed("nl: klant", "nl: name"));
    const lines = text.split("\n");
    const { problems } = parsePolicy("p", text);
    expect(problems.length).toBeGreaterThan(0);
    for (const { at } of problems) {
      expect(at?.line).toBeLessThanOrEqual(lines.length);
      expect(at?.column).toBeLessThanOrEqual((lines[(at?.line ?? 1) - 1] ?? "").length + 1);
    }
  });

  test.each([
    [
      "receives: [name, address]",
      "receives: [name]\n    subprocessors: [none, A]",
      "recipients.parcels.subprocessors",
      "wrong-value",
    ],
  ])("%s: a problem of a list stands at the list", (from, to, path, code) => {
    const text = changed(from, to);
    const { problems } = parsePolicy("p", text);
    const list = to.slice(to.lastIndexOf("["));
    expect(problems).toMatchObject([{ code, path, at: placeOf(list, text) }]);
  });

  test("with a name that has no value at all says so at that name", () => {
    const text = changed("  bookkeeping:\n", "  ? nothing\n  bookkeeping:\n");
    const { problems } = parsePolicy("p", text);
    expect(problems).toMatchObject([{ code: "wrong-type", path: "purposes.nothing", at: placeOf("nothing", text) }]);
    const other = parsePolicy("p", `include: a.yaml\n${sample}`, () => "keep:\n  ? nothing\n");
    expect(other.problems).toMatchObject([{ path: "keep.nothing", at: { file: "a.yaml", line: 2, column: 5 } }]);
  });

  test("of which one word is a book is told so in a few words", () => {
    const book = "x".repeat(100_000);
    for (const text of [
      `a: *${book}`,
      `a: !${book} b`,
      `? [${book}\n`,
      changed("basis: contract", `basis: ${book}`),
      `${book}: 1\n`,
    ])
      for (const { message, remedy } of parsePolicy("p", text).problems)
        expect(message.length + remedy.length).toBeLessThan(1_500);
  });

  test("of 10 MB is refused before it is read", () => {
    const { problems } = parsePolicy("p", sample + "# ".repeat(5_000_000));
    expect(problems.map((problem) => problem.code)).toEqual(["too-large"]);
  });

  test("with thousands of problems lists the first and counts the rest", () => {
    const many = Array.from({ length: 3000 }, (_, index) => `  wrong-${index}: 1`).join("\n");
    const { problems } = parsePolicy("p", changed("purposes:\n", `purposes:\n${many}\n`));
    expect(problems).toHaveLength(201);
    expect(problems.at(-1)).toMatchObject({ code: "more-problems", message: "There are 2800 more problems." });
  });

  test.each([
    ["", "empty"],
    ["# only a remark\n", "empty"],
    ["- a\n- b\n", "wrong-type"],
    ["just text", "wrong-type"],
    ["a: [1, 2\nb: 3\n", "yaml-syntax"],
    ["a:\n\tb: 1\n", "yaml-syntax"],
    ["a: b: c\n", "yaml-syntax"],
    ['a: "x\n', "yaml-syntax"],
    ["a: 'x\n", "yaml-syntax"],
    ["a: @x\n", "yaml-syntax"],
    ["gestand: 1\n---\ngestand: 1\n", "yaml-syntax"],
    ["%YAML 1.1\n---\ngestand: 1\n", "yaml-directive"],
    ["gestand: &a 1\nlanguages: *a\n", "yaml-alias"],
    ["gestand: !!binary x\n", "yaml-tag"],
    ["[".repeat(20_000), "too-deep"],
    ["- ".repeat(5_000), "too-deep"],
    ["{a: ".repeat(5_000), "too-deep"],
  ])("says of %j what is wrong", (text, code) => {
    const { policy, problems } = parsePolicy("p", text);
    expect(policy).toBeUndefined();
    expect(problems.map((problem) => problem.code)).toContain(code);
  });

  test("that repeats itself through aliases is refused without growing", () => {
    const layers = Array.from({ length: 40 }, (_, i) => `l${i + 1}: &l${i + 1} [*l${i}, *l${i}, *l${i}]`).join("\n");
    const { problems } = parsePolicy("p", `l0: &l0 [x]\n${layers}\n`);
    expect(problems.every((problem) => problem.code === "yaml-alias")).toBe(true);
  });

  test("never repeats an address with a password", () => {
    const { problems } = parsePolicy("p", changed("env:SHOP_DATABASE_URL", "postgres://shop:hunter2@db/shop"));
    expect(problems.map((problem) => problem.code)).toEqual(["secret-in-policy"]);
    expect(JSON.stringify(problems)).not.toContain("hunter2");
  });
});
