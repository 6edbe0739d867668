import { test } from "vitest";
import { conformance } from "../conformance.ts";
import { conformanceWorld } from "../sql/testing.ts";
import { freshDatabase } from "./testing.ts";

for (const { name, run } of conformance)
  test(name, async () => {
    await using world = await conformanceWorld("mariadb", await freshDatabase());
    await run(world);
  });
