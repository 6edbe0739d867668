import { expect, test } from "vitest";
import { alternatives, dateText, enumerated, localDate, periodText } from "./index.ts";

test("a list says where each of its items ends", () => {
  expect(enumerated(["naam", "adres", "naam"], "nl")).toBe("naam en adres");
  expect(enumerated(["IP-adres", "browser en apparaat", "taal"], "nl")).toBe("IP-adres, browser en apparaat, en taal");
  expect(enumerated(["insure us, and be advised", "keep books"], "en")).toBe(
    "insure us, and be advised; and keep books",
  );
  expect(alternatives(["de belastingdienst", "politie en justitie"], "nl")).toBe(
    "de belastingdienst, of politie en justitie",
  );
  expect(enumerated(["e-mail address", "content of messages"], "en")).toBe("e-mail address and content of messages");
  expect(alternatives([], "nl")).toBe("");
});

test("dates and periods are written as in the language", () => {
  expect(dateText(localDate("2026-12-01"), "nl")).toBe("1 december 2026");
  expect(dateText(localDate("2026-12-01"), "en")).toBe("1 December 2026");
  expect(periodText({ amount: 1, unit: "month" }, "nl")).toBe("1 maand");
  expect(periodText({ amount: 2, unit: "week" }, "en")).toBe("2 weeks");
});
