import type { Language } from "#base";

/**
 * A provision (`GDPR art. 12(3)`) as readers of this language cite it: `AVG art. 12 lid 3`. Names of national laws stay as
 * they are; nobody translates those.
 */
export function citation(article: string, language: Language): string {
  switch (language) {
    case "en":
      return article;
    case "nl":
      return article
        .replaceAll(/\bUK GDPR\b/g, "Britse AVG")
        .replaceAll(/\bICO guidance on time limits\b/g, "ICO, leidraad over termijnen")
        .replaceAll(/\bGDPR\b/g, "AVG")
        .replaceAll(/\bRegulation\b/g, "Verordening")
        .replaceAll(/\bEEC\b/g, "EEG")
        .replaceAll(/\barts\./g, "art.")
        .replaceAll(/(\d[a-z]?)\((\d+)\)/g, "$1 lid $2")
        .replaceAll(/(\d[a-z]?)\(([a-z])\)/g, "$1 onder $2");
  }
}
