import { describe, expect, test } from "vitest";
import { changed, findingCodes, policyIn, sample } from "../testing.ts";

const text = `${changed("other: [created_at]", "other: [created_at, mails, mails_since, left_at]")}consents:
  newsletter:
    for: newsletter
    asked: tick-box
    recorded: {table: shop.customers, given: mails_since, active: {column: mails, yes: true, no: false}}
`.replace(
  "recipients:\n",
  "  newsletter: {of: customer, basis: consent, uses: [contact.email, consent]}\nrecipients:\n",
);
const recorded = (written: string) =>
  changed(
    "recorded: {table: shop.customers, given: mails_since, active: {column: mails, yes: true, no: false}}",
    written,
    text,
  );
const found = (written: string) => findingCodes(recorded(written)).filter((code) => !findingCodes(text).includes(code));

describe("where consents are recorded", () => {
  test("is read as tables and columns of a system", () => {
    expect(policyIn(text).consents?.[0]?.recorded).toMatchObject([
      {
        system: "shop",
        table: "customers",
        given: "mails_since",
        active: { column: "mails", yes: "true", no: "false" },
        when: [],
      },
    ]);
  });

  test.each([
    ["recorded: {table: shop.letters, given: mails_since, ended: left_at}", "unknown-table"],
    ["recorded: {table: customers, given: mails_since, ended: left_at}", "unknown-table"],
    ["recorded: {table: shop.customers, given: since, ended: left_at}", "unknown-column"],
    ["recorded: {table: shop.customers, given: mails_since, ended: left_at, when: {list: news}}", "unknown-column"],
    ["recorded: {table: shop.customers, given: mails_since, active: {column: mails, yes: 1, no: 1}}", "wrong-value"],
    ["recorded: {table: shop.customers, given: mails_since}", "consent-cannot-end"],
  ])("%s is %s", (written, code) => {
    expect(found(written)).toEqual([code]);
  });

  test("is asked for as soon as the policy keeps consents in some table", () => {
    const kept = changed(
      "columns: {name: name, email: contact.email}",
      "columns: {name: name, email: contact.email, mails: consent}",
      text.replace("created_at, mails,", "created_at,"),
    );
    expect(findingCodes(kept)).not.toContain("consent-not-recorded");
    expect(findingCodes(kept.replace(/ {4}recorded: .*\n/, ""))).toContain("consent-not-recorded");
    expect(findingCodes(text.replace(/ {4}recorded: .*\n/, ""))).not.toContain("consent-not-recorded");
    expect(sample).not.toContain("recorded");
  });
});
