/** The published versions as pages show them: how each stands today, what it says, what it changed. */
import { addPeriod, type LocalDate } from "#base";
import { inForceAmong, type VersionLine } from "#versions";
import type { ServerParts } from "./parts.ts";
import { type VersionTexts, versionTexts } from "./version-texts.ts";

export interface StandingVersion extends VersionLine {
  readonly state: "in-force" | "past" | "to-come" | "skipped";
  /** Its last day; absent when no later version is known. */
  readonly until?: LocalDate;
  readonly next?: VersionLine;
}

export interface VersionArchive extends VersionTexts {
  /** Newest first. */
  lines(): Promise<readonly StandingVersion[]>;
}

export function versionArchive({ published, store }: Pick<ServerParts, "published" | "store">): VersionArchive {
  const { versions, read, today } = published;
  return {
    ...versionTexts({ versions, reader: store.reader, read }),
    lines: async () => standing(await versions.all(store.reader), await today()),
  };
}

function standing(lines: readonly VersionLine[], today: LocalDate): StandingVersion[] {
  const inForce = inForceAmong(lines, today)?.number;
  return lines.map((line, at) => {
    const next = lines[at - 1];
    const until = next && addPeriod(next.effectiveOn, { amount: -1, unit: "day" });
    const never = next?.effectiveOn === line.effectiveOn;
    const state =
      line.number === inForce ? "in-force" : never ? "skipped" : line.effectiveOn > today ? "to-come" : "past";
    return { ...line, state, ...(until === undefined ? {} : { until }), ...(next === undefined ? {} : { next }) };
  });
}
