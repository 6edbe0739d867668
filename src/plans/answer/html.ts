/** HTML that nobody's data can break out of: what is put into a template is text, unless a template made it. */
export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

type Part = Html | string | number | readonly Html[];

/** Every part is escaped but those that are `Html` already. Attributes are to be quoted with double quotes. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const shown = parts.map((part) => {
    if (part instanceof Html) return part.toString();
    return Array.isArray(part) ? part.join("") : escaped(String(part));
  });
  return new Html(texts.map((text, at) => text + (shown[at] ?? "")).join(""));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Control characters other than tab and line break have no place in HTML; their place stays visible. */
function escaped(text: string): string {
  return (
    text
      .replace(/[&<>"']/gu, (character) => entities[character] ?? "")
      // oxlint-disable-next-line no-control-regex -- these are the characters that are meant
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/gu, "\uFFFD")
  );
}
