/** The reference of declarations, made from the grammar that reads them. */
import { documents } from "#policy";
import { builtInService, builtInServices } from "./load.ts";
import { abilities, type ServiceDeclaration } from "./declaration.ts";
import { serviceKind } from "./language.ts";
import { offers } from "./offers.ts";
import { parseService } from "./parse.ts";
import { filterNames } from "./template.ts";

export function serviceReference(): string {
  return `${[
    "# Services reference",
    "<!-- Made from the grammar in src/connectors/http/language.ts. Edit that; GESTAND_UPDATE=1 npx vitest run src/connectors/http writes this page. -->",
    "What can stand in the declaration of a service that is reached over HTTP. `gestand service check FILE` lists everything that is wrong, with line, column and what to write instead; `gestand service try FILE --email somebody@example.org` shows the calls that would be made.",
    "## Values",
    "A text can hold values: `{id}`. In a path a value is one segment, in a query one parameter, in a body one text; nothing that it is made of changes what is called. A look-up knows its own value under the name after `by`, `{each}` where it goes through a list, and `{setting.name}`. Calls on a record know `{id}`, what stands under `with`, `{request}` (a number in the form of a UUID that is the same whenever the same work is tried again) and `{now}`; calls on a job know `{job}`.",
    `A filter changes a value: ${filterNames.map((name) => `\`{email|${name}}\``).join(", ")}. Inside quotes of a query language one is needed: \`escaped\` puts a backslash before quotes, \`doubled\` doubles the single quote, \`unquoted\` takes double quotes away.`,
    documents.chaptersText(serviceKind),
    "## Declarations that come with Gestand",
    "Where a cell is empty, the service has no public call for it, or none for all of it; its declaration says why, and staff get a task.",
    documents.table(
      ["Name", "Service", "Looked up by", ...abilities.map((ability) => `Can ${ability}`)],
      builtInServices().map(row),
    ),
  ].join("\n\n")}\n`;
}

function row(name: string): readonly string[] {
  const { service } = parseService(name, builtInService(name) ?? "");
  if (service === undefined) return [`\`${name}\``, "has errors"];
  const ways = [...new Set(service.records.flatMap(({ find }) => find.map(({ by }) => `\`${by}\``)))];
  return [
    `\`${name}\``,
    `[${service.title}](${service.documentation})`,
    ways.join(", "),
    ...abilities.map((ability) => can(service, ability)),
  ];
}

function can({ records }: ServiceDeclaration, ability: (typeof abilities)[number]): string {
  return records.length > 0 && records.every((record) => offers(record, ability)) ? "yes" : "";
}
