/** Suggestions are a courtesy; a document of thousands of names is not compared with itself. */
const mostCandidates = 500;

/** The known word that was probably meant, if any is close: two changes at most, one in a word of three letters, none in a shorter one. */
export function closest(word: string, known: Iterable<string>): string | undefined {
  const wanted = simplified(word);
  let best: string | undefined;
  let looked = 0;
  let bestDistance = word.length <= 2 ? 1 : word.length === 3 ? 2 : 3;
  for (const candidate of known) {
    if (looked++ > mostCandidates) break;
    const distance = simplified(candidate) === wanted ? 0 : editDistance(wanted, simplified(candidate), bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** What to write instead of a word that is not known: the close one, or the whole list when it is short enough to help. */
export function insteadOf(word: string, known: readonly string[], what: string): string {
  const near = closest(word, known);
  if (near !== undefined) return `Did you mean "${near}"?`;
  if (known.length === 0) return `Declare ${what} first; there is none yet.`;
  const list = known.slice(0, 12).join(", ");
  return known.length <= 12 ? `Write one of: ${list}.` : `Write ${what}, such as: ${list}, …`;
}

/** Case and the sign between words are the usual slips: `legalName`, `legal-name` and `legal_name` are one. */
function simplified(word: string): string {
  return word.toLowerCase().replace(/[-_ ]/g, "");
}

/** Insertions, deletions, replacements and swaps of neighbours; `limit` when there are as many or more. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit || Math.max(a.length, b.length) > 80) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    [beforeLast, last] = [last, row];
  }
  return Math.min(last[b.length] ?? limit, limit);
}
