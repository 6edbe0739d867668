/** How long the choices that browsers made must be provable. */
import { addPeriod, type LocalDate } from "#base";
import type { Policy } from "../model.ts";

/** A browser forgets its choice after so many days, and its site asks again: until then the consent holds. */
export const browserChoiceDays = 180;

/**
 * The day from which a choice that a browser made on `chosenOn` need not be proven any more (GDPR art. 7(1)): the consent ended when
 * the browser forgot it at the latest, and the longest term for the proof of the purposes that were asked counts from there.
 * Undefined where a purpose has no term, so that its proof is kept.
 */
export function browserProofOver(
  policy: Pick<Policy, "consents">,
  asked: readonly string[],
  chosenOn: LocalDate,
): LocalDate | undefined {
  const ended = addPeriod(chosenOn, { amount: browserChoiceDays, unit: "day" });
  const over = asked.map((purpose) =>
    latest(
      (policy.consents ?? []).flatMap(({ purposes, keepProof }) =>
        purposes.includes(purpose) && keepProof !== undefined ? [addPeriod(ended, keepProof.is)] : [],
      ),
    ),
  );
  const known = over.filter((day) => day !== undefined);
  return known.length < over.length ? undefined : latest(known);
}

function latest(days: readonly LocalDate[]): LocalDate | undefined {
  return days.toSorted((one, other) => (one < other ? -1 : 1)).at(-1);
}
