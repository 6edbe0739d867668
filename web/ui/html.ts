/** HTML as a value: everything put into the template is escaped, unless it is HTML itself. */
import { html as template, raw } from "hono/html";

export type Html = ReturnType<typeof raw>;

/** `null`, `undefined`, `false` and empty lists render nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly unknown[]): Html {
  // Promises never go in here, so that none comes out.
  return template(strings, ...values.map((value) => (value === true ? "" : value))) as Html;
}

export function join(parts: readonly Html[]): Html {
  return raw(parts.map(String).join(""));
}

/** For markup that we wrote ourselves, never for anything that came from outside. */
export function unsafeHtml(text: string): Html {
  return raw(text);
}

/** The finished text for a response. */
export function markup(content: Html): string {
  return `<!doctype html>\n${String(content)}`;
}
