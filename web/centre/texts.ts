/** Every sentence of the centre. */
import type { Language } from "#base";
import { en } from "./texts/en.ts";
import { nl, type CentreTexts } from "./texts/nl.ts";

export type { CentreTexts };
export const texts: Record<Language, CentreTexts> = { nl, en };
