/** What the command line makes of a policy to read and to keep: the notice and the registers. */
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { unzip } from "#harness";
import { policyFile } from "../../examples/webshop-nl/index.ts";
import { gestand } from "./testing.ts";

const sample = fileURLToPath(policyFile);

test("the notice comes as a page that needs nothing beside it, as Markdown and as text", async () => {
  const page = await gestand(["notice", "--policy", sample, "--language", "en"]);
  expect(page).toMatchObject({ code: 0, err: "" });
  expect(page.out).toContain('<html lang="en">');
  expect(page.out).toContain("<style>");
  expect(page.out).not.toMatch(/(href|src)="\//);
  const markdown = await gestand(["notice", "--policy", sample, "--format", "markdown"]);
  expect(markdown.out).toMatch(/^# Privacyverklaring van /);
  const text = await gestand(["notice", "--policy", sample, "--format", "text", "--language", "nl"]);
  expect(text.out).toContain("WIE WIJ ZIJN");
});

test("a register comes as CSV, as a spreadsheet and as linked data", async () => {
  const csv = await gestand(["register", "processing", "--policy", sample, "--language", "en"]);
  expect(Buffer.from(csv.out, "latin1").toString()).toMatch(/^\uFEFFProcessing,Our role,/);
  const workbook = await gestand(["register", "recipients", "--policy", sample, "--format", "xlsx"]);
  const parts = await unzip(Buffer.from(workbook.out, "latin1"));
  expect([...parts.keys()]).toContain("xl/worksheets/sheet1.xml");
  const linked = await gestand(["register", "processing", "--policy", sample, "--format", "jsonld"]);
  expect(JSON.parse(linked.out)).toMatchObject({ "@type": "dpv:RecordsOfActivities" });
});

test("says what there is when something else was asked", async () => {
  expect(await gestand(["register", "secrets", "--policy", sample])).toMatchObject({ code: 2, out: "" });
  const wrong = await gestand(["register", "cookies", "--policy", sample, "--format", "jsonld"]);
  expect(wrong.err).toContain("csv, xlsx, json");
  expect((await gestand(["notice", "--policy", sample, "--language", "fr"])).err).toContain("nl or en");
  const pdf = await gestand(["notice", "--policy", sample, "--format", "pdf"]);
  expect(pdf).toMatchObject({ code: 69, out: "" });
  expect(pdf.err).toContain("GESTAND_CHROMIUM");
});
