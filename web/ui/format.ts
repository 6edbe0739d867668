/** Dates, sizes and counts as people in this language write them. */
import { dateFormat, dateText, type Language, type LocalDate, numberFormat } from "#base";

const locale = { nl: "nl-NL", en: "en-GB" } as const satisfies Record<Language, string>;

/** `zaterdag 5 december 2026` */
export function formatDate(date: LocalDate | string, language: Language, options: { weekday?: boolean } = {}): string {
  if (options.weekday !== true) return dateText(date, language);
  return dateFormat(locale[language], { timeZone: "UTC", dateStyle: "full" }).format(new Date(`${date}T00:00:00Z`));
}

/** `5 dec 2026, 14:03` in the organisation's time zone. */
export function formatInstant(instant: Date, language: Language, timeZone: string): string {
  return dateFormat(locale[language], { timeZone, dateStyle: "medium", timeStyle: "short" }).format(instant);
}

/** `1,4 MB`; powers of ten, as file managers count. */
export function formatSize(bytes: number, language: Language): string {
  const units = ["byte", "kB", "MB", "GB", "TB"] as const;
  let size = bytes;
  let unit = 0;
  while (size >= 1_000 && unit < units.length - 1) {
    size /= 1_000;
    unit += 1;
  }
  return `${numberFormat(locale[language], { maximumFractionDigits: unit === 0 ? 0 : 1 }).format(size)} ${units[unit]}`;
}

export function formatCount(count: number, language: Language): string {
  return numberFormat(locale[language]).format(count);
}
