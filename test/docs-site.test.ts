/**
 * The documentation site in Chromium: the pages of `npm run docs:build` open without an error. Of the API reference,
 * whose pages are alike, every tenth is opened; all of them with DOCS_SITE=all.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHROMIUM, CHROMIUM_FLAGS } from "./support/chromium.js";

const DOCS = fileURLToPath(new URL("../docs/", import.meta.url));
const SITE = join(DOCS, ".vitepress/dist");
const built = existsSync(join(SITE, "index.html"));
const TABS = 4;
const ALL = process.env["DOCS_SITE"] === "all";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

/** Serves the site with addresses without `.html`, as GitHub Pages does. */
const siteServer = (): Server =>
  createServer((request, response) => {
    const path = join(SITE, decodeURIComponent(new URL(request.url ?? "", "http://site").pathname));
    const file = [path, `${path}.html`, join(path, "index.html")].find(
      (one) => extname(one) && existsSync(one),
    );
    response.writeHead(file === undefined ? 404 : 200, {
      "cache-control": "max-age=3600",
      "content-type": TYPES[extname(file ?? "")] ?? "application/octet-stream",
    });
    response.end(file === undefined ? "" : readFileSync(file));
  });

const pages = built
  ? readdirSync(SITE, { recursive: true, encoding: "utf8" })
      .map((name) => name.replaceAll("\\", "/"))
      .filter((name) => name.endsWith(".html") && name !== "404.html")
      .map((name) => `/${name.replace(/(?:^|(?<=\/))index\.html$|\.html$/, "")}`)
  : [];

const reason = [
  ...(built ? [] : ["needs npm run docs:build"]),
  ...(existsSync(CHROMIUM) ? [] : [`needs ${CHROMIUM}`]),
];

describe.skipIf(reason.length > 0)(`the documentation site ${reason.join(", ")}`, () => {
  let browser: Browser;
  const server = siteServer();
  let origin: string;

  beforeAll(async () => {
    const { chromium } = await import("playwright-core");
    browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await browser?.close();
    server.close();
  });

  it("has every page of docs/, and the API reference", () => {
    const guide = readdirSync(DOCS, { recursive: true, encoding: "utf8" })
      .map((name) => name.replaceAll("\\", "/"))
      .filter((name) => name.endsWith(".md") && !name.startsWith(".vitepress"))
      .map((name) => `/${name.replace(/(?:^|(?<=\/))index\.md$|\.md$/, "")}`);
    expect(pages).toEqual(expect.arrayContaining(guide));
    expect(pages.filter((page) => page.startsWith("/reference/")).length).toBeGreaterThan(100);
  });

  it("lists every page of the guide in its navigation", async () => {
    const page = await browser.newPage();
    await page.goto(`${origin}/architecture`);
    const listed = await page.$$eval(".VPSidebar a", (links) =>
      links.map((link) => new URL((link as HTMLAnchorElement).href).pathname),
    );
    const guide = pages.filter(
      (name) => name !== "/" && !/^\/(?:reference|decisions)\//.test(name),
    );
    expect(guide.filter((name) => !listed.includes(name))).toEqual([]);
    await page.close();
  });

  it("opens pages without errors, failed or outside requests", {
    timeout: 600_000,
  }, async () => {
    const faults: string[] = [];
    const queue = pages.filter((page, i) => ALL || !page.startsWith("/reference/") || i % 10 === 0);
    const context = await browser.newContext();
    const tab = async (): Promise<void> => {
      const page = await context.newPage();
      let current = "";
      const note = (text: string) => faults.push(`${current}: ${text}`);
      page.on("pageerror", (error) => note(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") note(message.text());
      });
      page.on("request", (request) => {
        if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) {
          note(`requests ${request.url()}`);
        }
      });
      page.on("response", (response) => {
        if (response.status() >= 400) note(`${response.status()} ${response.url()}`);
      });
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        current = next;
        await page.goto(origin + next);
        await page.waitForSelector("h1");
      }
      await page.close();
    };
    await Promise.all(Array.from({ length: TABS }, tab));
    expect(faults).toEqual([]);
  });

  it("finds a function by its full-text search", async () => {
    const page = await browser.newPage();
    await page.goto(`${origin}/matching`);
    await page.click("#local-search button");
    await page.fill(".search-input", "sequencesFigure");
    await page.waitForSelector(".VPLocalSearchBox .results a");
    expect(await page.innerText(".VPLocalSearchBox .results")).toContain("sequencesFigure");
    await page.close();
  });
});
