import { expect, test } from "vitest";
import { htmlFromText, plainText } from "./body.ts";

test("paragraphs, line breaks, a code and links become HTML, and nothing else does", () => {
  const text = [
    "Beste Zoë & Co,",
    "",
    "Uw code is:",
    "",
    "    1234 5678",
    "",
    'Kijk op https://shop.example/a?x=1&y="2" (of https://shop.example/b).',
    "<script>alert(1)</script> javascript:alert(2)",
  ].join("\r\n");
  const html = htmlFromText(text, 'A "subject" <b>', "nl");
  expect(html).toContain('<html lang="nl">');
  expect(html).toContain("<title>A &quot;subject&quot; &lt;b&gt;</title>");
  expect(html).toContain(">Beste Zoë &amp; Co,</p>");
  expect(html).toMatch(/monospace[^>]*>1234 5678<\/p>/);
  expect(html).toContain(
    '<a href="https://shop.example/a?x=1&amp;y=">https://shop.example/a?x=1&amp;y=</a>&quot;2&quot; (of ',
  );
  expect(html).toContain('<a href="https://shop.example/b">https://shop.example/b</a>).<br>\n&lt;script&gt;');
  expect([...html.matchAll(/<a /g)]).toHaveLength(2);
  expect(html).not.toMatch(/<(script|img|link|iframe)|\ssrc=|url\(/);
});

test("control characters do not travel", () => {
  expect(plainText("a\u0000b\rc\r\nd\te\u001b[31m")).toBe("ab\nc\nd\te[31m");
});
