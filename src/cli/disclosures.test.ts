/** Recipients and disclosures from the command line, over the whole product with the sample shop. */
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { policyFile } from "../../examples/webshop-nl/index.ts";
import { openTestHouse } from "../../tests/harness/house.ts";
import { gestand } from "./testing.ts";

const today = new Date().toISOString().slice(0, 10);

test("recipients are listed with what binds them, and whether anything may go there today", async () => {
  const said = await gestand(["recipients", "--json", "--policy", fileURLToPath(policyFile)]);
  const lines = JSON.parse(said.out) as { name: string; mayDisclose: { allowed: boolean } }[];
  expect(lines.find(({ name }) => name === "parcels")).toMatchObject({
    role: "processor",
    contract: { signedOn: "2024-03-01", expiresOn: "2027-03-01" },
    subprocessors: "general",
    receives: ["name", "address"],
  });
  expect(said.code).toBe(lines.every(({ mayDisclose }) => mayDisclose.allowed) ? 0 : 1);
  expect((await gestand(["recipients", "--policy", fileURLToPath(policyFile)])).out).toContain(
    "contract: since 2024-03-01 until 2027-03-01",
  );
});

test("disclosures are imported once, named when wrong, and reported by year", async () => {
  await using house = await openTestHouse({ customers: 5, at: `${today}T12:00:00.000Z` });
  const environment = {
    DATABASE_URL: house.own.url,
    SHOP_DATABASE_URL: house.shop.url,
    GESTAND_POLICY: house.configuration.policyFile,
    GESTAND_DATA: house.configuration.dataDir,
  };
  const line = (at: number, more = {}) =>
    JSON.stringify({
      id: `${at}`,
      email: `p${at % 12}@home.example`,
      recipient: "parcels",
      categories: ["name"],
      on: today,
      ...more,
    });
  const many = Array.from({ length: 24 }, (_, at) => line(at)).join("\n");
  const run = (argv: readonly string[], input = "") => gestand(argv, { environment, input });
  expect(await run(["disclosures", "import"], many)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^24 recorded, 0 /),
  });
  expect(await run(["disclosures", "import"], many)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^0 recorded, 24 /),
  });
  expect(await run(["disclosures", "import"], `${line(90)}\n{`)).toMatchObject({ code: 2 });
  const wrong = await run(["disclosures", "import"], `${line(91)}\n${line(92, { recipient: "Eva" })}`);
  expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining("line 2, recipient:") });
  expect(wrong.err).not.toContain("Eva");
  const year = today.slice(0, 4);
  const json = await run(["report", "disclosures", "--year", year, "--json"]);
  expect(JSON.parse(json.out)).toMatchObject({ disclosures: 24, lines: [{ recipient: "parcels", persons: 12 }] });
  const csv = await run(["report", "disclosures", "--year", year, "--csv"]);
  expect(csv.out).toBe(
    "recipient,purpose,ground,disclosures,persons,erased since,not allowed,not told\r\nparcels,,instruction,24,12,0,0,\r\n",
  );
  const open = await run(["report", "disclosures", "--year", year, "--public", "--at-least", "13"]);
  expect(open.out).toBe("recipient,disclosures\r\n(all),about fewer than 13 persons\r\n");
  expect(await run(["report", "disclosures", "--year", "now"])).toMatchObject({ code: 2 });
}, 60_000);
