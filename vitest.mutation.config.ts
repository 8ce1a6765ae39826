/** The tests of one part of the source, for mutation testing: `test/mutation/run-mutation.ts` says which. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: (process.env["MUTATION_TESTS"] ?? "").split(","),
    exclude: ["test/**/scipy.test.ts", "test/**/*-docs.test.ts"],
    setupFiles: ["test/support/setup.ts"],
    testTimeout: 60_000,
  },
});
