import { describe, expect, test } from "vitest";
import { promisesOf } from "../index.ts";
import { changed, policyIn, sample } from "../testing.ts";

const promiseIn = (id: string, text: string = sample) =>
  promisesOf(policyIn(text)).find((promise) => promise.id === id);

/** What must not depend on where in the document a thing stands. */
const lasting = (text: string) =>
  promisesOf(policyIn(text)).map(({ id, cites, statement, checks }) => ({ id, cites, statement, checks }));

describe("the promises of a policy", () => {
  test("have ids of their own, a sentence in every language and at least one check", () => {
    const promises = promisesOf(policyIn());
    expect(new Set(promises.map(({ id }) => id)).size).toBe(promises.length);
    for (const promise of promises) {
      expect(promise.statement.nl).toMatch(/\S/);
      expect(promise.statement.en).toMatch(/\S/);
      expect(promise.statement.en).not.toMatch(/undefined|\.\./);
      expect(promise.checks).toContainEqual({ kind: "notice-shows", anchor: promise.id });
    }
  });

  test("keep their ids and words when the document is written in another order", () => {
    const parts = sample.split(/^(?=\w)/m);
    const turned = [...parts.slice(0, 1), ...parts.slice(1).toReversed()].join("");
    expect(lasting(turned)).toEqual(lasting(sample));
  });

  test("carry the cites of where they were declared", () => {
    expect(promiseIn("purposes.fulfil-order.declared")?.cites).toEqual(["002-050"]);
    expect(promiseIn("rights.access.granted")?.cites).toEqual(["002-085"]);
    expect(promiseIn("rights.answer-within")).toMatchObject({ cites: ["002-087"], mechanism: "deadline-clock" });
    expect(promiseIn("keep.invoices.hidden-from-staff")).toMatchObject({
      cites: ["002-076"],
      checks: [{ kind: "notice-shows" }, { kind: "hold-hidden-from-staff", rule: "invoices", system: "shop" }],
    });
  });

  test("that have no place of their own take cites and words from `promises`", () => {
    const text = changed(
      "systems:\n",
      "promises: {answers.categories: {cites: [002-091], says: Elk gegeven heeft een soort.}}\nsystems:\n",
    );
    expect(promiseIn("answers.categories", text)).toMatchObject({
      cites: ["002-091"],
      statement: { nl: "Elk gegeven heeft een soort.", en: "Elk gegeven heeft een soort." },
    });
  });

  test("of words only are never more than stated", () => {
    const text = changed(
      "systems:\n",
      "statements: {care: {under: security, says: {nl: Zorgvuldig., en: With care.}}}\nsystems:\n",
    );
    expect(promiseIn("statements.care", text)?.checks).toContainEqual({ kind: "stated" });
  });

  test("say the years of the law, also where older documents have others", () => {
    expect(promiseIn("keep.invoices.kept")?.statement.nl).toContain("tot 7 jaar na het einde van het boekjaar");
    const belgian = changed("until: {law: nl.tax.records}\n", "until: {law: be.tax.invoices}\n");
    expect(promiseIn("keep.invoices.kept", belgian)?.statement.en).toContain(
      "until 10 years after the end of the year (7 years for documents from before 2023)",
    );
  });

  test("name the safeguard of a transfer and the authority for complaints", () => {
    const text = changed("country: NL\n    for", "country: US\n    safeguard: scc\n    for").replace(
      "  erasure: {}",
      "  erasure: {}\n  complaint: {}",
    );
    expect(promiseIn("recipients.parcels.transfer", text)?.statement.nl).toContain("standaardcontractbepalingen");
    expect(promiseIn("recipients.parcels.transfer")).toBeUndefined();
    expect(promiseIn("rights.complaint.granted", text)?.statement.nl).toContain("Autoriteit Persoonsgegevens");
  });
});
