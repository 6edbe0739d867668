import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isConfirmed, lawAsOf } from "../index.ts";
import { figureTopics, lawFigures } from "./figures.ts";
import { lawReference } from "./law-reference.ts";

test("docs/law-reference.md is what the tables say now; GESTAND_UPDATE=1 writes it", () => {
  const file = new URL("../../../docs/law-reference.md", import.meta.url);
  if (process.env["GESTAND_UPDATE"] === "1") writeFileSync(file, lawReference());
  expect(readFileSync(file, "utf8")).toBe(lawReference());
});

test("every entry cites an article, and one that ends does so after it began", () => {
  for (const { cited, title, place, topic } of lawFigures()) {
    const where = `${topic}, ${place}, ${title}`;
    expect(cited.article.trim(), where).not.toBe("");
    expect(["high", "medium", "low"], where).toContain(cited.confidence);
    expect(["seen", "recalled"], where).toContain(cited.basis);
    if (cited.validFrom !== undefined && cited.validUntil !== undefined)
      expect(cited.validFrom <= cited.validUntil, where).toBe(true);
  }
});

test("every topic has entries, and no two say the same of the same time", () => {
  const figures = lawFigures();
  for (const topic of figureTopics) expect(figures.some((each) => each.topic === topic)).toBe(true);
  const keys = figures.map(({ topic, place, title, figure, cited }) =>
    [topic, place, title, figure, cited.article, cited.validFrom ?? ""].join("|"),
  );
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test("the page marks what is not confirmed, and says as of when", () => {
  const page = lawReference();
  const marked = lawFigures().filter((each) => !isConfirmed(each.cited)).length;
  expect(page.split("· **unconfirmed**").length - 1).toBe(marked);
  expect(page).toContain(`As of ${lawAsOf}`);
});
