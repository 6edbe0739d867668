import type { Language } from "#base";
import { openMark } from "#policy";
import type {
  MappingProposal,
  ProposedColumn,
  ProposedKeep,
  ProposedPath,
  ProposedTable,
  Reasoned,
} from "./propose-types.ts";

export interface ProposalStyle {
  /** Of the open points; English when left out. */
  readonly language?: Language;
  /**
   * Names of the rules for keeping that the policy declares: then tables name theirs, `profile` when there is no better one.
   * Left out: rules are mentioned, and none is named.
   */
  readonly rules?: ReadonlySet<string>;
  /** Whether each line says why (when left out), or only those that somebody should look at. */
  readonly reasons?: "all" | "doubtful";
}

const words = {
  names: {
    nl: "Voorstel uit de namen en sleutels van de database; `guess` staat waar geen sleutel het zegt. Lees het na.",
    en: "A proposal, from the names and keys of the database; `guess` marks what no key says. Read it before you rely on it.",
  },
  sample: {
    nl: "Voorstel uit de namen, de sleutels en een steekproef van de database. Lees elke regel voor u erop bouwt:",
    en: "A proposal, made from the names, the keys and a sample of the database. Read every line before you rely on it:",
  },
  guesses: {
    nl: "regels met `guess` volgen uit namen, waar geen sleutel het zegt.",
    en: "lines marked `guess` follow from names where no foreign key says so.",
  },
  unclear: {
    nl: "{columns} leidt naar {table}. Gaat de rij ook over diegene? Dan onder alsoAbout, anders onder other.",
    en: "{columns} leads to {table}. Is the row about that person too? Then put it under alsoAbout, else under other.",
  },
  unplaced: {
    nl: "wat staat er in {columns}? Zet het onder columns met een categorie, of onder other.",
    en: "what do {columns} hold? Put each under columns with a category, or under other.",
  },
  unlinked: {
    nl: "{table} lijkt over mensen te gaan ({columns}) en leidt naar niemand. Zet het onder tables, of met de reden onder withoutPersons.",
    en: "{table} looks personal ({columns}) and leads to nobody. Map it under tables, or give the reason under withoutPersons.",
  },
  law: {
    nl: "De wet kan bewaren van deze rijen voorschrijven: `keep: {<regel>: {column}}`, met een regel met hold.",
    en: "The law may oblige keeping these rows: declare a rule with a hold, and write `keep: {<rule>: {column}}`.",
  },
} as const;

type Words = (typeof words)[keyof typeof words];

/** The proposal as YAML for policy.yaml. What could not be placed is an open point, where it belongs. */
export function proposalYaml(proposal: MappingProposal, style: ProposalStyle = {}): string {
  const { language = "en", reasons = "all" } = style;
  const say = (text: Words, filled: Readonly<Record<string, string>> = {}) =>
    text[language].replace(/\{(columns?|table)\}/g, (whole, name: string) => oneLine(filled[name] ?? whole));
  const why = (line: Reasoned, guess: boolean) => {
    if (reasons === "all") return ` # ${guess ? "guess, " : ""}${line.confidence}: ${oneLine(line.reason)}`;
    return guess || line.confidence === "low" ? " # guess" : "";
  };
  const writing: Writing = { say, why, rules: style.rules };
  const lines = [
    ...(reasons === "all" ? [`# ${say(words.sample)}`, `# ${say(words.guesses)}`] : [`# ${say(words.names)}`]),
    ...(proposal.persons.length === 0 || style.rules !== undefined
      ? []
      : [`# Declare under persons: ${proposal.persons.map(name).join(", ")}.`]),
    "systems:",
    `  ${name(proposal.system)}:`,
    "    connector: postgres",
    `    url: env:${proposal.urlFrom}`,
    ...(style.rules !== undefined && proposal.schema === "public" ? [] : [`    schema: ${name(proposal.schema)}`]),
    ...(proposal.tables.length === 0
      ? ["    tables: {}"]
      : ["    tables:", ...proposal.tables.flatMap((table) => tableLines(table, writing))]),
    ...section(
      "    withoutPersons:",
      proposal.withoutPersons.map(({ table, reason }) => `      ${name(table)}: ${JSON.stringify(reason)}`),
    ),
    ...proposal.unlinked.map(({ table, columns }) => {
      const looks = columns.map((column) => `${column.name}: ${column.category}`).join(", ");
      return `    ${openMark} ${say(words.unlinked, { table, columns: looks })}`;
    }),
  ];
  return `${lines.join("\n")}\n`;
}

interface Writing {
  readonly say: (text: Words, filled?: Readonly<Record<string, string>>) => string;
  readonly why: (line: Reasoned, guess: boolean) => string;
  readonly rules: ReadonlySet<string> | undefined;
}

function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [heading, ...lines];
}

function tableLines(table: ProposedTable, { say, why, rules }: Writing): string[] {
  const size = table.rows < 0 ? "" : ` # about ${table.rows.toLocaleString("en")} rows`;
  const paths = (all: readonly ProposedPath[]) =>
    all.map((path) => `          - ${pathText(path)}${why(path, path.kind === "reference" && !path.declared)}`);
  return [
    `      ${name(table.name)}:${size}`,
    ...table.unclear.map(
      (link) => `        ${openMark} ${say(words.unclear, { columns: link.columns.join(", "), table: link.table })}`,
    ),
    "        person:",
    ...paths(table.person),
    ...section("        alsoAbout:", paths(table.alsoAbout)),
    ...section(
      "        columns:",
      table.columns.flatMap((column) => columnLines(column, why)),
    ),
    ...(table.other.length === 0 ? [] : [`        other: [${table.other.map(name).join(", ")}]`]),
    ...(table.unplaced.length === 0
      ? []
      : [
          `        ${openMark} ${say(words.unplaced, { columns: table.unplaced.map((one) => `${one.name} (${one.type})`).join(", ") })}`,
        ]),
    ...keepLines(table.keep, rules, say, why),
    "        erase: delete",
  ];
}

function keepLines(
  keep: ProposedKeep | undefined,
  rules: ReadonlySet<string> | undefined,
  say: Writing["say"],
  why: Writing["why"],
): string[] {
  if (rules === undefined)
    return keep?.rule === "invoices" ? [`        # ${say(words.law, { column: keepStart(keep) })}`] : [];
  if (keep !== undefined && rules.has(keep.rule))
    return [`        keep: {${keep.rule}: ${keepStart(keep)}}${why(keep, true)}`];
  return rules.has("profile") ? ["        keep: profile"] : [];
}

/** The reference leads to the primary key, which need not be said. */
function keepStart({ column, through }: ProposedKeep): string {
  if (through === undefined) return name(column);
  return JSON.stringify(`${names(through.columns)} -> ${sqlName(through.table)}.${sqlName(column)}`);
}

function pathText(path: ProposedPath): string {
  switch (path.kind) {
    case "is":
      return `{is: ${name(path.person)}${member("email", path.email)}${member("emailSince", path.emailSince)}}`;
    case "identity":
      return `{email: ${name(path.column)}, of: ${name(path.person)}}`;
    case "reference": {
      const when = path.when === undefined ? "" : ` when ${sqlName(path.when.column)} = ${sqlText(path.when.equals)}`;
      return JSON.stringify(`${names(path.columns)} -> ${sqlName(path.table)}${targets(path.targetColumns)}${when}`);
    }
  }
}

function member(word: string, column: string | undefined): string {
  return column === undefined ? "" : `, ${word}: ${name(column)}`;
}

function names(columns: readonly string[]): string {
  return columns.length === 1 ? sqlName(columns[0] ?? "") : `(${columns.map(sqlName).join(", ")})`;
}

function targets(columns: readonly string[]): string {
  return columns.length === 0 ? "" : `(${columns.map(sqlName).join(", ")})`;
}

function columnLines(column: ProposedColumn, why: Writing["why"]): string[] {
  if (column.json.length === 0) return [`          ${name(column.name)}: ${column.category}${why(column, false)}`];
  return [
    `          ${name(column.name)}:${why(column, false)}`,
    `            is: ${column.category}`,
    "            json:",
    ...column.json.map(
      (member) => `              ${JSON.stringify(member.path.join("."))}: ${member.category}${why(member, false)}`,
    ),
  ];
}

/** A name as YAML: plain where YAML cannot take it for something else, else quoted. */
function name(text: string): string {
  const plain = /^[A-Za-z_][\w-]*$/.test(text) && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(text);
  return plain ? text : JSON.stringify(text);
}

/** A name in the notation of references, where other signs stand in double quotes. */
function sqlName(text: string): string {
  return /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(text) && text !== "when" ? text : `"${text.replaceAll('"', '""')}"`;
}

function sqlText(text: string): string {
  return /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
}

/** A name with a line break must not leave its comment. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
}
