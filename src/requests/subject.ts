/** Whom a request is about, as the systems know them. */
import { Personal } from "#base";
import type { Anchor, Subject } from "#connectors";
import { type KnownAs, knownAs } from "#policy";
import type { Reader } from "#store";
import type { House } from "./house.ts";
import { needsEvidence, sameAnchor } from "./identity-rules.ts";
import type { FoundInSystem, OpenSecrets } from "./secrets.ts";
import type { RequestRow } from "./tables.ts";

/** Whom it is about, as systems know them: with what else was named only where a check of identity settled it. */
export async function subjectOf(
  house: House,
  reader: Reader,
  row: RequestRow,
  secrets: OpenSecrets,
  anchors: readonly Anchor[],
): Promise<Personal<Subject> | undefined> {
  const email = await secrets.read(reader, "email");
  const known = await secrets.read(reader, "known-email");
  if (email === undefined) return undefined;
  const found = (await secrets.read(reader, "found")) ?? [];
  if (row.asked_as !== null) {
    const others = identitiesOf(house, await secrets.read(reader, "known-as"));
    return new Personal({
      emails: known !== undefined && isTheirs(found, anchors) ? [known] : [],
      anchors,
      known: others.filter(({ identity }) => isTheirs(found, anchors, identity)),
    });
  }
  const both =
    row.identity_doubt === "other-address" && known !== undefined && known !== "" && isTheirs(found, anchors);
  // Without an identity check nothing that was merely named counts.
  const checked = row.identity_doubt !== null && needsEvidence(row.identity_doubt);
  const named = identitiesOf(house, checked ? await secrets.read(reader, "known-as") : {});
  const theirs = named.filter(({ identity }) => isTheirs(found, anchors, identity));
  return new Personal({
    // Of a customer it is not the person's address: only the rows that it has in mind.
    emails: row.channel === "customer" ? [] : both ? [email, known] : [email],
    anchors,
    ...(theirs.length > 0 && { known: theirs }),
  });
}

export function identitiesOf({ policy }: House, named: Readonly<Record<string, string>> = {}): readonly KnownAs[] {
  return Object.entries(named).flatMap(([identity, value]) => knownAs(policy, identity, value) ?? []);
}

/**
 * Whether the other address, or this other identity, is the requester's too. When staff found that they are somebody else
 * than the person behind it, what is known under that alone (guest orders, newsletters, calls) is that person's.
 */
export function isTheirs(found: readonly FoundInSystem[], chosen: readonly Anchor[], identity?: string): boolean {
  const there = found.flatMap(({ candidates }) =>
    candidates.filter(({ elsewhere, under }) =>
      identity === undefined ? elsewhere === true : under?.includes(identity) === true,
    ),
  );
  return there.length === 0 || there.some(({ anchor }) => chosen.some((one) => sameAnchor(one, anchor)));
}
