/** Who may use the review server, and what its page may load. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** The version of the saved review, as an entity tag. */
export const tagOf = (bytes: Uint8Array | undefined): string =>
  bytes === undefined ? '"none"' : `"${createHash("sha256").update(bytes).digest("hex")}"`;

/** Cookies are shared by the ports of a host: each server has a name of its own. */
export const cookieName = (port: number): string => `lesion-graph-${port}`;

/** The value of a cookie that a request brings. */
export function cookieOf(request: IncomingMessage, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? "").split(";")) {
    const [key, value] = part.trim().split("=");
    if (key === name) return value;
  }
  return undefined;
}

/** True if a text is the token of the server; takes the same time for any other of its length. */
export function isToken({ token }: { readonly token: string }, given: string | undefined): boolean {
  const [a, b] = [Buffer.from(token), Buffer.from(given ?? "")];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Scripts and styles of this very page; images and data of this server; nothing from elsewhere. */
export function policyOf(page: Uint8Array): string {
  const html = Buffer.from(page).toString("utf8");
  const hashes = [...html.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script]) =>
      `'sha256-${createHash("sha256")
        .update(script ?? "")
        .digest("base64")}'`,
  );
  return [
    "default-src 'none'",
    `script-src ${hashes.join(" ") || "'none'"}`,
    "worker-src blob:",
    "style-src 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
