import { OperationalError } from "#base";
import { type MappingProposal, proposeMapping } from "#connectors";
import type { StarterDatabase } from "#policy";

export interface Looked {
  readonly url: string;
  readonly schema: string;
  readonly system: string;
  readonly urlFrom: string;
}

/** Looks into a database, reading only, for what a first policy must say of it. */
export async function lookInto({ url, schema, system, urlFrom }: Looked): Promise<StarterDatabase> {
  const { proposal, yaml } = await proposeMapping({ url, schema, systemName: system, urlFrom });
  if (proposal.tables.length + proposal.withoutPersons.length + proposal.unlinked.length === 0)
    throw new OperationalError(
      "database-empty",
      `There is no table in schema ${schema} of that database that this user can see. Nothing was written. Name the schema with --schema, or leave --from-database out.`,
    );
  return {
    persons: proposal.persons,
    categories: categoriesOf(proposal),
    rules: [...new Set(proposal.tables.flatMap(({ keep }) => keep?.rule ?? []))],
    systems: systemsPart(yaml),
  };
}

function categoriesOf({ tables }: MappingProposal): string[] {
  const columns = tables.flatMap((table) => table.columns);
  return [...new Set(columns.flatMap(({ category, json }) => [category, ...json.map((member) => member.category)]))];
}

function systemsPart(yaml: string): string {
  return yaml.slice(Math.max(yaml.search(/^systems:/m), 0));
}
