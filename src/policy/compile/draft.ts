import type { Localized, Location } from "#base";
import { say } from "#base";
import type { Declared, NoticeSection, Policy, PromiseNote } from "../model.ts";
import type { Mechanism, PolicyPromise, PromiseCheck } from "../promises.ts";

/** What the notice says in place of the statement, see `PolicyPromise.pieces`. */
export type Pieces = NonNullable<PolicyPromise["pieces"]>;

/** A promise before house text and notes of the policy are laid over it. */
export interface Draft {
  readonly id: string;
  readonly mechanism: Mechanism;
  readonly section: NoticeSection;
  readonly checks: readonly PromiseCheck[];
  /** The sentence made from the facts. */
  readonly nl: string;
  readonly en: string;
  readonly under?: Localized;
  readonly pieces?: Pieces;
  readonly about?: string;
  readonly article?: string;
  /** Where it is declared; a promise that only follows from the policy has no place of its own. */
  readonly from?: Partial<Declared> | undefined;
}

/** Makes the promise: shown in the notice, with the cites and words that the policy gives it. */
export function promise(policy: Policy, draft: Draft): PolicyPromise {
  const { id, mechanism, section, under, pieces, about, article, from } = draft;
  const note = notesOf(policy).get(id);
  const house = note?.says ?? from?.says;
  return {
    id,
    cites: [...new Set([...(from?.cites ?? []), ...(note?.cites ?? [])])],
    statement: { nl: oneStop(draft.nl), en: oneStop(draft.en), ...inEveryLanguage(house) },
    ...(under === undefined ? {} : { under }),
    ...(pieces === undefined || house !== undefined ? {} : { pieces: stopped(pieces) }),
    mechanism,
    checks: [{ kind: "notice-shows", anchor: id }, ...draft.checks],
    section,
    ...(about === undefined ? {} : { about }),
    ...(article === undefined ? {} : { article }),
    at: from?.at ?? note?.at ?? placeOf(policy),
  };
}

const notes = new WeakMap<Policy, ReadonlyMap<string, PromiseNote>>();

/** The notes by promise id, looked up once per policy. */
function notesOf(policy: Policy): ReadonlyMap<string, PromiseNote> {
  const known = notes.get(policy) ?? new Map((policy.promises ?? []).map((note) => [note.promise, note]));
  notes.set(policy, known);
  return known;
}

/** A name that ends in a full stop ends the sentence too. */
function oneStop(sentence: string): string {
  return sentence.replace(/\.\.(?= |$)/g, ".");
}

function stopped({ nl, en }: Pieces): Pieces {
  return { nl: nl.map(oneStop), en: en.map(oneStop) };
}

/** House text in one language is shown in the others too: better the house's words than ours beside them. */
function inEveryLanguage(house: Localized | undefined): Localized {
  return house === undefined ? {} : { nl: say(house, "nl"), en: say(house, "en") };
}

function placeOf(policy: Policy): Location {
  return { ...policy.organisation.at, line: 1, column: 1 };
}
