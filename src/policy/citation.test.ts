import { expect, test } from "vitest";
import { citation } from "./index.ts";

test("a provision is cited as readers of the language do, and left alone in the language of the table", () => {
  const table = {
    "GDPR art. 12(3)": "AVG art. 12 lid 3",
    "GDPR arts. 45-49": "AVG art. 45-49",
    "GDPR art. 17(3)(b)": "AVG art. 17 lid 3 onder b",
    "GDPR art. 15, 12(3); Regulation (EEC, Euratom) 1182/71 art. 3(1), 3(2)(c)":
      "AVG art. 15, 12 lid 3; Verordening (EEG, Euratom) 1182/71 art. 3 lid 1, 3 lid 2 onder c",
    "AWR art. 52(4)": "AWR art. 52 lid 4",
    "BW 2:10": "BW 2:10",
  };
  for (const [article, dutch] of Object.entries(table)) {
    expect(citation(article, "nl")).toBe(dutch);
    expect(citation(article, "en")).toBe(article);
  }
});
