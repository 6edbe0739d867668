import type { Chapter, Kind } from "../grammar/kind.ts";
import { policyKind } from "../language/policy.ts";

/** Every mapping of the language, breadth first, each once: one stands before its parts. */
export function policyChapters(): readonly Chapter[] {
  return chaptersOf(policyKind);
}

export function chaptersOf(kind: Pick<Kind<unknown>, "chapters">): readonly Chapter[] {
  const found = new Map<string, Chapter>();
  const waiting = [...(kind.chapters?.() ?? [])];
  for (let chapter = waiting.shift(); chapter !== undefined; chapter = waiting.shift()) {
    if (found.has(chapter.name)) continue;
    found.set(chapter.name, chapter);
    waiting.push(...chapter.inner());
  }
  return [...found.values()];
}
