import type { MappingProposal, ProposedColumn, ProposedPath, ProposedTable, Reasoned } from "./propose-types.ts";

/** The proposal as YAML for policy.yaml, with the confidence and the reason of each line as a comment. */
export function proposalYaml(proposal: MappingProposal): string {
  const unplaced = proposal.tables.flatMap((table) => table.unplaced.map(({ name }) => `${table.name}.${name}`));
  const lines = [
    "# A proposal, made from the names, the keys and a sample of the database. Read every line before you rely on it:",
    "# lines marked `guess` follow from names where no foreign key says so.",
    ...(proposal.persons.length === 0 ? [] : [`# Declare under persons: ${proposal.persons.map(name).join(", ")}.`]),
    "systems:",
    `  ${name(proposal.system)}:`,
    "    connector: postgres",
    `    url: env:${proposal.urlFrom}`,
    `    schema: ${name(proposal.schema)}`,
    ...section("    tables:", proposal.tables.flatMap(tableLines)),
    ...section(
      "    withoutPersons:",
      proposal.withoutPersons.map(({ table, reason }) => `      ${name(table)}: ${JSON.stringify(reason)}`),
    ),
    ...comment(
      "Tables that look personal and lead to nobody. Map them, or say why they hold no personal data:",
      proposal.unlinked.map(
        ({ table, columns }) =>
          `${table} (${columns.map((column) => `${column.name}: ${column.category}`).join(", ")})`,
      ),
    ),
    ...comment(
      "Columns that could not be placed. Until each is under columns or other, nothing counts as complete:",
      unplaced,
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [heading, ...lines];
}

function comment(heading: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`# ${heading}`, ...items.map((item) => `#   ${oneLine(item)}`)];
}

function tableLines(table: ProposedTable): string[] {
  const size = table.rows < 0 ? "" : ` # about ${table.rows.toLocaleString("en")} rows`;
  return [
    `      ${name(table.name)}:${size}`,
    ...table.notes.map((note) => `        # ${oneLine(note)}`),
    "        person:",
    ...table.person.map(
      (path) => `          - ${pathText(path)}${why(path, path.kind === "reference" && !path.declared)}`,
    ),
    ...section(
      "        alsoAbout:",
      table.alsoAbout.map(
        (path) => `          - ${pathText(path)}${why(path, path.kind === "reference" && !path.declared)}`,
      ),
    ),
    ...section("        columns:", table.columns.flatMap(columnLines)),
    ...(table.other.length === 0 ? [] : [`        other: [${table.other.map(name).join(", ")}]`]),
    ...table.unplaced.map(({ name: column, type }) => `        # not placed: ${oneLine(column)} (${type})`),
    "        erase: delete",
  ];
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

function columnLines(column: ProposedColumn): string[] {
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

function why(line: Reasoned, guess: boolean): string {
  return ` # ${guess ? "guess, " : ""}${line.confidence}: ${oneLine(line.reason)}`;
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
