/** What the review application reads: saved reviews, constraints, and requests to its server. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RandomSource } from "../../src/core/random.js";
import { match } from "../../src/matching/match.js";
import { matchToJson } from "../../src/matching/match-json.js";
import { startReviewServer } from "../../src/node/review-server.js";
import { type Decision, decisionsOf, replay } from "../../src/review/decision-log.js";
import {
  constraintsCsv,
  decisionsOfCsv,
  growthCsv,
  REVIEW_FORMAT,
  readSavedReview,
  savedReview,
  sequencesCsv,
} from "../../src/review/exports.js";
import { expectedWrong, questionsOf } from "../../src/review/questions.js";
import { matchReviewed, movedRows, openSession } from "../../src/review/session.js";
import {
  DEFAULT_REVIEW_SETTINGS,
  matchOptionsOf,
  type ReviewSettings,
} from "../../src/review/settings.js";
import { assertFiniteNumbers, assertPartition } from "./invariants.js";
import { CELLS, mutatedText } from "./mutate.js";
import { CONSTRAINTS, MEASUREMENTS, type Target } from "./targets.js";

const SESSION = await openSession("x.csv", Buffer.from(MEASUREMENTS));
const LESIONS = SESSION.patients.flatMap((patient) => SESSION.lesionsOf(patient));
const UNDECIDED = match(LESIONS);

/** What holds of every patient under decisions, and of what is exported. */
function assertReviewed(decisions: readonly Decision[], settings: ReviewSettings): void {
  const reviewed = SESSION.patients.map((patient) => {
    const own = decisions.filter((one) => one.patient === patient);
    return { own, ...matchReviewed(SESSION, patient, settings, own) };
  });
  const matches = reviewed.map(({ match }) => match);
  assertPartition(LESIONS, matches);
  assertFiniteNumbers(matches.map(matchToJson));
  reviewed.forEach(({ own, match, contradiction }, i) => {
    assertFiniteNumbers(expectedWrong(questionsOf(match)));
    movedRows(UNDECIDED[i]!, match, own.at(-1)?.pair ?? []);
    if (contradiction.length > 0) return;
    const sequenceOf = new Map(
      match.sequences.flatMap(({ id, lesions }) => lesions.map(({ row }) => [row, id])),
    );
    for (const { kind, pair } of own) {
      const [a, b] = pair.map((row) => sequenceOf.get(row));
      if ((a === b) !== (kind === "must-link")) throw new Error(`${kind} ${pair} does not hold`);
    }
  });
  // The exports: decisions are read back as they are, and give the command line the same sequences.
  const back = decisionsOf(replay(decisionsOfCsv(SESSION, constraintsCsv(SESSION, decisions))));
  // Without their times, of which cells of a table lose the spaces around.
  const sorted = (some: readonly Decision[]) =>
    some.map(({ patient, kind, pair }) => JSON.stringify([patient, kind, pair])).sort();
  if (String(sorted(back)) !== String(sorted(decisions))) throw new Error("other decisions");
  growthCsv(matches);
  const text = sequencesCsv(matches);
  if (reviewed.some(({ contradiction }) => contradiction.length > 0)) return;
  const again = sequencesCsv(match(LESIONS, matchOptionsOf(settings, decisions)));
  if (again !== text) throw new Error("other sequences");
}

function resume(input: Uint8Array): void {
  const { settings, events } = readSavedReview(Buffer.from(input).toString(), SESSION.sha256);
  assertReviewed(decisionsOf(replay(events)), settings);
  const saved = JSON.stringify(savedReview(SESSION, settings, events));
  const again = readSavedReview(saved, SESSION.sha256);
  if (JSON.stringify(again.events) !== JSON.stringify(events)) throw new Error("other events");
}

const PATIENTS = ["A", "B", "Z", "__proto__", 1, null, undefined];
const ROWS = [0, 1, 1, 2, 2, 3, 3, 4, 9, -1, 1.5, 2 ** 53, "1", null];
const KINDS = ["must-link", "cannot-link", "constructor", undefined];
const TYPES = ["decide", "decide", "decide", "remove", "skip", "reviewed", "undo", "redo", "x"];
const SETTINGS: Readonly<Record<string, readonly unknown[]>> = {
  method: ["joint", "algorithm1", "x", null, 3],
  t1: [0, 0.02, 1, -1, 1e308, "1", null],
  t2: [0, 0.1, 5, Number.MAX_VALUE, {}, null],
  location: ["auto", "physical", "normalised", "", 5, null],
  weights: [{ size: 2 }, { size: -1 }, { x: 1 }, { location: 0 }, [], "size=1", null, 7],
  uncertainBelow: [0, 0.5, 1, 2, "x", null],
  model: [{}],
};

function randomReview(random: RandomSource): unknown {
  const valid = random.happens(0.5);
  const pick = <T>(values: readonly T[], good: number): T =>
    random.pick(valid ? values.slice(0, good) : values);
  const event = () => {
    const [a, b] = [pick(ROWS, 7), pick(ROWS, 7)];
    return {
      type: pick(TYPES, 8),
      patient: pick(PATIENTS, 1),
      pair: valid ? [Math.min(Number(a), Number(b)), Math.max(Number(a), Number(b), 2)] : [a, b],
      kind: pick(KINDS, 2),
      reviewed: pick([true, false, "yes"], 2),
      at: random.pick(valid ? ["", "2024-01-01T00:00:00Z"] : CELLS),
    };
  };
  const names = Object.keys(SETTINGS).filter(() => random.happens(0.3));
  return {
    format: REVIEW_FORMAT,
    input: SESSION.sha256,
    name: pick(["x.csv", 3], 1),
    settings: random.happens(0.95)
      ? {
          method: random.pick(["joint", "algorithm1"]),
          ...Object.fromEntries(names.map((name) => [name, pick(SETTINGS[name]!, 2)])),
        }
      : random.pick([undefined, null, [], "joint", 3]),
    events: Array.from({ length: random.below(8) }, event),
    reviewed: [],
  };
}

/** Requests with placeholders for the address and the cookie. */
const REQUESTS: readonly string[] = [
  "GET / HTTP/1.1\r\nHost: HOST\r\nCookie: COOKIE\r\n\r\n",
  "GET /input HTTP/1.1\r\nHost: HOST\r\nOrigin: http://HOST\r\nCookie: COOKIE\r\n\r\n",
  "GET /slices/a/1.png HTTP/1.1\r\nHost: HOST\r\nCookie: COOKIE\r\n\r\n",
  "GET /constraints.csv HTTP/1.1\r\nHost: HOST\r\nCookie: COOKIE\r\n\r\n",
  'PUT /review.json HTTP/1.1\r\nHost: HOST\r\nCookie: COOKIE\r\nContent-Type: application/json\r\nIf-Match: "none"\r\nContent-Length: 7\r\n\r\n{"a":1}',
  'PUT /review.json HTTP/1.1\r\nHost: HOST\r\nCookie: COOKIE\r\nContent-Type: application/json\r\nIf-Match: "none"\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{"a":1}\r\n0\r\n\r\n',
  "GET /?token=TOKEN HTTP/1.1\r\nHost: HOST\r\n\r\n",
];
const PATHS: readonly string[] = [
  "/",
  "//",
  "/review.json",
  "/input",
  "/slices/secret.png",
  "/slices/../secret.png",
  "/slices/%2e%2e/secret.png",
  "/slices/..%2fsecret.png",
  "/slices/link.png",
  "/slices/a",
  "/secret.png",
  "/?token=",
  "/?token=TOKEN&token=x",
  "http://HOST/",
  "http://[/",
  "*",
  "/\\..\\secret.png",
  "/%",
  "/%00",
];
const HEADERS: readonly string[] = [
  "Host: HOST",
  "Host: example.com",
  "Host: ",
  "Origin: null",
  "Origin: http://example.com",
  "Cookie: a=b; COOKIE",
  "Cookie: x",
  "Content-Length: 5",
  "Content-Length: 99999999999999999999",
  "Content-Type: text/plain",
  "If-Match: *",
  "Expect: 100-continue",
  "Upgrade: websocket",
  "Connection: upgrade",
  "Range: bytes=0-1",
  `X: ${"x".repeat(20_000)}`,
];

function randomRequest(seed: string, random: RandomSource): string {
  const [head = "", ...headers] = seed.split("\r\n");
  const [method = "GET", path = "/", version = "HTTP/1.1"] = head.split(" ");
  const sent = random.happens(0.5) ? path : random.pick(PATHS);
  const wanted = random.happens(0.7)
    ? method
    : random.pick(["HEAD", "POST", "DELETE", "OPTIONS", "CONNECT", "PUT"]);
  const more = Array.from({ length: random.below(3) }, () => random.pick(HEADERS));
  return [`${wanted} ${sent} ${version}`, ...more, ...headers].join("\r\n");
}

const SECRET = "not below the folder of slices";
/** What the server and Node's parser of requests may answer. */
const STATUSES = [100, 200, 204, 303, 400, 401, 403, 404, 405, 412, 413, 415, 417, 421, 431];

/** The answer to some bytes: until it is there, or the server waits for more. */
const answerTo = (port: number, bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => {
      socket.write(Buffer.from(bytes, "latin1"));
      socket.setTimeout(50, () => socket.end());
    });
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
      // 100 (continue) comes before the answer.
      if (/HTTP\/1\.1 (?!100)[\s\S]*\r\n\r\n/.test(answer)) socket.end();
    });
    socket.on("error", (error: NodeJS.ErrnoException) =>
      ["ECONNRESET", "EPIPE"].includes(error.code ?? "") ? resolve(answer) : reject(error),
    );
    socket.on("close", () => resolve(answer));
  });

async function serve(input: Uint8Array): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "lesion-graph-fuzz-"));
  const [slices, saved] = [join(folder, "slices"), join(folder, "review.json")];
  mkdirSync(join(slices, "a"), { recursive: true });
  writeFileSync(join(slices, "a/1.png"), "picture");
  writeFileSync(join(folder, "secret.png"), SECRET);
  symlinkSync(join(folder, "secret.png"), join(slices, "link.png"));
  const server = await startReviewServer({
    page: Buffer.from("<!doctype html>"),
    inputName: "x.csv",
    input: Buffer.from(MEASUREMENTS),
    slices,
    saved,
  });
  try {
    const { host, port, searchParams } = new URL(server.url);
    const token = searchParams.get("token")!;
    const filled = (text: string): string =>
      text
        .replaceAll("HOST", host)
        .replaceAll("COOKIE", `lesion-graph-${port}=${token}`)
        .replaceAll("TOKEN", token);
    const sent = filled(Buffer.from(input).toString("latin1"));
    const answer = await answerTo(Number(port), sent);
    const statuses = [...answer.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) =>
      Number(status),
    );
    const odd = statuses.find((status) => !STATUSES.includes(status));
    if (odd !== undefined) throw new Error(`status ${odd}`);
    const given = statuses.some((status) => [200, 204, 303].includes(status));
    if (given && !sent.includes(token)) throw new Error(`${statuses} without the token`);
    if (answer.includes(SECRET)) throw new Error("a file from elsewhere");
    const after = await fetch(`http://${host}/review.json`, {
      headers: { cookie: filled("COOKIE") },
    });
    if (after.status === 200) await after.json();
    else if (after.status !== 204) throw new Error(`afterwards ${after.status}`);
  } finally {
    await server.close();
    // The server may still be writing what an unfinished request has sent.
    rmSync(folder, { recursive: true, force: true, maxRetries: 9, retryDelay: 50 });
  }
}

const EVENTS = [
  { type: "decide", patient: "A", pair: [1, 3], kind: "must-link", at: "2024-01-01" },
  { type: "decide", patient: "A", pair: [1, 2], kind: "cannot-link", at: "2024-01-01" },
  { type: "undo" },
  { type: "redo" },
  { type: "remove", patient: "A", pair: [1, 2], at: "" },
  { type: "skip", patient: "A", pair: [2, 3], at: "" },
  { type: "reviewed", patient: "B", reviewed: true, at: "" },
] as const;

export const REVIEW: readonly Target[] = [
  {
    name: "saved review",
    seeds: [
      Buffer.from(JSON.stringify(savedReview(SESSION, DEFAULT_REVIEW_SETTINGS, EVENTS as never))),
    ],
    mutated: (seed, random) =>
      random.happens(0.3)
        ? mutatedText(Buffer.from(seed).toString(), random)
        : Buffer.from(JSON.stringify(randomReview(random))),
    run: resume,
  },
  {
    name: "constraints of a review",
    seeds: [Buffer.from(CONSTRAINTS)],
    mutated: (seed, random) => mutatedText(Buffer.from(seed).toString(), random),
    run: (input) => {
      const actions = decisionsOfCsv(SESSION, Buffer.from(input).toString());
      assertReviewed(decisionsOf(replay(actions)), DEFAULT_REVIEW_SETTINGS);
    },
  },
  {
    name: "review server",
    seeds: REQUESTS.map((text) => Buffer.from(text)),
    mutated: (seed, random) => {
      const request = randomRequest(Buffer.from(seed).toString(), random);
      return random.happens(0.5) ? Buffer.from(request) : mutatedText(request, random);
    },
    run: serve,
  },
];
