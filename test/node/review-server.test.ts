/** Every rule of the review server, by requests over a socket. */
import { createHash } from "node:crypto";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { policyOf } from "../../src/node/review-access.js";
import { type ReviewServer, startReviewServer } from "../../src/node/review-server.js";
import { rejectionOf } from "../support/errors.js";

const folder = mkdtempSync(join(tmpdir(), "lesion-graph-review-"));
const slices = join(folder, "slices");
mkdirSync(join(slices, "000001_01_01"), { recursive: true });
writeFileSync(join(slices, "000001_01_01/104.png"), "png");
writeFileSync(join(slices, "000001_01_01/104.txt"), "text");
writeFileSync(join(folder, "secret.png"), "secret");
symlinkSync(join(folder, "secret.png"), join(slices, "link.png"));
const saved = join(folder, "review.json");
const page = "<!doctype html><script>let a = 1;</script>";

let server: ReviewServer;
let cookie = "";
beforeAll(async () => {
  server = await startReviewServer({
    page: Buffer.from(page),
    inputName: "DL_info é.csv",
    input: Buffer.from("patient,study,lesion\n"),
    slices,
    saved,
    constraints: "patient,kind\n",
  });
  const { status, headers } = await ask("GET", new URL(server.url).search);
  expect(status).toBe(303);
  expect(headers["location"]).toBe("/");
  cookie = String(headers["set-cookie"]).split(";")[0] ?? "";
});
afterAll(() => server.close());

interface Reply {
  readonly status: number | undefined;
  readonly headers: Record<string, unknown>;
  readonly body: string;
}

/** A request with a path as it stands, which fetch would clean up. */
const ask = (
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const target = path.startsWith("?") ? `/${path}` : path;
    const sent = request({ hostname, port, method, path: target, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
const get = (path: string, headers: Record<string, string> = {}) =>
  ask("GET", path, { cookie, ...headers });
const put = (body: string, headers: Record<string, string> = {}) =>
  ask("PUT", "/review.json", { cookie, "content-type": "application/json", ...headers }, body);

describe("who may ask", () => {
  it("listens on loopback only, on a port of its own, with a token of 32 bytes", () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[0-9a-f]{64}$/);
  });

  it("no token, a wrong one, or the token in another path is 401", async () => {
    expect((await ask("GET", "/")).status).toBe(401);
    expect((await ask("GET", "/?token=0123")).status).toBe(401);
    expect((await ask("GET", `/?token=${"0".repeat(64)}`)).status).toBe(401);
    expect((await ask("GET", `/input${new URL(server.url).search}`)).status).toBe(401);
    expect((await ask("GET", "/", { cookie: `${cookie.slice(0, -1)}x` })).status).toBe(401);
  });

  it("another host name is 421, whatever the token", async () => {
    const { port } = new URL(server.url);
    for (const host of ["example.com", `localhost:${port}`, "127.0.0.1", `[::1]:${port}`]) {
      expect([host, (await get("/", { host })).status]).toEqual([host, 421]);
    }
  });

  it("a foreign origin is 403, its own is not", async () => {
    expect((await get("/", { origin: "http://example.com" })).status).toBe(403);
    expect((await get("/", { origin: "null" })).status).toBe(403);
    expect((await get("/", { origin: new URL(server.url).origin })).status).toBe(200);
  });

  it("the cookie is HttpOnly, SameSite=Strict and named by the port", async () => {
    const { headers } = await ask("GET", new URL(server.url).search);
    const { port } = new URL(server.url);
    expect(String(headers["set-cookie"])).toMatch(
      new RegExp(`^lesion-graph-${port}=[0-9a-f]{64}; HttpOnly; SameSite=Strict; Path=/$`),
    );
  });
});

describe("what it gives", () => {
  it("the page with a policy that names its script by hash", async () => {
    const { status, headers, body } = await get("/");
    expect([status, body]).toEqual([200, page]);
    const hash = createHash("sha256").update("let a = 1;").digest("base64");
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain(`script-src 'sha256-${hash}'`);
    for (const part of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"]) {
      expect(policy).toContain(part);
    }
    expect(policyOf(Buffer.from("<p>"))).toContain("script-src 'none'");
    expect(headers).toMatchObject({
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
    expect(headers).not.toHaveProperty("access-control-allow-origin");
  });

  it("the input with its name, and the constraints", async () => {
    const { headers, body } = await get("/input");
    expect(body).toBe("patient,study,lesion\n");
    expect(decodeURIComponent(String(headers["x-input-name"]))).toBe("DL_info é.csv");
    expect((await get("/constraints.csv")).body).toBe("patient,kind\n");
  });

  it("slices inside the folder, and nothing else", async () => {
    expect(await get("/slices/000001_01_01/104.png")).toMatchObject({ status: 200, body: "png" });
    for (const path of [
      "/slices/../secret.png",
      "/slices/..%2fsecret.png",
      "/slices/%2e%2e/secret.png",
      "/slices/link.png",
      "/slices/000001_01_01/104.txt",
      "/slices/000001_01_01/105.png",
      "/slices/000001_01_01",
      "/slices//etc/hostname.png",
      "/slices/000001_01_01\\104.png",
      "/secret.png",
      "/..",
    ]) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
  });

  it("what is no address is 400", async () => {
    for (const path of ["//", "http://[/"]) {
      expect([path, (await get(path)).status]).toEqual([path, 400]);
    }
  });

  it("no slice that changes while it is read", async () => {
    const changing = join(slices, "changing.png");
    writeFileSync(changing, Buffer.alloc(1 << 24));
    let isAsked = true;
    const write = () => {
      appendFileSync(changing, "x");
      if (isAsked) setImmediate(write);
    };
    write();
    expect((await get("/slices/changing.png")).status).toBe(404);
    isAsked = false;
    await new Promise((resolve) => setImmediate(resolve));
    expect((await get("/slices/changing.png")).status).toBe(200);
  });

  it("other methods are 405", async () => {
    for (const method of ["POST", "DELETE", "OPTIONS"]) {
      expect((await ask(method, "/", { cookie })).status).toBe(405);
    }
    expect((await ask("PUT", "/input", { cookie }, "x")).status).toBe(405);
  });
});

describe("saving", () => {
  it("writes JSON over the version that was read, and only over that", async () => {
    const first = await get("/review.json");
    expect([first.status, first.headers["etag"]]).toEqual([204, '"none"']);
    expect((await put('{"a":1}')).status).toBe(412);
    const one = await put('{"a":1}', { "if-match": '"none"' });
    expect(one.status).toBe(204);
    expect(readFileSync(saved, "utf8")).toBe('{"a":1}');
    expect((await put('{"a":2}', { "if-match": '"none"' })).status).toBe(412);
    expect(readFileSync(saved, "utf8")).toBe('{"a":1}');
    const tag = String(one.headers["etag"]);
    expect((await get("/review.json")).headers["etag"]).toBe(tag);
    expect((await put('{"a":2}', { "if-match": tag })).status).toBe(204);
    expect(readFileSync(saved, "utf8")).toBe('{"a":2}');
    expect(readdirSync(folder).sort()).toEqual(["review.json", "secret.png", "slices"]);
  });

  it("of two writes over one version one is rejected", async () => {
    const tag = String((await get("/review.json")).headers["etag"]);
    const both = await Promise.all(
      ['{"a":3}', '{"a":2}'].map((text) => put(text, { "if-match": tag })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([204, 412]);
    const now = String((await get("/review.json")).headers["etag"]);
    expect((await put('{"a":2}', { "if-match": now })).status).toBe(204);
  });

  it("other content than JSON is rejected and changes nothing", async () => {
    const tag = String((await get("/review.json")).headers["etag"]);
    expect((await put("{", { "if-match": tag })).status).toBe(400);
    expect((await put("{}", { "if-match": tag, "content-type": "text/plain" })).status).toBe(415);
    expect(readFileSync(saved, "utf8")).toBe('{"a":2}');
  });
});

it("a slices folder that is not there is an error", async () => {
  const error = await rejectionOf("FILE_NOT_FOUND", () =>
    startReviewServer({
      page: Buffer.from(""),
      inputName: "",
      input: Buffer.from(""),
      slices: join(folder, "none"),
      saved,
    }),
  );
  expect(error.where).toEqual({ option: "--slices" });
});
