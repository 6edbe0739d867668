import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { askedOnce } from "./ask.ts";

function keyboard() {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let shown = "";
  output.on("data", (chunk: Buffer) => (shown += chunk.toString()));
  return { input, output, shown: () => shown };
}

test("a line that is typed is the answer, and one question follows another", async () => {
  const { input, output, shown } = keyboard();
  const first = askedOnce("Name? ", input, output);
  input.write("Bakkerij De Hoek\r");
  expect(await first).toBe("Bakkerij De Hoek");
  const second = askedOnce("Country? ", input, output);
  input.write("\r");
  expect(await second).toBe("");
  expect(shown().match(/\n/g)).toHaveLength(2);
  expect(shown()).toContain("Country? ");
});

test.each([
  ["Ctrl-C", "\u0003"],
  ["Ctrl-D", "\u0004"],
])("%s ends the question with one sentence, instead of a process that ends in silence", async (_, key) => {
  const { input, output } = keyboard();
  const asked = askedOnce("Name? ", input, output);
  input.write(`Bak${key === "\u0004" ? "\u0015" : ""}${key}`);
  await expect(asked).rejects.toThrow("Stopped. Nothing was written or changed.");
});

test("input that ends ends the question", async () => {
  const { input, output } = keyboard();
  const asked = askedOnce("Name? ", input, output);
  input.end();
  await expect(asked).rejects.toThrow("Stopped.");
});
