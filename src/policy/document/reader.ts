import { type Document, LineCounter, type Node, type YAMLError } from "yaml";
import { isAlias, isNode, parseDocument, Scalar, visit } from "yaml";
import { limits, type Location, type Problem, type Severity } from "#base";

/** What was found wrong, without its place; the reader adds file, line and column. */
export interface Finding {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly severity?: Severity;
  readonly article?: string;
}

/** The YAML documents of one policy and what is wrong with them. Collects every problem; never throws one. */
export class Reader {
  /** The document that the others are included from. */
  readonly file: string;
  /** What is being read, as the messages call it: a `policy`, the declaration of a `service`. */
  readonly what: string;
  readonly problems: Problem[] = [];
  readonly #lines = new Map<string, LineCounter>();
  /** Nodes of the other documents. */
  readonly #fileOf = new WeakMap<Node, string>();
  #bytes = 0;
  readonly #seen = new Set<string>();

  constructor(file: string, what = "policy") {
    this.file = file;
    this.what = what;
  }

  /** The tree, or `undefined` when the text is no single plain YAML document; the problems then say why. */
  open(text: string, file: string = this.file): Node | undefined {
    const start: Location = { file, line: 1, column: 1 };
    this.#bytes += text.length > limits.policyBytes ? text.length : new TextEncoder().encode(text).length;
    if (this.#bytes > limits.policyBytes) {
      this.report(start, "", {
        code: "too-large",
        message: `The ${this.what} is larger than ${limits.policyBytes / 1024 / 1024} MB and was not read.`,
        remedy: `Keep data out of the ${this.what}; it holds rules and names only.`,
      });
      return undefined;
    }
    if (isTooDeep(text)) {
      this.report(start, "", tooDeep);
      return undefined;
    }
    const document = this.#parse(text.startsWith("\uFEFF") ? text.slice(1) : text, start);
    if (document === undefined) return undefined;
    const before = this.problems.length;
    this.#refuseSyntax(document.errors, file);
    if (this.problems.length === before) this.#refuseIndirection(document, start);
    return this.problems.length === before && isNode(document.contents) ? document.contents : undefined;
  }

  get start(): Location {
    return { file: this.file, line: 1, column: 1 };
  }

  /** More problems are counted but not listed, so words for them are not worth looking for. */
  get isFull(): boolean {
    return this.problems.length > limits.problemsListed;
  }

  at(node: Node | null | undefined): Location {
    const file = node === null || node === undefined ? undefined : this.#fileOf.get(node);
    return this.#place(node?.range?.[0] ?? 0, file ?? this.file);
  }

  /** Stands for a value that was left out, at the name that has none. */
  emptyAt(name: Node): Node {
    const empty = new Scalar(null);
    const file = this.#fileOf.get(name);
    if (name.range !== undefined) empty.range = name.range;
    if (file !== undefined) this.#fileOf.set(empty, file);
    return empty;
  }

  report(at: Location, path: string, finding: Finding): void {
    const { severity = "error", ...rest } = finding;
    const key = `${at.line}:${at.column} ${finding.code} ${finding.message}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    const [message, remedy] = [shortened(rest.message), shortened(rest.remedy)];
    this.problems.push({ ...rest, message, remedy, severity, at, ...(path === "" ? {} : { path }) });
  }

  #parse(text: string, start: Location): Document.Parsed | undefined {
    this.#lines.set(start.file, linesOf(text));
    try {
      return parseDocument(text, {
        prettyErrors: false,
        // We look for names given twice ourselves: in one pass, and with words that fit.
        uniqueKeys: false,
        merge: false,
        version: "1.2",
        schema: "core",
        logLevel: "error",
      });
    } catch {
      this.report(start, "", tooDeep);
      return undefined;
    }
  }

  #refuseSyntax(errors: readonly YAMLError[], file: string): void {
    const exhausted = errors.find((error) => error.code === "RESOURCE_EXHAUSTION");
    if (exhausted !== undefined) this.report(this.#place(exhausted.pos[0], file), "", tooDeep);
    else for (const error of errors) this.report(this.#place(error.pos[0], file), "", syntaxFinding(error));
  }

  /** Anchors, aliases, tags and directives make a document say something else than it shows, or grow without bound. */
  #refuseIndirection(document: Document.Parsed, start: Location): void {
    if (document.directives.yaml.explicit === true) {
      this.report(start, "", {
        code: "yaml-directive",
        message: "The document starts with a %YAML line.",
        remedy: `Leave the line out; a ${this.what} is always YAML 1.2.`,
      });
    }
    visit(document, (_, item) => {
      if (isNode(item) && start.file !== this.file) this.#fileOf.set(item, start.file);
      if (isAlias(item)) {
        this.report(this.at(item), "", {
          code: "yaml-alias",
          message: `"*${item.source}" repeats a part from elsewhere, which a ${this.what} does not allow.`,
          remedy: "Write the part out; give it a name of its own and refer to that name.",
        });
      } else if (isNode(item) && "anchor" in item && item.anchor !== undefined) {
        this.report(this.at(item), "", {
          code: "yaml-alias",
          message: `"&${item.anchor}" marks a part to be repeated, which a ${this.what} does not allow.`,
          remedy: "Leave the mark out.",
        });
      } else if (isNode(item) && item.tag !== undefined) {
        this.report(this.at(item), "", {
          code: "yaml-tag",
          message: `"${item.tag}" gives a value another type, which a ${this.what} does not allow.`,
          remedy: "Leave the tag out; put text that looks like a number in quotes.",
        });
      }
    });
  }

  #place(offset: number, file: string): Location {
    const { line, col } = this.#lines.get(file)?.linePos(offset) ?? { line: 1, col: 1 };
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

/** A message repeats words of the document, and a word may be as long as a book. */
function shortened(text: string): string {
  return text.length <= 700 ? text : `${text.slice(0, 500)}…${text.slice(-150)}`;
}

/** Where each line starts. The YAML reader's own count misses lines of a quoted text that it gives up on. */
function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  for (let start = 0; start >= 0 && start <= text.length; ) {
    lines.addNewLine(start);
    const end = text.indexOf("\n", start);
    start = end < 0 ? -1 : end + 1;
  }
  return lines;
}

/** Nobody opens so many brackets or dashes; a document that does would keep the YAML reader busy for many seconds. */
const deepest = 200;

function isTooDeep(text: string): boolean {
  let open = 0;
  for (const sign of text.matchAll(/[[\]{}]/g)) {
    open += sign[0] === "[" || sign[0] === "{" ? 1 : -1;
    if (open > deepest) return true;
    open = Math.max(open, 0);
  }
  return text.includes("- ".repeat(deepest));
}

const tooDeep: Finding = {
  code: "too-deep",
  message: "The document is nested too deeply and was not read.",
  remedy: "Look for brackets that are opened and never closed; no part of it should be more than a dozen levels deep.",
};

function syntaxFinding(error: YAMLError): Finding {
  const message = `This is not YAML: ${error.message.charAt(0).toLowerCase()}${error.message.slice(1)}.`.replace(
    "..",
    ".",
  );
  return { code: "yaml-syntax", message, remedy: syntaxRemedies[error.code] ?? "Correct the spelling of this line." };
}

const syntaxRemedies: Partial<Record<YAMLError["code"], string>> = {
  TAB_AS_INDENT: "Indent with spaces.",
  BAD_INDENT: "Give lines that belong together the same indentation, and close every bracket.",
  BLOCK_AS_IMPLICIT_KEY: "Put text that holds a colon in quotes.",
  BLOCK_IN_FLOW: "Write lists inside brackets as [a, b].",
  BAD_SCALAR_START: "Put text that starts with this sign in quotes.",
  BAD_DQ_ESCAPE: "Write a backslash twice inside double quotes.",
  MISSING_CHAR: "Close the quotes or brackets that were opened here.",
  MULTIPLE_DOCS: "Keep one document per file; leave out the second '---'.",
  MULTILINE_IMPLICIT_KEY: "Put a name and its colon on one line.",
  TAG_RESOLVE_FAILED: "Leave the tag out.",
  BAD_DIRECTIVE: "Leave lines that start with % out.",
  BAD_ALIAS: "Leave the * out.",
};
