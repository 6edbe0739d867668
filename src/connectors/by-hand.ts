/** What a plan does not reach: files in places of a policy that no connector goes into. For staff, before they approve. */
import { type Problem, say } from "#base";
import type { Policy } from "#policy";
import type { FilesElsewhere } from "./contract.ts";

/** One warning for each such store in which the person's rows say that there are files. */
export function filesByHand(
  policy: Policy,
  action: "access" | "erasure",
  _system: string,
  elsewhere: readonly FilesElsewhere[],
): Problem[] {
  return elsewhere.flatMap(({ store: name, files }): Problem[] => {
    const store = (policy.stores ?? []).find((each) => each.name === name);
    if (store === undefined || store.reach !== undefined) return [];
    const those = files === 1 ? "One file of this person is" : `${files} files of this person are`;
    return [
      {
        code: "by-hand",
        severity: "warning",
        path: `stores.${name}`,
        message: `${those} in the store "${name}" (${say(store.title, "en")}), and Gestand does not go there by itself.`,
        remedy: `When you approve, somebody gets the task to ${action === "access" ? "send" : "delete"} what is there; its page names the keys.`,
      },
    ];
  });
}
