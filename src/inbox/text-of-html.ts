/** What a page says, as text. One pass, so that a page of many megabytes takes no longer than its length. */

const most = 500_000;
const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };
const unseen = ["script", "style", "head", "title"];
const breaks = /^\/?(p|div|br|tr|li|h[1-6]|blockquote|table|ul|ol)\b/iu;

export function textOfHtml(html: string): string {
  const page = html.slice(0, most);
  const lower = page.toLowerCase();
  const parts: string[] = [];
  let at = 0;
  while (at < page.length) {
    const open = page.indexOf("<", at);
    if (open < 0) {
      parts.push(page.slice(at));
      break;
    }
    parts.push(page.slice(at, open));
    const close = page.indexOf(">", open);
    if (close < 0) break;
    const tag = lower.slice(open + 1, Math.min(close, open + 20));
    if (breaks.test(tag)) parts.push("\n");
    at = close + 1;
    const hidden = unseen.find((name) => tag === name || tag.startsWith(`${name} `));
    if (hidden === undefined) continue;
    const end = lower.indexOf(`</${hidden}`, at);
    if (end < 0) break;
    at = end;
  }
  return decoded(parts.join(""))
    .replaceAll(/[ \t]+/gu, " ")
    .replaceAll(/ ?\n ?/gu, "\n")
    .replaceAll(/\n{3,}/gu, "\n\n")
    .trim();
}

function decoded(text: string): string {
  return text.replaceAll(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,6});/giu, (whole, name: string) => {
    if (!name.startsWith("#")) return named[name.toLowerCase()] ?? whole;
    const code = /^#x/iu.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : " ";
  });
}
