/** Every sentence of the console. */
import type { Language } from "#base";
import { en, type ConsoleTexts } from "./texts/en.ts";
import { nl } from "./texts/nl.ts";

export type { ConsoleTexts };
export const texts: Record<Language, ConsoleTexts> = { nl, en };
