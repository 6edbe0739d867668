/** What differs, for a person at a terminal. */
import type { PolicyDiff } from "#policy";

const headings = { "fresh-consent": "Needs fresh consent", material: "Material", editorial: "Editorial" } as const;

export function diffText({ differences, consentFor, persons }: PolicyDiff): string {
  if (differences.length === 0) return "Nothing differs.\n";
  const groups = (["fresh-consent", "material", "editorial"] as const).flatMap((kind) => {
    const of = differences.filter((difference) => difference.class === kind);
    const lines = of.map(({ says, tables }) => `  ${says.en}${tables.length > 0 ? ` [${tables.join(", ")}]` : ""}\n`);
    return of.length === 0 ? [] : [`${headings[kind]}: ${of.length}\n${lines.join("")}`];
  });
  const concerned = persons.length === 0 ? "nobody's data" : `data of ${persons.join(", ")}`;
  const consent = consentFor.length === 0 ? "" : ` Fresh consent for: ${consentFor.join(", ")}.`;
  return `${groups.join("\n")}\nConcerns ${concerned}.${consent}\n`;
}
