/** The readable parts of a message: the text as written, and the same as simple HTML without images, scripts or tracking. */
import type { Language } from "#base";

const address = /https?:\/\/[^\s<>"']+/g;

/** The plain part: as given, with ordinary line ends and without other control characters. */
export function plainText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- taking them out is the point
  return text.replace(/\r\n?/g, "\n").replace(/[\u0000-\u0008\u000B-\u001F\u007F]/g, "");
}

/** Paragraphs at empty lines, links where a web address stands, a line indented by four spaces large, as a code. */
export function htmlFromText(text: string, subject: string, language: Language): string {
  const blocks = plainText(text)
    .split(/\n{2,}/)
    .filter((block) => block.trim() !== "")
    .map((block) => (/^ {4}\S/.test(block) ? code(block) : paragraph(block)));
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>`,
    '<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#ffffff">',
    '<div style="max-width:36em">',
    ...blocks,
    "</div></body></html>",
  ].join("\n");
}

function paragraph(block: string): string {
  return `<p style="margin:0 0 16px">${block.split("\n").map(linked).join("<br>\n")}</p>`;
}

function code(block: string): string {
  const shown = escaped(block.trim());
  return `<p style="margin:0 0 16px;font:bold 28px/1.3 ui-monospace,monospace;letter-spacing:2px">${shown}</p>`;
}

function linked(line: string): string {
  let html = "";
  let from = 0;
  for (const match of line.matchAll(address)) {
    // A full stop or bracket at the end belongs to the sentence.
    const url = match[0].replace(/[.,;:!?)\]]+$/, "");
    html += `${escaped(line.slice(from, match.index))}<a href="${escaped(url)}">${escaped(url)}</a>`;
    from = match.index + url.length;
  }
  return html + escaped(line.slice(from));
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
