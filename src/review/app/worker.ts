/** The worker: reads, matches, draws and exports, so that the page stays responsive. */
import type { DlInfoLesion } from "../../deeplesion/dl-info-lesion.js";
import { boardFigure } from "../../figures/board/board-figure.js";
import { growthChartFigure } from "../../figures/growth-chart/growth-chart-figure.js";
import type { SliceImage } from "../../figures/kit/slice-image.js";
import { sliceImage } from "../../figures/kit/slice-image.js";
import { growPatient } from "../../growth/grow.js";
import { decodeSlice } from "../../images/slice.js";
import type { PatientMatch } from "../../matching/result.js";
import { readDlInfo } from "../../measurements/read-lesions.js";
import type { Decision } from "../decision-log.js";
import {
  constraintsCsv,
  decisionsOfCsv,
  growthCsv,
  readSavedReview,
  sequencesCsv,
} from "../exports.js";
import { expectedWrong, questionsOf } from "../questions.js";
import { matchReviewed, movedRows, openSession, type ReviewSession } from "../session.js";
import type { Answer, Context, PatientView, Received, Request, Sent, Summary } from "./protocol.js";

/** Time that matching of the cohort takes before it lets other requests pass, in ms. */
const SLICE_MS = 20;

const scope = globalThis as unknown as {
  postMessage(message: Received): void;
  onmessage: ((event: { readonly data: Sent }) => void) | null;
};

let session: ReviewSession | undefined;
let bytes = new Uint8Array();
let generation = 0;
/** The last match of a patient, to tell which rows a decision moved. */
const lastMatch = new Map<string, PatientMatch>();
const sliceCache = new Map<number, SliceImage>();
let dlInfo: Map<number, DlInfoLesion> | undefined;

scope.onmessage = ({ data: { id, request } }) => {
  handle(request)
    .then((answer) => scope.postMessage({ id, answer }))
    .catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      scope.postMessage({ id, error: message });
    });
};

async function handle(request: Request): Promise<Answer> {
  if (request.type === "open") return open(request);
  const input = session;
  if (input === undefined) throw new Error("no input is open");
  switch (request.type) {
    case "patient":
      return { type: "view", view: viewOf(input, request.patient, request) };
    case "figure":
      return figureOf(input, request);
    case "constraints":
      return { type: "actions", actions: decisionsOfCsv(input, request.text) };
    case "saved":
      return { type: "saved", saved: readSavedReview(request.text, input.sha256) };
    case "summaries":
      await summarise(input, request);
      return { type: "done" };
    case "export":
      return { type: "text", text: exportOf(input, request) };
  }
}

async function open({
  name,
  bytes: given,
  reading,
}: Extract<Request, { type: "open" }>): Promise<Answer> {
  session = await openSession(name, given, reading);
  bytes = given as Uint8Array<ArrayBuffer>;
  generation++;
  lastMatch.clear();
  sliceCache.clear();
  dlInfo = undefined;
  const opened = session;
  return {
    type: "opened",
    sha256: opened.sha256,
    patients: opened.patients.map((patient) => ({ patient, ...opened.sizeOf(patient) })),
  };
}

const own = (decisions: readonly Decision[], patient: string) =>
  decisions.filter((one) => one.patient === patient);

function viewOf(input: ReviewSession, patient: string, context: Context): PatientView {
  const decisions = own(context.decisions, patient);
  const { match, contradiction } = matchReviewed(input, patient, context.settings, decisions);
  const before = lastMatch.get(patient);
  lastMatch.set(patient, match);
  const decided = decisions.at(-1)?.pair ?? [];
  return {
    patient,
    lesions: match.sequences.flatMap(({ id: sequence, lesions }) =>
      lesions.map(({ row, study, id, type, longAxisMm, shortAxisMm }) => ({
        row,
        study,
        id,
        sequence,
        type,
        longAxisMm,
        shortAxisMm,
      })),
    ),
    links: match.links,
    rejectedPairs: match.rejectedPairs,
    questions: questionsOf(match),
    contradiction,
    moved: before === undefined ? [] : movedRows(before, match, decided),
  };
}

async function figureOf(
  input: ReviewSession,
  request: Extract<Request, { type: "figure" }>,
): Promise<Answer> {
  const { patient, view, dark, widthMm, settings } = request;
  const decisions = own(request.decisions, patient);
  const { match } = matchReviewed(input, patient, settings, decisions);
  const style = { theme: dark ? "dark" : "light", background: "none", widthMm } as const;
  const slices = await slicesOf(match, request.slices);
  const figure =
    view === "growth"
      ? growthChartFigure(growPatient(match), style)
      : boardFigure(withPixels(match), { ...style, slices, maxLesions: 500 });
  return { type: "figure", svg: String(figure) };
}

/** The match with all that DL_info.csv says of its lesions, where slices are shown. */
const withPixels = (match: PatientMatch): PatientMatch => ({
  ...match,
  sequences: match.sequences.map((sequence) => ({
    ...sequence,
    lesions: sequence.lesions.map((lesion) => dlInfo?.get(lesion.row) ?? lesion),
  })),
});

/** Crops of key slices by row; rows without a slice are left out and drawn as their axes. */
async function slicesOf(
  match: PatientMatch,
  address: string | undefined,
): Promise<Map<number, SliceImage>> {
  const found = new Map<number, SliceImage>();
  if (address === undefined) return found;
  dlInfo ??= new Map(readDlInfo(bytes).lesions.map((lesion) => [lesion.row, lesion]));
  for (const { row } of match.sequences.flatMap(({ lesions }) => lesions)) {
    const lesion = dlInfo.get(row);
    const image = sliceCache.get(row) ?? (lesion && (await sliceOf(lesion, address)));
    if (image === undefined) continue;
    sliceCache.set(row, image);
    found.set(row, image);
  }
  return found;
}

async function sliceOf(lesion: DlInfoLesion, address: string): Promise<SliceImage | undefined> {
  const stem = lesion.id.replace(/#\d+$/, "");
  for (const path of [`${stem.replace(/_(\d+)$/, "/$1")}.png`, `${stem}.png`]) {
    const response = await fetch(`${address}${path}`);
    if (!response.ok) continue;
    return sliceImage(decodeSlice(new Uint8Array(await response.arrayBuffer())), lesion);
  }
  return undefined;
}

/** Matches the whole cohort in slices of time; a newer call ends an older one. */
async function summarise(input: ReviewSession, context: Context): Promise<void> {
  const current = ++generation;
  let batch: Summary[] = [];
  let since = performance.now();
  const flush = async () => {
    scope.postMessage({ summaries: batch });
    batch = [];
    await new Promise((resolve) => setTimeout(resolve));
    since = performance.now();
  };
  for (const patient of input.patients) {
    const { match } = matchReviewed(
      input,
      patient,
      context.settings,
      own(context.decisions, patient),
    );
    batch.push({ patient, expectedWrong: expectedWrong(questionsOf(match)) });
    if (performance.now() - since > SLICE_MS) await flush();
    if (current !== generation) return;
  }
  await flush();
}

function exportOf(input: ReviewSession, request: Extract<Request, { type: "export" }>): string {
  const { settings, decisions, kind } = request;
  if (kind === "constraints.csv") return constraintsCsv(input, decisions);
  const matches = input.patients.map(
    (patient) => matchReviewed(input, patient, settings, own(decisions, patient)).match,
  );
  return kind === "sequences.csv" ? sequencesCsv(matches) : growthCsv(matches);
}
