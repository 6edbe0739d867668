import type { CatalogueColumn, Relation } from "../sql/catalogue-types.ts";
import type { Compared } from "../sql/inspect-finding.ts";
import { isCitext, isReadAs } from "./key-equality.ts";

/** How two columns are compared, as `equal` does it. */
export function comparing(a: CatalogueColumn, b: CatalogueColumn, relation: Relation): Compared {
  if (a.type === b.type) return "alike";
  if ([a, b].some(({ type }) => type === "money")) return "never";
  if (a.family === b.family && a.family !== "other" && a.family !== "array") {
    const folds = [a, b].some(isCitext);
    const remedy = "Nothing to do for small tables; for large ones make both citext.";
    return folds ? { compared: "they are compared without case, which no index on the text serves.", remedy } : "alike";
  }
  const [text, key] = a.family === "text" ? [a, b] : [b, a];
  const plainly = "they are compared as text, which no index on the other side serves.";
  if (text.family !== "text")
    return a.family === b.family ? { compared: plainly, remedy: "Nothing to do for small tables." } : "never";
  if (key.family === "uuid" && (text.maxLength ?? shortestUuid) < shortestUuid) return "never";
  if (!isReadAs(key)) return { compared: plainly, remedy: "Nothing to do for small tables." };
  const kind = key.family === "uuid" ? "uuid" : "number";
  const isServed = text === a && relation.indexes.some(([first]) => first === a.name);
  return isServed
    ? {
        compared: `by the index on it only the usual spellings of a ${kind} are found, ${kind === "uuid" ? "in small letters or capitals, with or without hyphens and braces" : "as it is or with zeros before it"}.`,
        remedy: `Nothing to do when ${a.name} has no others; else give it the type ${key.type}.`,
      }
    : {
        compared: `the text is read as a ${kind}, which no index on it serves.`,
        remedy: "Nothing to do for small tables.",
      };
}

/** Characters of a uuid without hyphens. */
const shortestUuid = 32;
