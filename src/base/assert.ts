/** A broken assumption of ours: the work stops here and a person looks. Never used for input or for the world. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`This cannot happen: ${message}`);
}

/** Makes the compiler demand that a `switch` names every case. */
export function assertNever(value: never): never {
  throw new Error(`This cannot happen: unexpected ${JSON.stringify(value)}`);
}
