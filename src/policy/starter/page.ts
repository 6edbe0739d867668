import type { Language } from "#base";
import type { Both } from "./kinds.ts";
import { openMark } from "./open-points.ts";

/** The lines of a policy that is being written, and the languages it is written in. */
export class Page {
  /** Of comments and open points. */
  readonly language: Language;
  readonly #languages: readonly Language[];
  readonly #lines: string[] = [];
  readonly #terse: boolean;

  /** `terse`: no comments beside open points, no empty lines. */
  constructor(languages: readonly Language[], language: Language, terse: boolean) {
    this.#languages = languages;
    this.language = language;
    this.#terse = terse;
  }

  add(...lines: readonly string[]): void {
    this.#lines.push(...lines);
  }

  gap(): void {
    if (!this.#terse && this.#lines.at(-1) !== "") this.add("");
  }

  comment(text: Both, indent = ""): void {
    if (!this.#terse) this.add(`${indent}# ${text[this.language]}`);
  }

  open(text: Both, filled: Readonly<Record<string, string>> = {}, indent = ""): void {
    const words = text[this.language].replace(/\{(\w+)\}/g, (whole, name: string) => filled[name] ?? whole);
    this.add(`${indent}${openMark} ${words}`);
  }

  /** A text per language of the policy, as YAML. */
  both(text: Both): string {
    return `{${this.#languages.map((language) => `${language}: ${quoted(text[language])}`).join(", ")}}`;
  }

  text(): string {
    return `${this.#lines.join("\n").trimEnd()}\n`;
  }
}

/** Plain where YAML takes it for a text, whatever stands around it. */
function quoted(text: string): string {
  return /^\p{L}[\p{L}\d .'()-]*$/u.test(text) && !text.endsWith(" ") ? text : JSON.stringify(text);
}
