import { test } from "vitest";
import { conformance } from "../conformance.ts";
import { conformanceWorld } from "../sql/testing.ts";
import { freshFile } from "./testing.ts";

for (const { name, run } of conformance)
  test(name, async () => {
    await using world = await conformanceWorld("sqlite", await freshFile());
    await run(world);
  });
