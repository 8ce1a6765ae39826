/**
 * Builds the command line: one file per command and their shared parts, in dist/cli. Node finds and loads every
 * module separately, which takes longer than the work on a small input.
 */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Data of 140 kB that the library has, too. */
const DATA = path("./src/bodypart/default-model-json.ts");

export default defineConfig({
  logLevel: "warn",
  build: {
    ssr: true,
    outDir: path("./dist/cli/"),
    emptyOutDir: true,
    target: "node20",
    minify: false,
    rollupOptions: {
      input: {
        main: path("./src/cli/main.ts"),
        "match-worker": path("./src/cli/match-worker.ts"),
      },
      // Dependencies are loaded from where they are installed, the large data from the library.
      external: [/^[^./]/, DATA],
      output: {
        // All files side by side: they find workers and the review page relative to themselves.
        entryFileNames: "[name].js",
        chunkFileNames: "[name].js",
        paths: { [DATA]: "../bodypart/default-model-json.js" },
        comments: false,
        // Functions keep their names, so that a stack trace can be read.
        minify: {
          compress: true,
          mangle: { keepNames: true },
          codegen: { removeWhitespace: true },
        },
      },
    },
  },
});
