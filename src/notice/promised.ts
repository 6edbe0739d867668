import { assert, type Language, type Localized, say } from "#base";
import type { NoticeSection, Policy, PolicyPromise } from "#policy";
import type { Sentence } from "./document.ts";

/** Pages and e-mail addresses as they stand in a sentence; what ends the sentence is no part of them. */
const addresses = /https:\/\/[^\s<>"“”()]*[^\s<>"“”().,;:!?]|(?<![\w.+-])[\w.+-]{1,64}@[a-z\d-]+(?:\.[a-z\d-]+)+/gi;

/** Hands out the sentences that were promised, each once. What nobody took is a mistake of ours. */
export class Promised {
  readonly #waiting: Set<{ readonly anchor: string; readonly promise: PolicyPromise }>;
  readonly #language: Language;
  readonly #ids: ReadonlySet<string>;

  constructor(policy: Policy, promises: readonly PolicyPromise[], language: Language) {
    this.#language = language;
    const reworded = new Set((policy.promises ?? []).filter(({ says }) => says !== undefined).map((n) => n.promise));
    this.#ids = new Set(promises.map(({ id }) => id).filter((id) => !reworded.has(id)));
    this.#waiting = new Set(
      promises.flatMap((promise) => {
        const anchors = promise.checks.flatMap((check) => (check.kind === "notice-shows" ? [check.anchor] : []));
        return [...new Set(anchors)].map((anchor) => ({ anchor, promise }));
      }),
    );
  }

  /** Those of a section, or of one thing in it: `take("recipients", "parcels")`. */
  take(section: NoticeSection, about?: string): readonly Sentence[] {
    const taken: Sentence[] = [];
    for (const waiting of this.#waiting) {
      const { anchor, promise } = waiting;
      if (promise.section !== section || (about !== undefined && promise.about !== about)) continue;
      this.#waiting.delete(waiting);
      const text = say(promise.statement, this.#language);
      const links = text.match(addresses);
      taken.push({ text, promise: anchor, cites: promise.cites, ...(links === null ? {} : { links: [...links] }) });
    }
    return taken;
  }

  /**
   * Whether the sentence of this promise was made from the facts, so that they need not be said again. House text
   * (`says`) takes the place of such a sentence and never repeats a fact.
   */
  tells(id: string, says: Localized | undefined): boolean {
    return says === undefined && this.#ids.has(id);
  }

  /** Call when every section was written. */
  end(): void {
    assert(this.#waiting.size === 0, "a promise belongs to no section of the notice");
  }
}
