/** What an answer holds, file by file, and its table of contents for machines. */
import { createHash } from "node:crypto";
import { type Language, languages, type LocalDate } from "#base";
import type { Answer, AnswerFile, ReadableTable, TableFinding } from "#connectors";
import type { Policy } from "#policy";
import type { Elsewhere } from "../elsewhere.ts";
import type { StorePart } from "./stores.ts";
import { answerWords } from "./words.ts";
import type { ZipEntry } from "./zip.ts";

/** One system's share, open for reading. */
export interface AnswerPart {
  readonly system: string;
  readonly answer: Answer;
  readonly tables: readonly TableFinding[];
  readonly files: readonly { readonly path: string; readonly category: string; readonly file: AnswerFile }[];
  /** For every page anew. */
  readable(): AsyncIterable<ReadableTable>;
}

/** Filled while the files stream by; complete for every file that has been read to its end. */
export interface FileRecord {
  readonly path: string;
  readonly system?: string;
  readonly store?: string;
  readonly category?: string;
  readonly language?: Language;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Hex, of the uncompressed file. */
  readonly sha256: string;
}

/** `1` changes when a reader of `1` could no longer read it. */
export const contentsSchema = "gestand-answer/2";

/** Above this, a category's file may pass 4 GiB, which the ZIP must be told in advance. */
const largeAnswerRows = 1_000_000;

export function partOf(system: string, answer: Answer): AnswerPart {
  return {
    system,
    answer,
    tables: answer.tables,
    readable: readAgain(answer),
    files: answer.files.map((file) => ({
      path: `data/${pathWord(system)}/${pathWord(file.category)}.json`,
      category: file.category,
      file,
    })),
  };
}

/** More characters than this are asked for again rather than kept from one page to the next. */
const keptCharacters = 1024 * 1024;

/** Reads the few rows of an ordinary answer once for the pages of all languages. */
function readAgain(answer: Answer): () => AsyncIterable<ReadableTable> {
  let kept: readonly ReadableTable[] | undefined;
  return async function* () {
    if (kept !== undefined) return yield* kept;
    const tables: ReadableTable[] = [];
    let characters = 0;
    for await (const table of answer.readable()) {
      for (const row of table.rows) for (const cell of row) characters += (cell ?? "").length;
      if (characters <= keptCharacters) tables.push(table);
      yield table;
    }
    if (characters <= keptCharacters) kept = tables;
  };
}

export function dataEntries(part: AnswerPart, records: FileRecord[]): ZipEntry[] {
  const large = part.tables.reduce((sum, { rows }) => sum + rows, 0) > largeAnswerRows;
  return part.files.map(({ path, category, file }) => ({
    path,
    large,
    open: () =>
      measured(file.open(), (sizeBytes, sha256) => {
        records.push({ path, system: part.system, category, mediaType: "application/json", sizeBytes, sha256 });
      }),
  }));
}

export async function* measured(
  source: AsyncIterable<Uint8Array | string>,
  ended: (sizeBytes: number, sha256: string) => void,
): AsyncIterable<Uint8Array> {
  const hash = createHash("sha256");
  let size = 0;
  for await (const part of source) {
    const bytes = typeof part === "string" ? Buffer.from(part) : part;
    hash.update(bytes);
    size += bytes.length;
    yield bytes;
  }
  ended(size, hash.digest("hex"));
}

export interface ContentsOptions {
  readonly policy: Policy;
  readonly policyHash: string;
  readonly about: string;
  readonly madeOn: LocalDate;
  readonly recipients: readonly string[];
  readonly parts: readonly AnswerPart[];
  readonly stores: readonly StorePart[];
  readonly elsewhere: readonly Elsewhere[];
  readonly records: readonly FileRecord[];
}

/** `index.json`: read last, when every other file has been measured. */
export async function* contents(options: ContentsOptions): AsyncIterable<string> {
  const { policy } = options;
  const recipients = policy.recipients.filter(({ name }) => options.recipients.includes(name));
  yield JSON.stringify(
    {
      schema: contentsSchema,
      about: options.about,
      madeOn: options.madeOn,
      organisation: policy.organisation.legalName ?? policy.organisation.name,
      policyHash: options.policyHash,
      howToRead: Object.fromEntries(languages.map((language) => [language, answerWords[language].howToRead])),
      files: options.records,
      tables: options.parts.flatMap(({ system, tables }) =>
        tables.filter(({ rows }) => rows > 0).map((finding) => tableRecord(system, finding)),
      ),
      ...(options.stores.length > 0 && {
        stores: options.stores.map(({ store, files, holds }) => ({ store, files: files.length, categories: holds })),
      }),
      ...(options.elsewhere.length > 0 && { notIncluded: options.elsewhere }),
      recipients: recipients.map(({ party, role, countries, worldwide, receives, safeguard }) => ({
        party,
        role,
        countries: worldwide ? ["worldwide"] : countries,
        categories: receives,
        ...(safeguard === undefined ? {} : { safeguard }),
      })),
    },
    null,
    2,
  );
}

function tableRecord(system: string, finding: TableFinding) {
  const withheld = finding.kept.reduce((sum, { because, rows }) => (because.kind === "shared" ? sum + rows : sum), 0);
  return {
    system,
    table: finding.table,
    rows: finding.rows,
    read: finding.read,
    withheld,
    categories: finding.categories,
  };
}

/** A name of the policy as part of a path: no separators, no dots in front, nothing a file system minds. */
export function pathWord(name: string): string {
  const word = name.replaceAll(/[^A-Za-z0-9._-]/gu, "_").replace(/^\.+/u, "_");
  return word === "" ? "_" : word;
}
