import { changed, either, mapping, need } from "../grammar/collections.ts";
import type { Kind, Placed } from "../grammar/kind.ts";
import { declared, type Said } from "../language/words.ts";
import type { Declared } from "../model.ts";
import type { Names } from "../resolve/names.ts";

/** A fact as it was read, whichever way it was written. */
export interface FactRead<T> extends Placed {
  readonly value: T;
  readonly cites?: readonly string[] | undefined;
  readonly says?: Said | undefined;
}

/**
 * A fact that is a promise of its own. Mostly it is written plainly, `ip: truncated`; to cite it, or to give it house text, as
 * a mapping with that fact: `ip: {is: truncated, cites: [000-008]}`.
 */
export function fact<T>(kind: Kind<T>, options: { name: string; doc: string; is: string }): Kind<FactRead<T>> {
  return either(
    changed(kind, (value, node, { reader, path }): FactRead<T> => ({ value, at: reader.at(node), path })),
    changed(
      mapping({
        name: options.name,
        doc: `${options.doc} As a mapping when it is cited or has house text.`,
        marked: "is",
        members: { is: need(kind, options.is), ...declared },
      }),
      ({ is, cites, says, at, path }): FactRead<T> => ({ value: is, cites, says, at, path }),
    ),
  );
}

/** Cites, house text and place of a fact; the place of what it belongs to when it was left out. */
export function declaredFact(read: FactRead<unknown> | undefined, names: Names, otherwise: Declared["at"]): Declared {
  return names.declaredBy(read, read?.at ?? otherwise);
}
