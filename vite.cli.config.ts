/**
 * Builds the command line with the packages that it uses, in dist/cli. Node finds, reads and links every module
 * separately, which takes longer than the work on a small input. CommonJS starts faster than modules do.
 */
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import manifest from "./package.json" with { type: "json" };

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Data of 140 kB that the library has, too. */
const DATA = path("./src/bodypart/default-model-json.ts");

/** Commander takes it, slow to load, only for commands that are programs of their own. There are none. */
const withoutChildProcess: Plugin = {
  name: "without-child-process",
  transform: (code, id) =>
    id.endsWith("/commander/lib/command.js")
      ? code.replace("require('node:child_process')", "{}")
      : undefined,
};

/**
 * Makes files ASCII, since one other character makes V8 hold and read a file with two bytes for each, and says in a
 * package.json that they are CommonJS.
 */
const fastFiles: Plugin = {
  name: "fast-files",
  generateBundle(_options, files) {
    for (const file of Object.values(files)) {
      if (file.type === "chunk") file.code = file.code.replaceAll(/[^\0-\x7f]/g, escaped);
    }
    this.emitFile({ type: "asset", fileName: "package.json", source: '{ "type": "commonjs" }\n' });
  },
};

/** One half of a character as `\u2026`, which means the same in texts and patterns. */
const escaped = (half: string): string => `\\u${half.charCodeAt(0).toString(16).padStart(4, "0")}`;

export default defineConfig({
  logLevel: "warn",
  plugins: [withoutChildProcess, fastFiles],
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
        format: "cjs",
        strict: true,
        // All files side by side: they find workers and the review page relative to themselves.
        entryFileNames: "[name].js",
        chunkFileNames: "[name].js",
        paths: { [DATA]: "../bodypart/default-model-json.js", "#gexf": "graphology-gexf" },
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
