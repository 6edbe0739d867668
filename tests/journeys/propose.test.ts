/** How well the proposal for an unknown database meets what somebody declared who knows it: the five samples. */
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { loadPolicy } from "#app";
import { type MappingProposal, proposeMapping } from "#connectors";
import { freshDatabase } from "#harness";
import { topCategory } from "#policy";
import { example as chatbot } from "../../examples/chatbot-platform/index.ts";
import { example as conferencing } from "../../examples/conferencing/index.ts";
import { example as videoChat } from "../../examples/video-chat/index.ts";
import { example as webshopBe } from "../../examples/webshop-be/index.ts";
import { example as webshopNl } from "../../examples/webshop-nl/index.ts";

interface Met {
  /** Of the proposed categories, how many are those of the policy, by their first part. */
  readonly precision: number;
  /** Of the policy's categories, how many were proposed. */
  readonly recall: number;
  /** Columns with personal data that the proposal calls impersonal: nobody would look at them again. */
  readonly hidden: readonly string[];
}

const percent = (share: number) => `${Math.round(share * 100)} %`;

function compare(proposal: MappingProposal, declared: ReadonlyMap<string, string>): Met {
  const columns = [
    ...proposal.tables.flatMap(({ name, columns: own }) =>
      own.map((one) => [`${name}.${one.name}`, one.category] as const),
    ),
    ...proposal.unlinked.flatMap(({ table, columns: own }) =>
      own.map((one) => [`${table}.${one.name}`, one.category] as const),
    ),
  ];
  const right = columns.filter(([name, category]) => {
    const meant = declared.get(name);
    return meant !== undefined && topCategory(meant) === topCategory(category);
  });
  const other = proposal.tables.flatMap((table) => table.other.map((name) => `${table.name}.${name}`));
  return {
    precision: right.length / columns.length,
    recall: right.length / declared.size,
    hidden: other.filter((name) => declared.has(name)),
  };
}

test.each([
  { example: webshopNl, precision: 0.85, recall: 0.9, hidden: [] },
  { example: webshopBe, precision: 0.8, recall: 0.85, hidden: [] },
  { example: chatbot, precision: 0.8, recall: 0.85, hidden: ["bots.created_at"] },
  { example: videoChat, precision: 0.78, recall: 0.55, hidden: [] },
  { example: conferencing, precision: 0.83, recall: 0.65, hidden: [] },
])(
  "$example.name: what is proposed is mostly right, and what is personal is not called impersonal",
  async (wanted) => {
    const { example } = wanted;
    const database = await freshDatabase();
    try {
      await example.databases[0]?.build({ url: database.url, size: 0, today: "2026-11-22" });
      const { policy } = await loadPolicy(fileURLToPath(example.policyFile));
      const declared = new Map(
        (policy?.systems[0]?.tables ?? []).flatMap((table) =>
          table.columns.map((column) => [`${table.name}.${column.name}`, column.category] as const),
        ),
      );
      const { proposal } = await proposeMapping({
        url: database.url,
        schema: "public",
        systemName: "shop",
        urlFrom: "SHOP_DATABASE_URL",
      });
      const met = compare(proposal, declared);
      process.stdout.write(`${example.name}: precision ${percent(met.precision)}, recall ${percent(met.recall)}\n`);
      expect(met.hidden).toEqual(wanted.hidden);
      expect(met.precision).toBeGreaterThanOrEqual(wanted.precision);
      expect(met.recall).toBeGreaterThanOrEqual(wanted.recall);
    } finally {
      await database.drop();
    }
  },
  60_000,
);
