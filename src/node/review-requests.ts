/** Answers of the server of the review application. */
import { readFile, realpath } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join, sep } from "node:path";
import { parseJson } from "../core/json.js";
import { readWhole } from "./file-identity.js";
import { writeFileAtomic } from "./output.js";
import { cookieName, cookieOf, isToken, policyOf, tagOf } from "./review-access.js";

/** What the review application works on. */
export interface ReviewFiles {
  /** The page: one HTML file without other files. */
  readonly page: Uint8Array;
  readonly inputName: string;
  readonly input: Uint8Array;
  /** Folder of 16-bit PNG key slices. */
  readonly slices?: string | undefined;
  /** Where the review is saved. */
  readonly saved: string;
  /** Constraints to begin with, as CSV. */
  readonly constraints?: string | undefined;
  /** Options of reading as JSON. */
  readonly reading?: string | undefined;
}

/** State of a running server. */
export interface ReviewContext {
  readonly files: ReviewFiles;
  readonly token: string;
  readonly port: number;
  /** Real path of the folder of slices. */
  readonly slices: string | undefined;
  /** The last write of the review; the next waits for it, so that of two over one version one is rejected. */
  written: Promise<void>;
}

/** The longest review that is saved, in bytes. */
const MOST_SAVED = 64 * 1024 * 1024;

/** Answers one request. */
export async function answer(
  context: ReviewContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { port } = context;
  const host = `127.0.0.1:${port}`;
  if (request.headers.host !== host) return send(response, 421, "wrong host");
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `http://${host}`) {
    return send(response, 403, "foreign origin");
  }
  const { url: sent = "/" } = request;
  if (!URL.canParse(sent, `http://${host}`)) return send(response, 400, "bad address");
  const url = new URL(sent, `http://${host}`);
  const cookie = cookieName(port);
  const given = url.searchParams.get("token");
  if (url.pathname === "/" && given !== null) {
    if (!isToken(context, given)) return send(response, 401, "wrong token");
    response.setHeader(
      "Set-Cookie",
      `${cookie}=${context.token}; HttpOnly; SameSite=Strict; Path=/`,
    );
    response.setHeader("Location", "/");
    return send(response, 303, "");
  }
  if (!isToken(context, cookieOf(request, cookie))) return send(response, 401, "no token");
  // The path as it was sent, not as URL cleans it up.
  const [path = "/"] = sent.split("?");
  await route(context, path, request, response);
}

async function route(
  context: ReviewContext,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { files } = context;
  if (request.method === "PUT" && path === "/review.json") return save(context, request, response);
  if (request.method !== "GET") return send(response, 405, "method not allowed");
  switch (path) {
    case "/":
      response.setHeader("Content-Security-Policy", policyOf(files.page));
      return send(response, 200, files.page, "text/html; charset=utf-8");
    case "/input":
      response.setHeader("X-Input-Name", encodeURIComponent(files.inputName));
      response.setHeader("X-Slices", context.slices === undefined ? "no" : "yes");
      return send(response, 200, files.input, "application/octet-stream");
    case "/constraints.csv":
      return send(response, 200, files.constraints ?? "", "text/csv; charset=utf-8");
    case "/reading.json":
      return send(response, 200, files.reading ?? "{}", "application/json");
    case "/review.json": {
      const saved = await readSaved(files.saved);
      response.setHeader("ETag", tagOf(saved));
      if (saved === undefined) return send(response, 204, "");
      return send(response, 200, saved, "application/json");
    }
    default:
      return sendSlice(context, path, response);
  }
}

async function save(
  context: ReviewContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!/^application\/json\b/.test(request.headers["content-type"] ?? "")) {
    return send(response, 415, "JSON only");
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > MOST_SAVED) return send(response, 413, "too large");
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  try {
    parseJson(body.toString("utf8"));
  } catch {
    return send(response, 400, "not JSON");
  }
  const write = async (): Promise<void> => {
    const { saved } = context.files;
    if (request.headers["if-match"] !== tagOf(await readSaved(saved))) {
      return send(response, 412, "saved by another window since");
    }
    await writeFileAtomic(saved, [body]);
    response.setHeader("ETag", tagOf(body));
    send(response, 204, "");
  };
  const writing = context.written.then(write);
  context.written = writing.catch(() => {});
  return writing;
}

/** A .png below the slices folder. Dots, encoded slashes, links that lead out of it and files that change give 404. */
async function sendSlice(
  context: ReviewContext,
  path: string,
  response: ServerResponse,
): Promise<void> {
  const name = sliceName(path);
  const found =
    context.slices !== undefined && name !== undefined
      ? await realpath(join(context.slices, name)).catch(() => undefined)
      : undefined;
  if (found === undefined || !found.startsWith(context.slices + sep)) {
    return send(response, 404, "not found");
  }
  const bytes = await readWhole(found).catch(() => undefined);
  if (bytes === undefined) return send(response, 404, "not found");
  send(response, 200, bytes, "image/png");
}

/** `/slices/a/b.png` as `a/b.png`; nothing for any other path. */
function sliceName(path: string): string | undefined {
  const name = /^\/slices\/((?:[\w-]+\/)*[\w-]+\.png)$/.exec(path)?.[1];
  return name?.split("/").join(sep);
}

const readSaved = (path: string): Promise<Uint8Array | undefined> =>
  readFile(path).catch(() => undefined);

/** Sends a whole answer; nothing that is sent is kept by the browser. */
export function send(
  response: ServerResponse,
  status: number,
  body: string | Uint8Array,
  type = "text/plain; charset=utf-8",
): void {
  response.writeHead(status, {
    "Content-Type": type,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
  });
  response.end(status === 204 || status === 303 ? undefined : body);
}
