/** Reading and checking the policies of the samples, and writing their notices. Each run is the whole way from text. */
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { exampleNames } from "#app";
import { noticeOf } from "#notice";
import { checkPolicy, parsePolicy, type Policy, smallestPolicy } from "#policy";
import { currentLoad, digits, type Report, type Spread, spread, spreadText } from "./measure.ts";

interface Measured {
  readonly name: string;
  readonly bytes: number;
  readonly checked: Spread;
  readonly notice: Spread;
}

export function benchPolicy(runs: number): Report {
  const before = currentLoad();
  const measured = [...exampleNames().map(example), thousand()].map(({ name, texts }) => measure(name, texts, runs));
  return {
    bench: "policy",
    compares:
      "milliseconds from text to checked policy (goal 50 for the largest sample, 200 for 1,000 statements), and to the notice (goal 50)",
    headings: ["", "bytes", "parse and check", "notice"],
    rows: measured.map(({ name, bytes, checked, notice }) => [
      name,
      digits(bytes),
      spreadText(checked),
      spreadText(notice),
    ]),
    figures: { measured },
    load: [before, currentLoad()],
  };
}

/** The texts of a policy by path; the first is the policy itself. */
type Texts = ReadonlyMap<string, string>;

function example(name: string): { readonly name: string; readonly texts: Texts } {
  const folder = new URL(`../../examples/${name}/`, import.meta.url);
  const texts = new Map([["policy.yaml", readFileSync(new URL("policy.yaml", folder), "utf8")]]);
  parsePolicy("policy.yaml", texts.get("policy.yaml") ?? "", (path) => {
    const text = readFileSync(new URL(path, folder), "utf8");
    texts.set(path, text);
    return text;
  });
  return { name, texts };
}

function thousand(): { readonly name: string; readonly texts: Texts } {
  const lines = Array.from(
    { length: 1_000 },
    (_, at) => `  s${at}: {under: security, says: {nl: Belofte ${at}., en: Promise ${at}.}, cites: [000-${at}]}\n`,
  );
  const text = `${smallestPolicy({ name: "Webshop", country: "NL", email: "privacy@webshop.example" })}\nstatements:\n${lines.join("")}`;
  return { name: "1,000 statements", texts: new Map([["policy.yaml", text]]) };
}

function measure(name: string, texts: Texts, runs: number): Measured {
  const checked: number[] = [];
  const notices: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    const policy = read(name, texts);
    checkPolicy(policy);
    const between = performance.now();
    noticeOf(policy, "nl");
    notices.push(performance.now() - between);
    checked.push(between - start);
  }
  const bytes = [...texts.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return { name, bytes, checked: spread(checked), notice: spread(notices) };
}

function read(name: string, texts: Texts): Policy {
  const { policy, problems } = parsePolicy("policy.yaml", texts.get("policy.yaml") ?? "", (path) => texts.get(path));
  if (policy === undefined) throw new Error(`${name}: ${problems[0]?.message ?? "does not load"}`);
  return policy;
}
