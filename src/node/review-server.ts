/**
 * The local server of the review application: one page, the input, key slices, and the saved review. Reachable
 * from this machine with the printed token only.
 */
import { randomBytes } from "node:crypto";
import { readFile, realpath, stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join, sep } from "node:path";
import { fail, fault } from "../core/errors.js";
import { parseJson } from "../core/json.js";
import { readWhole } from "./file-identity.js";
import { writeFileAtomic } from "./output.js";
import { systemReason } from "./reasons.js";
import { cookieName, cookieOf, isToken, policyOf, tagOf } from "./review-access.js";

export interface ReviewServerOptions {
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
  /** 0 takes a free port. */
  readonly port?: number | undefined;
}

export interface ReviewServer {
  /** Address with the token, for a browser of this machine. */
  readonly url: string;
  close(): Promise<void>;
}

/** The longest review that is saved, in bytes. */
const MOST_SAVED = 64 * 1024 * 1024;
const TOKEN_BYTES = 32;

/**
 * Starts the server on 127.0.0.1.
 *
 * Rules: another Host than the exact address is 421, a foreign Origin 403, no token 401. `/?token=` sets a
 * cookie (HttpOnly, SameSite=Strict) and redirects to the bare address. Slices are `.png` files inside the
 * slices folder, links out of it not followed (404); a slice that changes while it is read is 404, too. The review
 * is written with PUT as JSON, atomically, and only over the version that the client has read (If-Match; 412
 * otherwise). No CORS, no caching.
 *
 * @throws LesionGraphError BAD_OPTION for a port that is taken or not permitted, FILE_NOT_FOUND for no folder of slices.
 */
export async function startReviewServer(options: ReviewServerOptions): Promise<ReviewServer> {
  const token = randomBytes(TOKEN_BYTES).toString("hex");
  const slices = options.slices === undefined ? undefined : await folderOf(options.slices);
  const server = createServer();
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  const context: Context = {
    options,
    token,
    host: `127.0.0.1:${port}`,
    port,
    slices,
    written: Promise.resolve(),
  };
  server.on("request", (request, response) => {
    answer(context, request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else send(response, 500, "internal error");
    });
  });
  return {
    url: `http://127.0.0.1:${port}/?token=${token}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Context {
  readonly options: ReviewServerOptions;
  readonly token: string;
  readonly host: string;
  readonly port: number;
  readonly slices: string | undefined;
  /** The last write of the review; the next waits for it, so that of two over one version one is rejected. */
  written: Promise<void>;
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", (error) => reject(portFault(error, port)));
    server.listen(port, "127.0.0.1", () => resolve());
  });

/** Another program has the port, or it needs permission: most systems keep those below 1024 to administrators. */
function portFault(error: unknown, port: number): unknown {
  const reason = systemReason(error);
  if (reason === undefined) return error;
  return fault("BAD_OPTION", "a port that this program may use", `${port}: ${reason.received}`, {
    option: "port",
    remedy: "choose another port, or 0 for a free one",
  });
}

async function folderOf(path: string): Promise<string> {
  const found = await realpath(path).catch(() => undefined);
  if (found !== undefined && (await stat(found)).isDirectory()) return found;
  return fail("FILE_NOT_FOUND", "a folder of key slices", path, { option: "--slices" });
}

async function answer(
  context: Context,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { host, port } = context;
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
  context: Context,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { options } = context;
  if (request.method === "PUT" && path === "/review.json") return save(context, request, response);
  if (request.method !== "GET") return send(response, 405, "method not allowed");
  switch (path) {
    case "/":
      response.setHeader("Content-Security-Policy", policyOf(options.page));
      return send(response, 200, options.page, "text/html; charset=utf-8");
    case "/input":
      response.setHeader("X-Input-Name", encodeURIComponent(options.inputName));
      response.setHeader("X-Slices", context.slices === undefined ? "no" : "yes");
      return send(response, 200, options.input, "application/octet-stream");
    case "/constraints.csv":
      return send(response, 200, options.constraints ?? "", "text/csv; charset=utf-8");
    case "/reading.json":
      return send(response, 200, options.reading ?? "{}", "application/json");
    case "/review.json": {
      const saved = await readSaved(options.saved);
      response.setHeader("ETag", tagOf(saved));
      if (saved === undefined) return send(response, 204, "");
      return send(response, 200, saved, "application/json");
    }
    default:
      return sendSlice(context, path, response);
  }
}

async function save(
  context: Context,
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
    const { saved } = context.options;
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
async function sendSlice(context: Context, path: string, response: ServerResponse): Promise<void> {
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

function send(
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
