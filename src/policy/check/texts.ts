import { isLanguage, type Localized, type Location } from "#base";
import type { Policy } from "../model.ts";

/** A text of the policy, and where the part that it belongs to is declared. */
export interface PolicyText {
  readonly text: Localized;
  readonly at: Location;
  readonly path: string;
}

/** Every text per language in the policy, wherever it stands. A list is entered by the names of its members. */
export function textsIn(policy: Policy): readonly PolicyText[] {
  const found: PolicyText[] = [];
  look(policy, policy.organisation.at, "", found);
  return found;
}

function look(value: unknown, at: Location, path: string, found: PolicyText[]): void {
  if (Array.isArray(value)) {
    for (const each of value) look(each, at, named(each) === undefined ? path : joined(path, named(each)), found);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const place = placeOf(value) ?? at;
  if (isText(value)) found.push({ text: value, at: place, path });
  else for (const [key, part] of Object.entries(value)) if (key !== "at") look(part, place, joined(path, key), found);
}

function isText(value: object): value is Localized {
  const entries = Object.entries(value);
  return entries.length > 0 && entries.every(([key, text]) => isLanguage(key) && typeof text === "string");
}

function placeOf(value: object): Location | undefined {
  // A category says beside itself where it was declared, because the built-in ones were declared nowhere.
  if ("declared" in value && typeof value.declared === "object" && value.declared !== null)
    return placeOf(value.declared);
  const at = "at" in value ? value.at : undefined;
  return typeof at === "object" && at !== null && "line" in at ? (at as Location) : undefined;
}

function named(value: unknown): string | undefined {
  const name = typeof value === "object" && value !== null && "name" in value ? value.name : undefined;
  return typeof name === "string" ? name : undefined;
}

function joined(path: string, part: string | undefined): string {
  return part === undefined ? path : path === "" ? part : `${path}.${part}`;
}
