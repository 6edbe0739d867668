/**
 * Formats of dates and numbers, each made once: making one takes a thousand times as long as using it, and memory that is given
 * back late. There are as many as languages, time zones of policies and forms in the code.
 */
const dates = new Map<string, Intl.DateTimeFormat>();
const numbers = new Map<string, Intl.NumberFormat>();

export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return once(dates, [locale, options], () => new Intl.DateTimeFormat(locale, options));
}

export function numberFormat(locale: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  return once(numbers, [locale, options], () => new Intl.NumberFormat(locale, options));
}

function once<T>(made: Map<string, T>, what: readonly unknown[], make: () => T): T {
  const key = JSON.stringify(what);
  const known = made.get(key) ?? make();
  made.set(key, known);
  return known;
}
