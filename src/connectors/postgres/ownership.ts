/** Whose row it is, compiled for PostgreSQL: all but the writing of names is the same for every database with tables. */
import type { System } from "#policy";
import type { Catalogue } from "../sql/catalogue-types.ts";
import { compileOwnership as compile, type OwnershipPlan } from "../sql/ownership.ts";
import { qualified } from "./quote.ts";

export * from "../sql/ownership.ts";

export function compileOwnership(catalogue: Catalogue, system: System): OwnershipPlan {
  return compile(catalogue, system, qualified);
}
