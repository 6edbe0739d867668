import type { Draft } from "../compile/draft.ts";
import { promise } from "../compile/draft.ts";
import type { Declared, Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import type { Names } from "../resolve/names.ts";
import type { FactRead } from "./fact.ts";

/** A fact that is one promise: what holds, and where it was promised. */
export type Stated<T> = Declared & { readonly is: T };

/** The fact as the model holds it; nothing when it was left out. */
export function statedBy<T>(read: FactRead<T> | undefined, names: Names): Stated<T> | undefined {
  return read && { is: read.value, ...names.declaredBy(read, read.at) };
}

/** One promise for what is there, none for what was left out. */
export function promiseIf<T extends Declared>(
  policy: Policy,
  from: T | undefined,
  draft: (from: T) => Omit<Draft, "from">,
): readonly PolicyPromise[] {
  return from === undefined ? [] : [promise(policy, { ...draft(from), from })];
}
