/** Where a member of a document may be, in the language of paths that databases share: a number may be a place in a list or a name. */
export function memberPaths(path: readonly string[]): string[] {
  return path.reduce<string[]>(
    (before, part) => before.flatMap((one) => [`${one}."${part}"`, ...(/^\d+$/.test(part) ? [`${one}[${part}]`] : [])]),
    ["$"],
  );
}
