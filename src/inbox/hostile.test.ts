/** What strangers put into letters: nothing of it stops the watch, and nothing of it fills the memory. */
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { imapServer, type ImapServer } from "#harness";
import { readLetter } from "./read-letter.ts";
import { mime, openBox, withFiles } from "./test-box.ts";
import { textOfHtml } from "./text-of-html.ts";

const numRuns = Number(process.env["GESTAND_RUNS"] ?? 100);
const megabyte = 1024 * 1024;
/** By buffers, which is what letters are read into. */
const used = () => process.memoryUsage().external + process.memoryUsage().arrayBuffers;

let server: ImapServer;
beforeAll(async () => {
  server = await imapServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const whole = mime({
  subject: "=?utf-8?B?w6k=?=",
  body: withFiles("Inzage, graag.", [{ name: "a.pdf", bytes: Buffer.from("%PDF-1") }]),
});

describe("a letter of any bytes", () => {
  test("is read or not, and throws nothing", async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 2_000 }),
      // A real one, cut, doubled and disturbed somewhere.
      fc
        .tuple(fc.nat(whole.length), fc.nat(whole.length), fc.uint8Array({ maxLength: 40 }))
        .map(([from, to, noise]) =>
          Buffer.concat([Buffer.from(whole.slice(0, from)), noise, Buffer.from(whole.slice(to))]),
        ),
    );
    await fc.assert(
      fc.asyncProperty(bytes, fc.boolean(), async (raw, cut) => {
        const letter = await readLetter(raw, cut);
        expect(letter === undefined || letter.from === "" || /^\S+@\S+\.\S+$/u.test(letter.from)).toBe(true);
        expect(letter?.subject ?? "").not.toMatch(/[\r\n\0]/u);
      }),
      { numRuns },
    );
  });

  test.each<[string, () => string]>([
    [
      "parts in parts in parts",
      () =>
        Array.from({ length: 2_000 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n`).join(""),
    ],
    ["a header without an end", () => `From: a@b.example\nSubject: ${"x".repeat(3 * megabyte)}`],
    ["a hundred thousand lines of header", () => "X-A: b\n".repeat(100_000)],
    [
      "ten thousand files",
      () =>
        `Content-Type: multipart/mixed; boundary=b\n\n${"--b\nContent-Disposition: attachment; filename=x\n\ny\n".repeat(10_000)}`,
    ],
    [
      "unknown signs",
      () =>
        "From: a@b.example\nContent-Type: text/plain; charset=x-nothing\nContent-Transfer-Encoding: base64\n\n\u0000!!!",
    ],
    ["many ids", () => `From: a@b.example\nReferences: ${"<a@b> ".repeat(50_000)}\n\n`],
    [
      "a page of tags that never end",
      () => `From: a@b.example\nContent-Type: text/html\n\n${"<script><p ".repeat(100_000)}`,
    ],
  ])("%s", async (_, raw) => {
    const started = performance.now();
    const letter = await readLetter(Buffer.from(raw()), false);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(letter?.answers.length ?? 0).toBeLessThanOrEqual(50);
  });

  test("a page is shown as its text, and nothing of it is a page any more", () => {
    const page =
      "<head><title>x</title></head><p>Inzage&nbsp;&amp; wissen</p><script>alert(1)</script><style>p{}</style><br>&#60;b&#x3e;&#0;";
    expect(textOfHtml(page)).toBe("Inzage & wissen\n\n<b>");
  });
});

test("hostile letters are taken in, wait for staff, and the next one is a request", async () => {
  await using box = await openBox(server);
  await box.write({
    body: `Content-Type: multipart/mixed; boundary=b\n\n--b\n${"Content-Type: multipart/mixed; boundary=c\n\n--c\n".repeat(200)}`,
  });
  await box.write({ from: '"x" <a@b.example>, c@d.example', subject: "=?x?Q?=", text: "\u202e" });
  await box.write({
    subject: "Inzage",
    body: "Content-Type: text/html\n\n<p>Graag <b>inzage</b> in mijn gegevens</p><img src=https://spy.example/x>",
  });
  expect((await box.look()).taken).toEqual({ "to-sort": 2, request: 1 });
  expect((await box.requestsNow())[0]?.messages.reveal()[0]?.text).toBe("Graag inzage in mijn gegevens");
});

test("of a letter of 50 MB the beginning is read, in little memory, and the file is named", async () => {
  await using box = await openBox(server);
  const film = withFiles("Inzage in mijn gegevens, graag. Zie de film.", [
    { name: "film.mp4", bytes: Buffer.alloc(37 * megabyte, 7) },
  ]);
  await box.write({ subject: "Film", body: film });
  const before = used();
  let most = 0;
  const watching = setInterval(() => (most = Math.max(most, used() - before)), 1);
  expect((await box.look()).taken).toEqual({ request: 1 });
  clearInterval(watching);
  expect(most).toBeLessThan(30 * megabyte);
  const [letter] = (await box.requestsNow())[0]?.messages.reveal() ?? [];
  expect(letter).toMatchObject({ shortened: true, files: [], refused: [{ name: "film.mp4", because: "size" }] });
  expect(letter?.text).toContain("Zie de film");
});
