import { type Language, OperationalError } from "#base";
import { type MappingProposal, proposalYaml, proposeMapping } from "#connectors";
import { type StarterDatabase, starterRules } from "#policy";

export interface Looked {
  readonly url: string;
  readonly schema: string;
  readonly system: string;
  readonly urlFrom: string;
  /** Of the organisation: its law decides which rules for keeping there are. */
  readonly country: string;
  /** Of the open points. */
  readonly language: Language;
  /** Whether values of a sample of rows may be looked at; else names, keys and counts only. */
  readonly lookAtValues: boolean;
}

/** Looks into a database, reading only, for what a first policy must say of it. */
export async function lookInto(looked: Looked): Promise<StarterDatabase> {
  const { url, schema, system, urlFrom, country, language, lookAtValues } = looked;
  if (!/^postgres(?:ql)?:/.test(url))
    throw new OperationalError(
      "database-address",
      "A policy can be proposed for a PostgreSQL database only. Nothing was written. Leave --from-database out, and map the tables yourself.",
    );
  const { proposal } = await proposeMapping({ url, schema, systemName: system, urlFrom, lookAtValues });
  if (proposal.tables.length + proposal.withoutPersons.length + proposal.unlinked.length === 0)
    throw new OperationalError(
      "database-empty",
      `There is no table in schema ${schema} of that database that this user can see. Nothing was written. Name the schema with --schema, or leave --from-database out.`,
    );
  const rules = new Set(starterRules(country).keys());
  return {
    persons: proposal.persons,
    categories: categoriesOf(proposal),
    rules: [...new Set(proposal.tables.flatMap(({ keep }) => keep?.rule ?? []))],
    systems: proposalYaml(proposal, { language, rules, reasons: "doubtful" }),
  };
}

function categoriesOf({ tables }: MappingProposal): string[] {
  const columns = tables.flatMap((table) => table.columns);
  return [...new Set(columns.flatMap(({ category, json }) => [category, ...json.map((member) => member.category)]))];
}
