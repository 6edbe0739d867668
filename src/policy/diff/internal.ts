import type { Difference } from "./contract.ts";

/** About how systems are described, or who answers for what is not right yet, and about nobody's data: no notice shows it. */
export function isInternal({ path, persons }: Difference): boolean {
  return persons.length === 0 && /^(systems|waivers)(\.|$)/.test(path);
}
