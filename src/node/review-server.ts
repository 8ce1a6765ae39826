/**
 * The local server of the review application: one page, the input, key slices, and the saved review. Reachable
 * from this machine with the printed token only.
 */
import { randomBytes } from "node:crypto";
import { realpath, stat } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fail, fault } from "../core/errors.js";
import { systemReason } from "./reasons.js";
import { answer, type ReviewFiles, send } from "./review-requests.js";

export interface ReviewServerOptions extends ReviewFiles {
  /** 0 takes a free port. */
  readonly port?: number | undefined;
}

export interface ReviewServer {
  /** Address with the token, for a browser of this machine. */
  readonly url: string;
  close(): Promise<void>;
}

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
  const context = { files: options, token, port, slices, written: Promise.resolve() };
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
