/** Every chapter, in the order of the notice. */
import type { Chapter } from "./chapter.ts";
import { minors } from "./minors.ts";

export const chapters: readonly Chapter[] = [minors];
