/** The last letter of a request when nothing is handed over. What it says is gathered here; how, the kind knows. */
import { assert, say } from "#base";
import type { Plan } from "#plans";
import type { Transaction } from "#store";
import { openCorrections } from "./corrections-sealed.ts";
import type { House } from "./house.ts";
import { type Erased, erasedBy } from "./kept.ts";
import { kinds } from "./kinds/index.ts";
import type { Authority, CorrectedFact } from "./letters/letter.ts";
import { authorityOf } from "./post.ts";
import { writeOutcome } from "./receiver.ts";
import { openSecrets } from "./secrets.ts";
import type { RequestRow } from "./tables.ts";

/** All that any of these letters says; each takes its own. */
export interface Told {
  readonly authority: Authority;
  readonly erased?: Erased;
  readonly corrections: readonly CorrectedFact[];
  /** In the words of staff; empty when nobody decided. */
  readonly explanation: string;
  /** What it is about, as the notice calls it. */
  readonly purposes: readonly string[];
  readonly links: { readonly lift: string; readonly follow?: string };
}

interface With {
  readonly plan?: Plan;
  readonly explanation?: string;
}

export async function writeClosingLetter(house: House, tx: Transaction, row: RequestRow, by: With = {}): Promise<void> {
  const { closingLetter } = kinds[row.kind];
  assert(closingLetter !== undefined, `${row.kind} ends with an answer`);
  const { plan, explanation = "" } = by;
  const secrets = await openSecrets(house, tx, row);
  const follow = await secrets?.read(tx, "follow-token");
  const told: Told = {
    authority: await authorityOf(house, tx, row),
    corrections: await correctedFacts(house, tx, row),
    explanation,
    purposes: purposeTitles(house, row),
    links: {
      lift: house.links.ask(row.language, "lifting"),
      ...(follow === undefined ? {} : { follow: house.links.follow(row.language, follow) }),
    },
    ...(plan === undefined ? {} : { erased: erasedBy(house.policy, plan) }),
  };
  await writeOutcome(house, tx, row, (letters, frame) =>
    row.channel === "customer" && told.erased !== undefined
      ? letters.instructedErasure(frame, told.erased)
      : closingLetter(letters, frame, told, plan),
  );
}

async function correctedFacts(house: House, tx: Transaction, row: RequestRow): Promise<readonly CorrectedFact[]> {
  const decided = await openCorrections(house, tx, row);
  return decided.map(({ category, accepted = false, reason }) => {
    const known = house.policy.categories.find(({ name }) => name === category);
    const title = known === undefined ? category : say(known.title, row.language);
    return { title, accepted, ...(reason === undefined ? {} : { reason }) };
  });
}

/** In the request's language; a purpose that the policy no longer has keeps its name. */
export function purposeTitles({ policy }: House, row: Pick<RequestRow, "purposes" | "language">): readonly string[] {
  return row.purposes.map((name) => {
    const purpose = policy.purposes.find((one) => one.name === name);
    return purpose === undefined ? name : say(purpose.title, row.language);
  });
}
