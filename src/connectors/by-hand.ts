/** What a plan does not reach: the places of a policy that are no database with tables. For staff, before they approve. */
import { enumerated, type Problem, say } from "#base";
import type { Policy } from "#policy";
import type { FilesElsewhere } from "./contract.ts";

type Action = "access" | "erasure";

/** One warning for each store in which the person's rows say that there are files. */
export function filesByHand(
  policy: Policy,
  action: Action,
  system: string,
  elsewhere: readonly FilesElsewhere[],
): Problem[] {
  return elsewhere.flatMap(({ store: name, files }): Problem[] => {
    const store = (policy.stores ?? []).find((each) => each.name === name);
    if (store === undefined) return [];
    const columns = store.keys
      .filter((key) => key.system === system)
      .map(({ table, column }) => `${system}.${table}.${column}`);
    const where = enumerated(columns, "en");
    const one = files === 1;
    const those = one ? "this file" : "these files";
    const done = action === "access" ? "read" : "erased";
    return [
      {
        ...warning(name),
        message: `${one ? "One file" : `${files} files`} of this person in the store "${name}" (${say(store.title, "en")}) ${one ? "is" : "are"} not ${done} by Gestand yet.`,
        remedy:
          action === "access"
            ? `Look up the ${one ? "key" : "keys"} in ${where}, and send ${those} yourself, beside the copy.`
            : `Delete ${those} yourself before you approve: ${one ? "its key is" : "their keys are"} in ${where}, and erasure takes the ${one ? "key" : "keys"} away.`,
      },
    ];
  });
}

/** One warning for each place into which no column points, so that nobody knows how much is there. */
export function placesByHand(policy: Policy, action: Action): Problem[] {
  return (policy.stores ?? [])
    .filter(({ keys }) => keys.length === 0)
    .map(({ name, title }) => ({
      ...warning(name),
      message: `Gestand does not look into the store "${name}" (${say(title, "en")}) yet. Data of this person may be there.`,
      remedy:
        action === "access"
          ? "Search it yourself, and send what is there beside the copy."
          : "Search it yourself, and delete what is there that no law makes you keep.",
    }));
}

function warning(store: string): Pick<Problem, "code" | "severity" | "path"> {
  return { code: "by-hand", severity: "warning", path: `stores.${store}` };
}
