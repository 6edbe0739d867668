import type { Sample } from "#app";

/** What somebody who just started Gestand needs to see, and nothing else. */
export function startText(sample: Sample): string {
  const lines: readonly (readonly [string, string])[] = [
    ["Privacy centre", `${sample.url}/nl`],
    ["Staff console", sample.inviteUrl ?? `${sample.url}/console`],
    ["Inbox", sample.inboxUrl],
    ["Website", sample.siteUrl],
  ];
  const first = sample.inviteUrl === undefined ? "" : "\nThe console link works once and makes the first account.\n";
  return `\nGestand carries out the policy of ${sample.organisation}.\n\n${lines.map(([name, url]) => `  ${name.padEnd(16)}${url}\n`).join("")}${first}
Try it: ask for the data of ${sample.tryAddress} and read the code in the inbox.
Stop with Ctrl-C. Everything stays in ${sample.dataDir}.\n`;
}
