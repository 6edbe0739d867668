/** Every place where a policy says that data of persons is. Whoever compares places with the real ones learns here what there is. */
import type { Location } from "#base";
import { captured, loggedFields, onDevices, stored } from "./chapters/holdings.ts";
import type { Policy } from "./model.ts";

/**
 * `system`: tables. `ephemeral`: it only passes through. `capture`: an image that is kept. `store`: files, a
 * mailbox, paper. `device`: of a visitor.
 */
export type PlaceKind = "system" | "log" | "ephemeral" | "capture" | "store" | "device";

export interface DeclaredPlace {
  readonly kind: PlaceKind;
  /** In the policy: `shop`. */
  readonly name: string;
  /** What it is said to hold, sorted. */
  readonly categories: readonly string[];
  readonly at: Location;
  /** The member of the policy: `logs.site`. */
  readonly path: string;
}

/** In the order of the kinds, then of the policy. */
export function declaredPlaces(policy: Policy): readonly DeclaredPlace[] {
  const holdings = [
    ...loggedFields(policy).map((one) => ({ ...one, kind: "log" as const })),
    ...(policy.ephemeral ?? []).map(({ name, data, at }) => ({
      kind: "ephemeral" as const,
      categories: data,
      at,
      path: `ephemeral.${name}`,
    })),
    ...captured(policy).map((one) => ({ ...one, kind: "capture" as const })),
    ...stored(policy).map((one) => ({ ...one, kind: "store" as const })),
    ...onDevices(policy).map((one) => ({ ...one, kind: "device" as const })),
  ];
  return [
    ...policy.systems.map(({ name, tables, at }) => ({
      kind: "system" as const,
      name,
      categories: sorted(tables.flatMap(({ columns }) => columns.map(({ category }) => category))),
      at,
      path: `systems.${name}`,
    })),
    ...holdings.map(({ kind, categories, at, path }) => {
      const place = path.replace(/\.(?:fields|data|holds|stores)$/, "");
      return { kind, name: place.slice(place.lastIndexOf(".") + 1), categories: sorted(categories), at, path: place };
    }),
  ];
}

function sorted(categories: readonly string[]): readonly string[] {
  return [...new Set(categories)].toSorted();
}
