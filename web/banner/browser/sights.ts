/** What this page has, and what was held back in it: told by name alone, so that somebody notices; nothing about who. */

export type Sight = (what: string) => void;

/** The answer stays in the browser's cache for a day: a visitor tells it once. */
export function tellSights(url: string): Sight {
  const told = new Set<string>();
  const fetch = window.fetch.bind(window);
  return (what) => {
    if (told.has(what)) return;
    told.add(what);
    fetch(`${url}/${what}`, { credentials: "omit" }).catch(() => {});
  };
}
