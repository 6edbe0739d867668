import type { Problem } from "#base";
import type { Column, PersonPath, Policy, Table } from "#policy";
import type { CatalogueColumn, Relation } from "./catalogue-types.ts";
import { finding, holdOf, type Inspection, pathOf } from "./inspect-finding.ts";
import { knownColumns } from "./identities.ts";
import { isCutBetween } from "./ownership.ts";

/** Shortest random token that still tells rows of a table apart. */
const tokenCharacters = 8;

/** What erasure as declared would meet in this database: columns that refuse a value, keys that reach further, triggers. */
export function erasureProblems(inspection: Inspection): Problem[] {
  return inspection.tables.flatMap(({ mapping, relation }) => [
    ...(mapping.erase === "anonymise" ? replacementProblems(inspection, mapping, relation) : []),
    ...(mapping.erase === "anonymise" ? linkProblems(inspection, mapping, relation) : []),
    ...keyProblems(inspection, mapping, relation),
    ...triggerNotes(inspection, mapping, relation),
  ]);
}

function replacementProblems({ system }: Inspection, mapping: Table, relation: Relation): Problem[] {
  return mapping.columns.flatMap((column) => {
    const known = relation.columns.get(column.name);
    if (known === undefined || column.erased.kind === "keep") return [];
    const place = { path: pathOf(system, mapping.name, `.columns.${column.name}`), at: column.at };
    const name = `${mapping.name}.${column.name}`;
    if (known.generated)
      return [
        finding(
          "erased-computed",
          "note",
          `${name} is computed by the database and cannot be written.`,
          "Nothing to do when what it is computed from is erased.",
          place,
        ),
      ];
    if (column.erased.kind === "null") {
      // Members are taken out of a JSON value; the value itself stays.
      if (known.nullable || (column.json.length > 0 && known.family === "json")) return [];
      return [
        finding(
          "erased-null-refused",
          "error",
          `${name} may not be NULL, so erasing it would be refused.`,
          `Say what takes its place: \`${column.name}: {is: ${column.category}, erased: ${exampleFor(known)}}\`, or \`erase: delete\`.`,
          place,
        ),
      ];
    }
    return textProblems(name, column, known, relation, column.erased.text, place);
  });
}

function exampleFor(column: CatalogueColumn): string {
  const examples = { number: "0", boolean: "false", date: '"1900-01-01"', timestamp: '"1900-01-01"', json: '"{}"' };
  const found: string | undefined = (examples as Partial<Record<string, string>>)[column.family];
  return found ?? '"-"';
}

function textProblems(
  name: string,
  column: Column,
  known: CatalogueColumn,
  relation: Relation,
  text: string,
  place: { path: string; at: Column["at"] },
): Problem[] {
  const parts = text.split("{random}");
  const characters = Array.from(parts.join("")).length + (parts.length - 1) * tokenCharacters;
  if (known.maxLength !== undefined && characters > known.maxLength)
    return [
      finding(
        "erased-too-long",
        "error",
        `${name} holds ${known.maxLength} characters at most; what would take its place has ${characters}${parts.length > 1 ? `, with ${tokenCharacters} for {random}` : ""}.`,
        "Write a shorter text under `erased`.",
        place,
      ),
    ];
  if (!fits(text, known.family))
    return [
      finding(
        "erased-wrong-type",
        "error",
        `${name} is ${known.type}, and the text under \`erased\` is not one.`,
        `Write for example \`erased: ${exampleFor(known)}\`.`,
        place,
      ),
    ];
  const unique = relation.uniques.some((key) => key.length === 1 && key[0] === column.name);
  if (unique && parts.length === 1)
    return [
      finding(
        "erased-not-unique",
        "error",
        `${name} must differ in every row, and erasure would write the same text in each.`,
        "Put `{random}` in the text under `erased`.",
        place,
      ),
    ];
  return [];
}

function fits(text: string, family: CatalogueColumn["family"]): boolean {
  switch (family) {
    case "number":
      return /^[+-]?\d+(\.\d+)?$/.test(text.trim());
    case "boolean":
      return /^(true|false|t|f|yes|no|on|off|1|0)$/i.test(text.trim());
    case "date":
    case "timestamp":
      return !Number.isNaN(Date.parse(text));
    case "uuid":
      return /^[0-9a-f-]{32,36}$/i.test(text.trim());
    case "text":
    case "json":
    case "bytes":
    case "array":
    case "other":
      return true;
  }
}

/** An anonymised row loses its links to the person; a link that cannot be NULL stays, and so does the person. */
function linkProblems({ system }: Inspection, mapping: Table, relation: Relation): Problem[] {
  return [...mapping.person, ...mapping.alsoAbout].flatMap((path) => {
    const place = { path: pathOf(system, mapping.name, ".person"), at: path.at };
    const target = path.kind === "reference" ? path.reference.table : undefined;
    if (target !== undefined && system.tables.find((table) => table.name === target)?.erase !== "delete") return [];
    if (path.kind === "reference" && isCutBetween(path.reference, system.tables)) return [];
    const columns = path.kind === "reference" ? path.reference.columns : identityOf(path);
    const free = (name: string) =>
      relation.columns.get(name)?.nullable !== false ||
      mapping.columns.some((column) => column.name === name && column.erased.kind !== "null");
    if (columns.length === 0 || columns.some(free)) return [];
    return [
      finding(
        "link-not-nullable",
        "error",
        `Rows of ${mapping.name} would stay anonymous, but ${columns.join(", ")} may not be NULL and would go on leading to the person.`,
        `Write \`erase: delete\` for ${mapping.name}${target === undefined ? ", or say under columns what takes its place" : `, or let ${columns.join(", ")} be NULL: alter table … alter column … drop not null`}.`,
        place,
      ),
    ];
  });
}

/** The column by which an anonymised row would still be found; erasure makes all of them NULL, and one tells enough. */
function identityOf(path: Exclude<PersonPath, { kind: "reference" }>): readonly string[] {
  if (path.kind === "identity") return [path.column];
  return knownColumns(path)
    .slice(0, 1)
    .map(({ column }) => column);
}

/** Foreign keys by which deleting rows of this table reaches rows that must stay, or is refused because of them. */
function keyProblems({ policy, system, catalogue, tables }: Inspection, mapping: Table, relation: Relation): Problem[] {
  if (mapping.erase !== "delete") return [];
  const stays = (table: Table) =>
    holdOf(policy, table) !== undefined
      ? "is held by law"
      : table.erase === "delete"
        ? undefined
        : `says \`erase: ${table.erase}\``;
  return [...catalogue.relations.values()].flatMap((child) =>
    child.foreignKeys
      .filter((key) => key.table === relation.name && key.targetSchema === undefined && child.name !== relation.name)
      .flatMap((key) => {
        const declared = tables.find((table) => table.mapping.name === child.name)?.mapping;
        const why = declared === undefined ? "is not mapped to a person" : stays(declared);
        if (why === undefined || heldTogether(policy, mapping, declared)) return [];
        const place = { path: pathOf(system, mapping.name, ".erase"), at: mapping.at };
        if (key.onDelete === "cascade")
          return [
            finding(
              "cascade-reaches-kept",
              "error",
              `Deleting from ${relation.name} also deletes from ${child.name} (${key.name}, on delete cascade), which ${why}.`,
              `Change the foreign key to \`on delete set null\` or \`restrict\`, or write \`erase: anonymise\` for ${relation.name}.`,
              place,
            ),
          ];
        // Of a table that is declared nowhere that alone is the finding.
        if (declared === undefined && !system.withoutPersons.some(({ table }) => table === child.name)) return [];
        const cut = key.onDelete === "set-null" || key.onDelete === "set-default";
        const loose = key.columns.some((column) => child.columns.get(column)?.nullable === true);
        if (cut || (loose && declared?.erase === "anonymise" && holdOf(policy, declared) === undefined)) return [];
        return [
          finding(
            "constraint-will-refuse",
            "warning",
            `Rows of ${child.name} refer to ${relation.name} (${key.name}), and ${child.name} ${why}: while one refers, its row in ${relation.name} cannot be deleted.`,
            `Write \`erase: anonymise\` for ${relation.name}, or hold it by the same rule.`,
            place,
          ),
        ];
      }),
  );
}

/** Both stay as long as the same rule says, so the one is not deleted before the other. */
function heldTogether(policy: Policy, parent: Table, child: Table | undefined): boolean {
  const rule = holdOf(policy, parent);
  return rule !== undefined && child !== undefined && holdOf(policy, child)?.name === rule.name;
}

function triggerNotes({ system }: Inspection, mapping: Table, relation: Relation): Problem[] {
  const met = relation.triggers.filter((trigger) =>
    trigger.events.some((event) => event === "delete" || event === "update"),
  );
  if (met.length === 0 || mapping.erase === "keep") return [];
  const list = met.map((trigger) => `${trigger.name} (runs ${trigger.runs})`).join(", ");
  return [
    finding(
      "trigger",
      "note",
      `Erasing from ${mapping.name} sets off: ${list}.`,
      "Look whether it copies personal data elsewhere, such as to an audit table; map that table too.",
      { path: pathOf(system, mapping.name), at: mapping.at },
    ),
  ];
}
