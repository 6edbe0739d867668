/** Gathers every value that points at the person, before erasure takes away the way to find them. */
import type { Identifiers } from "#connectors";
import type { PlansOptions } from "../contract.ts";
import { openSubject, sealIdentifiers } from "../secrets.ts";
import type { BegunStep, StepResult } from "../step-record.ts";

export async function identify(options: PlansOptions, { plan }: BegunStep): Promise<StepResult> {
  const { store, systems } = options;
  const subject = await openSubject(store.reader, store.vault, plan);
  const found = new Map<string, Identifiers>();
  for (const name of systems.names)
    found.set(name, await systems.use(name, (system) => system.identifiers(subject.reveal())));
  const count = [...found.values()].reduce((sum, { values }) => sum + values.length, 0);
  return {
    tables: [],
    facts: { identifiers: count },
    record: (tx) => sealIdentifiers(tx, store.vault, plan, found),
  };
}
