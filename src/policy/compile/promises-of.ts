import { chapters } from "../chapters/all.ts";
import type { Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import { keepPromises } from "./keeping.ts";
import {
  namedPromises,
  organisationPromises,
  purposePromises,
  statementPromises,
  versionPromises,
} from "./organisation.ts";
import { recipientPromises } from "./recipients.ts";
import { rightPromises, systemPromises } from "./rights.ts";

/**
 * Everything the policy promises, in the order of the notice, each with what would show it. The same policy always gives
 * the same promises; ids depend on names only.
 */
export function promisesOf(policy: Policy): readonly PolicyPromise[] {
  return [
    ...organisationPromises(policy),
    ...namedPromises(policy),
    ...systemPromises(policy),
    ...purposePromises(policy),
    ...recipientPromises(policy),
    ...keepPromises(policy),
    ...rightPromises(policy),
    ...chapters.flatMap((chapter) => chapter.promises(policy)),
    ...versionPromises(policy),
    ...statementPromises(policy),
  ];
}
