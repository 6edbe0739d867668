import type { FormInLanguage } from "../form.ts";

/** One of the wordings that are compared, drawn anew in each page: nothing is stored of it before somebody chose. */
export function drawn(shown: FormInLanguage): FormInLanguage {
  const { wordings = [], texts } = shown;
  const one = wordings[Math.floor(Math.random() * wordings.length)];
  return one ? { ...shown, ...one, texts: { ...texts, intro: one.intro } } : shown;
}
