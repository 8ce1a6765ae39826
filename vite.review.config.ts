/** Builds the review application as one HTML file without other files: dist/review/review.html. */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const APP = fileURLToPath(new URL("./src/review/app/", import.meta.url));
const OUT = fileURLToPath(new URL("./dist/review/", import.meta.url));

/** Puts scripts and styles into the page, with a policy that allows these scripts only. */
const inline = (): Plugin => ({
  name: "inline",
  enforce: "post",
  generateBundle: {
    order: "post",
    handler(_, bundle) {
      const page = bundle["index.html"];
      if (page?.type !== "asset") throw new Error("the build made no index.html");
      let html = String(page.source);
      for (const [name, file] of Object.entries(bundle)) {
        if (file.type === "chunk") {
          const code = file.code.replaceAll("</script", "<\\/script");
          const hash = createHash("sha256").update(code).digest("base64");
          html = html
            .replace(new RegExp(`<script[^>]*src="[^"]*${name}"[^>]*></script>`), "")
            .replace("</body>", () => `<script type="module">${code}</script></body>`)
            .replace(
              "<title>",
              () => `<meta http-equiv="Content-Security-Policy" content="${policy(hash)}"><title>`,
            );
          delete bundle[name];
        } else if (name.endsWith(".css")) {
          html = html
            .replace(new RegExp(`<link[^>]*href="[^"]*${name}"[^>]*>`), "")
            .replace("</head>", () => `<style>${String(file.source)}</style></head>`);
          delete bundle[name];
        }
      }
      delete bundle["index.html"];
      this.emitFile({ type: "asset", fileName: "review.html", source: html });
    },
  },
});

const policy = (hash: string): string =>
  [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    "worker-src blob:",
    "style-src 'unsafe-inline'",
    "img-src data: blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

export default defineConfig({
  root: APP,
  base: "./",
  logLevel: "warn",
  resolve: { conditions: ["browser", "import", "default"] },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  worker: { format: "iife" },
  build: {
    outDir: OUT,
    emptyOutDir: false,
    target: "es2022",
    assetsInlineLimit: 100_000_000,
    cssCodeSplit: false,
    modulePreload: false,
    // Licences of the packages.
    license: { fileName: "LICENSES.md" },
  },
  plugins: [inline()],
});
