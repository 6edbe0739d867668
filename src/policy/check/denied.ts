import type { Localized, Location, Problem } from "#base";
import { deniesPersonal } from "../chapters/denial.ts";
import type { Policy } from "../model.ts";

interface Text {
  readonly says: Localized | undefined;
  readonly at: Location;
  readonly path: string;
}

const address = /\bip[- ]?(adres|address)/iu;

/** Sentences of the house that call an IP address no personal data (CJEU C-582/14). Logs look at their own. */
export function deniedFindings(policy: Policy): readonly Problem[] {
  return textsOf(policy)
    .filter(({ says }) => deniesPersonal(says) && Object.values(says ?? {}).some((words) => address.test(words)))
    .map(({ at, path }) => ({
      code: "ip-called-not-personal",
      severity: "warning",
      message:
        "A text says that an IP address is not personal data. It is, for as long as anybody can tell whose it is.",
      remedy: "Leave that out, and declare under logs what is left of addresses: ip: truncated.",
      at,
      path,
      article: "GDPR art. 4(1), recital 30; CJEU C-582/14",
    }));
}

function textsOf(policy: Policy): readonly Text[] {
  return [
    ...policy.statements.map(({ name, says, at }) => ({ says, at, path: `statements.${name}` })),
    ...policy.categories.flatMap(({ name, declared }) =>
      declared === undefined ? [] : [{ says: declared.says, at: declared.at, path: `categories.${name}` }],
    ),
    ...policy.purposes.map(({ name, says, at }) => ({ says, at, path: `purposes.${name}` })),
    ...(policy.never ?? []).map(({ name, says, at }) => ({ says, at, path: `never.${name}` })),
  ];
}
