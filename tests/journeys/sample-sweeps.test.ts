/** What the policies of the sample businesses have swept can be swept in their databases, ten years from now. */
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { loadPolicy } from "#app";
import { localDate, type PlanId } from "#base";
import { connect } from "#connectors";
import { freshDatabase } from "#harness";
import { sweepOf } from "#policy";
import { example as chatbot } from "../../examples/chatbot-platform/index.ts";
import { example as conferencing } from "../../examples/conferencing/index.ts";
import { example as video } from "../../examples/video-chat/index.ts";
import { example as belgian } from "../../examples/webshop-be/index.ts";
import { example as dutch } from "../../examples/webshop-nl/index.ts";
import { installSampleGuard } from "../harness/guard.ts";

const later = localDate("2036-12-01");

test.each([dutch, belgian, chatbot, video, conferencing])("$name", { timeout: 120_000 }, async (example) => {
  const { policy } = await loadPolicy(fileURLToPath(example.policyFile));
  if (policy === undefined) throw new Error("the sample has a policy");
  for (const system of policy.systems) {
    const source = example.databases.find(({ urlFrom }) => urlFrom === system.urlFrom);
    if (source === undefined) continue;
    const database = await freshDatabase();
    try {
      await source.build({ url: database.url, size: 20, today: "2026-12-01" });
      await installSampleGuard(example.policyFile, source.urlFrom, database.url);
      const connected = await connect({ policy, system, url: database.url });
      try {
        for (const table of system.tables) {
          const { does } = sweepOf(policy, table);
          if (does === undefined) continue;
          const seen = await connected.sweepPreview(table.name, later);
          expect(seen, table.name).toMatchObject({ does });
          const order = {
            plan: randomUUID() as string as PlanId,
            step: 1,
            attempt: 1,
            table: table.name,
            today: later,
          };
          const swept = await connected.sweep({ ...order, atMost: seen.due, rowsPerTransaction: 100 });
          // Those to which only rows that went had led go along.
          const rows = swept.ok ? swept.value.rows : swept.message;
          expect(rows, table.name).toSatisfy((count) => count >= seen.free && count <= seen.due);
        }
      } finally {
        await connected.close();
      }
    } finally {
      await database.drop();
    }
  }
});
