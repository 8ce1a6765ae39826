/**
 * Builds the command line with the packages that it uses, in dist/cli. Node finds, reads and links every module
 * separately, which takes longer than the work on a small input.
 */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import manifest from "./package.json" with { type: "json" };

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Data of 140 kB that the library has, too. */
const DATA = path("./src/bodypart/default-model-json.ts");

export default defineConfig({
  logLevel: "warn",
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: path("./dist/cli/"),
    emptyOutDir: true,
    target: "node20",
    minify: false,
    // Licences of the packages.
    license: { fileName: "LICENSES.md" },
    rollupOptions: {
      input: {
        main: path("./src/cli/main.ts"),
        "match-worker": path("./src/cli/match-worker.ts"),
      },
      platform: "node",
      // What is optional, or large and seldom used, is loaded from where it is installed, the large data from the library.
      external: [
        /^node:/,
        ...Object.keys(manifest.peerDependencies),
        "#gexf",
        "dicom-parser",
        DATA,
      ],
      output: {
        // All files side by side: they find workers and the review page relative to themselves.
        entryFileNames: "[name].js",
        chunkFileNames: "[name].js",
        paths: { [DATA]: "../bodypart/default-model-json.js" },
        comments: false,
        // What a command always needs is in few files.
        codeSplitting: {
          groups: [
            { name: "run", test: /src.cli.run\.ts$/, priority: 2 },
            { name: "matching", test: /src.cli.match-command\.ts$/, priority: 1 },
          ],
        },
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
