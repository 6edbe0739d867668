declare const kind: unique symbol;

/** A UUID that cannot be mistaken for one of another kind. */
export type Id<Kind extends string> = string & { readonly [kind]: Kind };

export type EvidenceId = Id<"evidence">;
export type PlanId = Id<"plan">;
export type RequestId = Id<"request">;
export type StaffId = Id<"staff">;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Reads an id that came from outside; `undefined` when it is not one. */
export function parseUuid<Kind extends string>(text: string): Id<Kind> | undefined {
  const lower = text.toLowerCase();
  return uuid.test(lower) ? (lower as Id<Kind>) : undefined;
}
