import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "rules/**/*.test.ts"],
    setupFiles: ["test/seed.ts"],
    pool: "forks",
    // All cores: many tests wait for processes of their own.
    maxWorkers: "100%",
    testTimeout: 60_000,
  },
  define: { KQLUNIT_VERSION: JSON.stringify("0.0.0-test") },
});
