import type { Command } from "commander";
import { configurationFrom, loadPolicy } from "#app";
import { contentPolicy, heldBack, hostsOnConsent, sourcesOf } from "#notice";
import type { Policy } from "#policy";
import { tagOf, tagsOf } from "#server";
import { problemLines } from "../problems.ts";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";

const formats = ["text", "nginx", "json"] as const;
type Format = (typeof formats)[number];

/** `gestand site`: what the pages of the company need so that visitors are asked, and nothing loads before. */
export function siteCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command("site")
    .description(
      "print what your pages need: the tag that asks visitors, and the Content-Security-Policy that holds back",
    )
    .option("-p, --policy <file>", "the policy (GESTAND_POLICY)")
    .option("--format <format>", formats.join(", "), "text")
    .action(async (options: { policy?: string; format: string }, command: Command) => {
      const format = formats.find((known) => known === options.format);
      if (format === undefined)
        return command.error(
          `There is no format "${options.format}". Nothing was written. Write ${formats.join(", ")}.`,
        );
      const configuration = configurationFrom(terminal.environment, options);
      const loaded = await loadPolicy(configuration.policyFile);
      if (loaded.policy === undefined) {
        terminal.err(problemLines(loaded.problems));
        outcome.code = exitCode.found;
        return undefined;
      }
      terminal.out(written[format](loaded.policy, configuration.publicUrl.origin));
      return undefined;
    });
}

function tagLines(policy: Policy, origin: string): readonly string[] {
  const tags = [...tagsOf(policy, origin)];
  if (tags.length === 1) return ["In the head of every page, before every other script:", `  ${tagOf(origin)}`];
  return [
    "In the head of every page, before every other script, the one in its language:",
    ...tags.map(([language, tag]) => `  ${language}: ${tag}`),
    "Where a page does not know its language; larger, with all of them:",
    `  ${tagOf(origin)}`,
  ];
}

const written: Readonly<Record<Format, (policy: Policy, origin: string) => string>> = {
  text: (policy, origin) => {
    if (heldBack(policy).length === 0)
      return "Nothing in website: rests on consent, so nobody need be asked and your pages need no tag.\n";
    const groups = hostsOnConsent(policy);
    const without = heldBack(policy)
      .filter(({ hosts }) => hosts.length === 0)
      .map(({ purpose }) => purpose);
    return [
      ...tagLines(policy, origin),
      "Somewhere on every page, a way back to the choice:",
      '  <a href="#" data-gestand-open>Cookies</a>',
      "Content-Security-Policy for who has not consented:",
      `  ${contentPolicy(policy, origin, "")}`,
      "For who consented, these sources come with it:",
      ...groups.map(({ purposes, hosts }) => `  ${purposes.join(" and ")}: ${sourcesOf(hosts)}`),
      ...(without.length > 0
        ? [
            `Without hosts in the policy, so that only marked tags are held back: ${without.join(", ")}. Add hosts: there.`,
          ]
        : []),
      "",
    ].join("\n");
  },
  nginx: (policy, origin) => {
    const groups = hostsOnConsent(policy);
    const maps = groups.map(({ purposes, hosts }, at) =>
      [
        `map $cookie_gestand $gestand_${at + 1} {`,
        '  default "";',
        `  "~${purposes.map((purpose) => `(?=.*\\.${purpose}:1)`).join("")}" "${sourcesOf(hosts)}";`,
        "}",
      ].join("\n"),
    );
    const added = groups.map((_, at) => `\${gestand_${at + 1}}`).join(" ");
    return [
      "# In http:",
      ...maps,
      "# In the server or location of your pages:",
      `add_header Content-Security-Policy "${contentPolicy(policy, origin, added)}" always;`,
      "",
    ].join("\n");
  },
  json: (policy, origin) =>
    `${JSON.stringify({ tag: tagOf(origin), tags: Object.fromEntries(tagsOf(policy, origin)), contentPolicy: contentPolicy(policy, origin, "{granted}"), granted: hostsOnConsent(policy).map(({ purposes, hosts }) => ({ purposes, sources: sourcesOf(hosts) })) }, undefined, 2)}\n`,
};
