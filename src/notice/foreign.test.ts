import * as fc from "fast-check";
import { expect, test } from "vitest";
import { stretchesOf } from "./index.ts";

test("names of another language are marked with it, and those of the text's own are not", () => {
  expect(stretchesOf("Klaag bij de Autoriteit Persoonsgegevens over Do Not Track.", "nl")).toEqual([
    { text: "Klaag bij de Autoriteit Persoonsgegevens over " },
    { text: "Do Not Track", language: "en" },
    { text: "." },
  ]);
  expect(stretchesOf("Complain to the Autoriteit Persoonsgegevens.", "en")).toContainEqual({
    text: "Autoriteit Persoonsgegevens",
    language: "nl",
  });
});

test("stretches together are the text", () => {
  const some = fc.array(fc.oneof(fc.string(), fc.constantFrom("Do Not Track", "Global Privacy Control", "UK GDPR")));
  fc.assert(
    fc.property(some, fc.constantFrom("nl" as const, "en" as const), (parts, language) => {
      const text = parts.join(" ");
      expect(
        stretchesOf(text, language)
          .map((stretch) => stretch.text)
          .join(""),
      ).toBe(text);
    }),
  );
});
