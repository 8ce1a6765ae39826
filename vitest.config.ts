import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/support/setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: {
      provider: "v8",
      include: ["src/**"],
      // Runs in the browser only; test/review/app.test.ts works it in Chromium.
      exclude: ["src/review/app/**"],
      // test/support/merge-coverage.ts adds what child processes ran, and holds the thresholds.
      reporter: ["json", "text-summary"],
    },
  },
});
