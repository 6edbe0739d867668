/** What a plan does not reach, as the person is told: the places of the policy that are no database with tables. */
import type { Localized } from "#base";
import type { Preview } from "#connectors";
import type { Policy } from "#policy";

/** A place whose files Gestand neither reads nor erases. */
export interface Elsewhere {
  readonly title: Localized;
  /** Files of the person by the keys in their rows; absent where no key says how many there are, or whether there are any. */
  readonly files?: number;
}

export function elsewhereOf(policy: Policy, previews: readonly Preview[]): readonly Elsewhere[] {
  const met = previews.flatMap(({ elsewhere = [] }) => elsewhere);
  return (policy.stores ?? []).flatMap(({ name, title, keys }): Elsewhere[] => {
    if (keys.length === 0) return [{ title }];
    const files = met.filter(({ store }) => store === name).reduce((sum, each) => sum + each.files, 0);
    return files === 0 ? [] : [{ title, files }];
  });
}
