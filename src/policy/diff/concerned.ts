/** Whose data a difference is about, and where that data is. */
import { isCategory } from "../categories.ts";
import type { Policy } from "../model.ts";
import type { Changed } from "./tree.ts";

export interface Concerned {
  readonly persons: readonly string[];
  readonly categories: readonly string[];
  readonly tables: readonly string[];
}

/**
 * What it names in either version: a purpose its persons and data, a recipient those of its purposes, a term the tables
 * kept by it, a table its own. What is about no data in particular concerns everybody. Where data technically stands
 * concerns nobody, as long as the same data is kept in the same country and by the same term; nor does who answers for what
 * is not right yet.
 */
export function concernedBy({ path }: Changed, before: Policy, after: Policy): Concerned {
  if (path[0] === "waivers" || (path[0] === "systems" && !keptOtherwise(path, before, after)))
    return { persons: [], categories: [], tables: [] };
  const found = [before, after].map((policy) => inPolicy(path, policy));
  const together = (part: (concerned: Concerned) => readonly string[]) => [...new Set(found.flatMap(part))].toSorted();
  return {
    persons: together(({ persons }) => persons),
    categories: together(({ categories }) => categories),
    tables: together(({ tables }) => tables),
  };
}

const ofData = new Set(["purposes", "recipients", "categories", "keep", "systems"]);

function inPolicy(path: readonly string[], policy: Policy): Concerned {
  const [subject = "", name] = path;
  if (!ofData.has(subject)) return { persons: policy.persons.map((kind) => kind.name), categories: [], tables: [] };
  const categories = categoriesOf(path, policy);
  const byTables = subject === "keep" || subject === "systems";
  const tables = byTables ? tablesAt(path, policy) : tablesWith(categories, policy);
  const purposes = policy.purposes.filter((purpose) =>
    subject === "purposes"
      ? purpose.name === name
      : subject === "recipients"
        ? policy.recipients.some((each) => each.name === name && each.purposes.includes(purpose.name))
        : purpose.uses.some((used) => categories.some((category) => isCategory(category, used))),
  );
  return { persons: purposes.flatMap(({ of }) => of), categories, tables };
}

/** Whether anything at this place is kept that the other version keeps nowhere in that way. */
function keptOtherwise(path: readonly string[], before: Policy, after: Policy): boolean {
  const elsewhere = (one: Policy, other: Policy) => {
    const all = waysKept(other);
    return [...waysKept(one, path)].some((way) => !all.has(way));
  };
  return elsewhere(before, after) || elsewhere(after, before);
}

/** Which data is kept in which country, by which term, and whether it stays when somebody is erased. */
function waysKept(policy: Policy, path?: readonly string[]): ReadonlySet<string> {
  const places = path === undefined ? undefined : new Set(tablesAt(path, policy));
  const tables = policy.systems.flatMap((system) => system.tables.map((table) => ({ system, table })));
  return new Set(
    tables.flatMap(({ system, table }) => {
      if (places?.has(`${system.name}.${table.name}`) === false) return [];
      return table.columns.flatMap(({ category, json, erased }) => {
        const stays = table.erase === "keep" || (table.erase === "anonymise" && erased.kind === "keep");
        return [category, ...json.map((member) => member.category)].map((one) =>
          JSON.stringify([one, system.country ?? "", table.keep?.rule ?? "", stays]),
        );
      });
    }),
  );
}

function categoriesOf(path: readonly string[], policy: Policy): readonly string[] {
  const [subject = "", name = ""] = path;
  switch (subject) {
    case "purposes":
      return policy.purposes.filter((purpose) => purpose.name === name).flatMap(({ uses }) => uses);
    case "recipients":
      return policy.recipients.filter((recipient) => recipient.name === name).flatMap(({ receives }) => receives);
    case "categories":
      return [name];
    default: {
      const tables = new Set(tablesAt(path, policy));
      return mapped(policy).flatMap((column) => (tables.has(column.table) ? [column.category] : []));
    }
  }
}

function tablesAt([subject, name, part, table]: readonly string[], policy: Policy): readonly string[] {
  const all = policy.systems.flatMap((system) => system.tables.map((each) => ({ system: system.name, table: each })));
  const wanted = all.filter((each) =>
    subject === "keep"
      ? each.table.keep?.rule === name
      : each.system === name && (part !== "tables" || table === undefined || each.table.name === table),
  );
  return wanted.map((each) => `${each.system}.${each.table.name}`);
}

function tablesWith(categories: readonly string[], policy: Policy): readonly string[] {
  const holds = mapped(policy).filter((column) => categories.some((category) => isCategory(column.category, category)));
  return holds.map(({ table }) => table);
}

/** Every place of a category, members of JSON columns among them. */
function mapped(policy: Policy): readonly { readonly table: string; readonly category: string }[] {
  return policy.systems.flatMap((system) =>
    system.tables.flatMap((table) =>
      table.columns.flatMap((column) =>
        [column.category, ...column.json.map(({ category }) => category)].map((category) => ({
          table: `${system.name}.${table.name}`,
          category,
        })),
      ),
    ),
  );
}
