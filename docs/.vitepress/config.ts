/** The documentation site: guide and reference from docs/, full-text search, no external requests. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";

const DOCS = fileURLToPath(new URL("..", import.meta.url));

/** The first heading of a page. */
const titleOf = (path: string): string =>
  /^# (.*)$/m.exec(readFileSync(`${DOCS}${path}`, "utf8"))?.[1]?.replaceAll("`", "") ?? path;

const pages = (names: readonly string[]) =>
  names
    .filter((name) => existsSync(`${DOCS}${name}.md`))
    .map((name) => ({ text: titleOf(`${name}.md`), link: `/${name}` }));

const folder = (name: string) =>
  existsSync(`${DOCS}${name}`)
    ? readdirSync(`${DOCS}${name}`)
        .filter((file) => file.endsWith(".md"))
        .sort()
        .map((file) => ({
          text: titleOf(`${name}/${file}`),
          link: `/${name}/${file.replace(/\.md$/, "")}`,
        }))
    : [];

const GUIDE = ["own-data", "reading", "features", "graph", "matching", "review"];
const RESULTS = ["growth", "response", "sdtm", "figures", "report", "retrieval"];
const IMAGES = ["images", "masks", "dicom", "bodypart"];
const EVIDENCE = ["accuracy", "evaluation", "simulation", "speed", "reliability"];

export default defineConfig({
  title: "lesion-graph",
  description: "Follow each lesion of a patient through the patient's CT studies",
  cleanUrls: true,
  lastUpdated: false,
  // Pages link to files of the repository (examples, licence) that are not part of the site.
  ignoreDeadLinks: [
    /\.\.\/(examples|LICENSE|README|CITATION|CONTRIBUTING|CHANGELOG)/,
    /examples\//,
  ],
  srcExclude: ["figures/**"],
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: [
      { text: "Guide", link: "/reading" },
      { text: "Figures", link: "/figures" },
      { text: "Command line", link: "/command-line" },
      { text: "API reference", link: "/reference/index" },
    ],
    sidebar: [
      { text: "From lesions to sequences", items: pages(GUIDE) },
      { text: "Growth, response, figures", items: pages(RESULTS) },
      { text: "Images and interchange", items: pages(IMAGES) },
      { text: "Accuracy, speed, reliability", items: pages(EVIDENCE) },
      { text: "Reference", items: pages(["command-line", "reference/index"]) },
      {
        text: "Design",
        collapsed: true,
        items: [...pages(["architecture"]), ...folder("decisions")],
      },
    ],
  },
});
