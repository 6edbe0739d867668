/** What the person says is wrong and what staff decided about it, as it is kept: sealed under the request's key. */
import type { Reader } from "#store";
import type { House } from "./house.ts";
import { openSecrets } from "./secrets.ts";
import type { RequestRow } from "./tables.ts";

/** One value that the person wants otherwise. Personal. */
export interface ProposedCorrection {
  /** A category of the policy. */
  readonly category: string;
  readonly from: string;
  readonly to: string;
}
export interface DecidedCorrection extends ProposedCorrection {
  /** Absent until staff decided. */
  readonly accepted?: boolean;
  /** Why not, in the words of staff; the person reads it. */
  readonly reason?: string;
}

/** Empty when nothing was proposed, or the key is gone. */
export async function openCorrections(
  house: House,
  reader: Reader,
  row: Pick<RequestRow, "id" | "key_id">,
): Promise<readonly DecidedCorrection[]> {
  return (await (await openSecrets(house, reader, row))?.read(reader, "corrections")) ?? [];
}
