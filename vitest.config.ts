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
      // Run in the browser only: test/review/app.test.ts and test/figures/interactive work them in Chromium.
      exclude: ["src/review/app/**", "src/figures/interactive/make-interactive.ts"],
      // test/support/merge-coverage.ts adds what child processes ran, and holds the thresholds.
      reporter: ["json", "text-summary"],
    },
  },
});
