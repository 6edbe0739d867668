import { describe, expect, test } from "vitest";
import { parsePolicy } from "../../index.ts";
import { changed, findingCodes, policyIn } from "../../testing.ts";
import { contrast } from "./look.ts";

const look = (written: string) => changed("systems:\n", `website:\n  look: ${written}\nsystems:\n`);

const wrong = (written: string) => parsePolicy("policy.yaml", look(written)).problems.map(({ code }) => code);

describe("the look of what asks visitors", () => {
  test("is refused where people could not read it", () => {
    expect(findingCodes(look('{button: "#155e4b", buttonInk: "#ffffff"}'))).not.toContain("look-not-readable");
    for (const written of [
      '{buttonInk: "#155e4b"}',
      '{ink: "#aaaaaa"}',
      '{button: "#f2f2f2", buttonInk: "#000000"}',
      '{focus: "#ffffff"}',
      '{ground: "#1b2420"}',
    ])
      expect(findingCodes(look(written)), written).toContain("look-not-readable");
    expect(wrong("{ink: red}")).toEqual(["wrong-value"]);
  });

  test("is one for all buttons: there is no word for one of them", () => {
    expect(wrong('{accept: "#155e4b"}')).toEqual(["unknown-word"]);
    expect(policyIn(look('{ink: "#000000"}')).website?.look).toMatchObject({ ink: "#000000" });
  });

  test("is measured as WCAG does", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
    expect(contrast("#123456", "#123456")).toBe(1);
  });
});
