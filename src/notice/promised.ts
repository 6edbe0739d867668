import { assert, capital, enumerated, type Language, type Localized, say } from "#base";
import type { NoticeSection, Policy, PolicyPromise } from "#policy";
import type { Block, Sentence, Stating } from "./document.ts";

/** Pages and e-mail addresses as they stand in a sentence; what ends the sentence is no part of them. */
const addresses = /https:\/\/[^\s<>"“”()]*[^\s<>"“”().,;:!?]|(?<![\w.+-])[\w.+-]{1,64}@[a-z\d-]+(?:\.[a-z\d-]+)+/gi;

function linked(text: string): Pick<Sentence, "text" | "links"> {
  const links = text.match(addresses);
  return links === null ? { text } : { text, links: [...links] };
}

/** A sentence, the heading that it stands under, and what it is about where its words do not say that. */
interface Taken {
  readonly sentence: Sentence;
  readonly under?: string;
  readonly of?: string;
  /** In the words of the statement. */
  readonly whole: Sentence;
}

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
    return this.#taken(section, about).map(({ sentence }) => sentence);
  }

  /** Those of a section without headings; what is said of several things is said once. */
  rest(section: NoticeSection): readonly Sentence[] {
    return this.#together(this.#taken(section));
  }

  /** Those of a section: first what stands under no heading, then heading by heading. */
  grouped(section: NoticeSection): readonly Block[] {
    const groups = Map.groupBy(this.#taken(section), ({ under }) => under ?? "");
    // What stands under nothing comes first.
    return [...groups]
      .toSorted(([a], [b]) => Number(a !== "") - Number(b !== ""))
      .flatMap(([under, taken]): readonly Block[] => [
        ...(under === "" ? [] : [{ kind: "heading" as const, text: under }]),
        { kind: "list", items: this.#together(taken) },
      ]);
  }

  /** For a row or a cell of facts that states this promise; nothing where house text takes its place. */
  place(id: string): Stating | undefined {
    for (const waiting of this.#waiting) {
      const { anchor, promise } = waiting;
      if (promise.id !== id || promise.pieces === undefined) continue;
      this.#waiting.delete(waiting);
      return { promise: anchor, cites: promise.cites };
    }
    return undefined;
  }

  /** `Parcels: data travel encrypted` and the same of letters become one sentence of both. */
  #together(taken: readonly Taken[]): readonly Sentence[] {
    const groups = Map.groupBy(taken, ({ sentence, of }) => (of === undefined ? sentence.promise : sentence.text));
    return [...groups.values()].map((same) => {
      const [only] = same;
      if (only !== undefined && same.length === 1) return only.of === undefined ? only.sentence : only.whole;
      const [first, ...others] = same.map(({ sentence }) => sentence);
      assert(first !== undefined, "a group has members");
      const named = enumerated(
        same.flatMap(({ of }) => of ?? []),
        this.#language,
      );
      return {
        ...first,
        text: `${capital(named)}: ${first.text.charAt(0).toLowerCase()}${first.text.slice(1)}`,
        ...(others.length === 0 ? {} : { also: others.flatMap(({ promise }) => promise ?? []) }),
        cites: [...new Set(same.flatMap(({ sentence }) => sentence.cites))],
      };
    });
  }

  #taken(section: NoticeSection, about?: string): readonly Taken[] {
    const found = [...this.#waiting].filter(
      ({ promise }) => promise.section === section && (about === undefined || promise.about === about),
    );
    return found.map((waiting) => {
      this.#waiting.delete(waiting);
      const { anchor, promise } = waiting;
      const pieces = promise.pieces?.[this.#language] ?? [];
      const [of] = pieces.length > 1 ? pieces : [];
      const text = pieces.at(-1) ?? say(promise.statement, this.#language);
      const stated = { promise: anchor, cites: promise.cites };
      const under = promise.under === undefined ? {} : { under: capital(say(promise.under, this.#language)) };
      return {
        sentence: { ...linked(text), ...stated },
        whole: { ...linked(say(promise.statement, this.#language)), ...stated },
        ...under,
        ...(of === undefined ? {} : { of }),
      };
    });
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
