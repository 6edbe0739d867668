import type { Reference } from "../model.ts";

/**
 * The small notation for references between tables:
 *
 *     customer_id -> customers
 *     (order_shop, order_id) -> orders(shop, id)
 *     subject_id -> orders when subject_type = order
 *     invoice_id -> invoices.book_year            (with a column at the end, where a rule asks for one)
 *
 * Names with other signs than letters, digits, _ and $ stand in double quotes, as in SQL.
 */
export type PathText<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly wrong: string };

export interface ReferenceWithColumn {
  readonly reference: Reference;
  readonly column: string;
}

type Token = { readonly kind: "name" | "text" | "sign"; readonly text: string };

export function isReferenceText(text: string): boolean {
  return text.includes("->");
}

export function parseReference(text: string): PathText<Reference> {
  return parsed(text, (cursor) => referenceAt(cursor));
}

export function parseReferenceWithColumn(text: string): PathText<ReferenceWithColumn> {
  return parsed(text, (cursor) => {
    const reference = referenceAt(cursor);
    cursor.sign(".");
    return { reference, column: cursor.name("a column") };
  });
}

/** Thrown and caught in this file only: a place where the text is not what it should be. */
class NotThis extends Error {}

function parsed<T>(text: string, read: (cursor: Cursor) => T): PathText<T> {
  try {
    const cursor = new Cursor(tokens(text));
    const value = read(cursor);
    cursor.end();
    return { ok: true, value };
  } catch (error) {
    if (error instanceof NotThis) return { ok: false, wrong: error.message };
    throw error;
  }
}

function referenceAt(cursor: Cursor): Reference {
  const columns = cursor.names("a column");
  cursor.sign("->");
  const table = cursor.name("a table");
  const targetColumns = cursor.sees("(") ? cursor.names("a column") : undefined;
  if (targetColumns !== undefined && targetColumns.length !== columns.length)
    throw new NotThis(`${columns.length} columns cannot refer to ${targetColumns.length}`);
  const when = cursor.takesWord("when") ? conditionAt(cursor) : undefined;
  return { columns, table, ...(targetColumns && { targetColumns }), ...(when && { when }) };
}

function conditionAt(cursor: Cursor): { column: string; equals: string } {
  const column = cursor.name("a column");
  cursor.sign("=");
  return { column, equals: cursor.value() };
}

class Cursor {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  sees(sign: string): boolean {
    const token = this.#tokens[this.#next];
    return token?.kind === "sign" && token.text === sign;
  }

  sign(sign: string): void {
    if (!this.sees(sign)) throw new NotThis(`"${sign}" is expected ${this.#here()}`);
    this.#next++;
  }

  takesWord(word: string): boolean {
    const token = this.#tokens[this.#next];
    if (token?.kind !== "name" || token.text !== word) return false;
    this.#next++;
    return true;
  }

  name(what: string): string {
    const token = this.#tokens[this.#next];
    if (token?.kind !== "name") throw new NotThis(`the name of ${what} is expected ${this.#here()}`);
    this.#next++;
    return token.text;
  }

  /** One name, or several between brackets. */
  names(what: string): readonly string[] {
    if (!this.sees("(")) return [this.name(what)];
    this.sign("(");
    const names = [this.name(what)];
    while (this.sees(",")) {
      this.sign(",");
      names.push(this.name(what));
    }
    this.sign(")");
    return names;
  }

  value(): string {
    const token = this.#tokens[this.#next];
    if (token === undefined || token.kind === "sign") throw new NotThis(`a value is expected ${this.#here()}`);
    this.#next++;
    return token.text;
  }

  end(): void {
    if (this.#next < this.#tokens.length) throw new NotThis(`nothing is expected ${this.#here()}`);
  }

  #here(): string {
    const token = this.#tokens[this.#next];
    return token === undefined ? "at the end" : `before "${token.text}"`;
  }
}

const pattern =
  /\s*(?:(->|[(),=.])|"((?:[^"]|"")+)"|'((?:[^']|'')*)'|([\p{L}\p{N}_$-]+?(?=->|[^\p{L}\p{N}_$-]|$)))\s*/uy;

function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) throw new NotThis(`"${text.slice(at, at + 12).trim()}" is not a name or sign of this notation`);
    const [, sign, quoted, literal, plain] = match;
    if (sign !== undefined) found.push({ kind: "sign", text: sign });
    else if (quoted !== undefined) found.push({ kind: "name", text: quoted.replaceAll('""', '"') });
    else if (literal !== undefined) found.push({ kind: "text", text: literal.replaceAll("''", "'") });
    else found.push({ kind: "name", text: plain ?? "" });
  }
  return found;
}
