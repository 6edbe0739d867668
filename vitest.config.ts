import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "web/**/*.test.ts", "tests/**/*.test.ts", "examples/**/*.test.ts"],
    globalSetup: ["tests/harness/global-setup.ts"],
    // A real PostgreSQL is shared by all files, each in databases of its own. Tests wait for timers and mail now and then, so
    // that three files at a time suit two cores.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
