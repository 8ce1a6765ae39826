/**
 * Contact sheets of every figure, for the eye: patients of real data and simulated ones, at 85 and 180 mm.
 *
 *   npx tsx bench/figure-sheets.ts <folder> [--only TEXT] [--theme light] [--dpi 130]
 *
 * The real patients lie beside the project; without them only simulated patients are drawn. Writes PNG files by
 * @resvg/resvg-js: `<figure>-<width>-<theme>-<sheet>.png`.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  annotatedSlice,
  annotationFigure,
  boardFigure,
  bodyMapFigure,
  cohortOverviewFigure,
  type DlInfoLesion,
  type Figure,
  type FigureOptions,
  graphFigure,
  groupByPatient,
  grow,
  growthChartFigure,
  match,
  matchPatient,
  type PatientGrowth,
  type PatientMatch,
  readDates,
  readDlInfo,
  respond,
  retrievalFigure,
  sequencesFigure,
  sizesFigure,
  spiderFigure,
  sumOfDiametersFigure,
  swimmerFigure,
  timelineFigure,
  waterfallFigure,
} from "../src/index.js";
import { figureToPng } from "../src/node/png.js";
import { readSliceImages } from "../src/node/slice-images.js";
import { readKeySlice } from "../src/node/slices.js";
import { retrieve } from "../src/retrieval/retrieve.js";
import { simulateCohort } from "../src/simulation/cohort.js";
import { largePatient, shared } from "./speed/patients.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string", default: "" },
    theme: { type: "string", default: "light" },
    dpi: { type: "string", default: "130" },
  },
});
const folder = positionals[0] ?? "figure-sheets";
mkdirSync(folder, { recursive: true });

/** What is drawn for a patient. */
interface Case {
  readonly match: PatientMatch;
  readonly growth: PatientGrowth;
}

const lesionsOf = (path: string): readonly DlInfoLesion[] =>
  existsSync(shared(path)) ? readDlInfo(readFileSync(shared(path), "utf8")).lesions : [];
const hospital = lesionsOf("data/deeplesion/DL_info_patients_89-100.csv");
const tracked = lesionsOf("data/dls/valid_lesions.csv");
const liver = lesionsOf("data/deeplesion/DL_info_liver_23_extra_columns.csv");
const simulated = simulateCohort({
  patients: 30,
  seed: 6,
  meanStudies: 6,
  meanLesions: 7,
  typed: 1,
});

const wanted = [
  ...hospital.filter(({ patient }) => ["89", "91", "92", "97", "98", "99"].includes(patient)),
  ...tracked.filter(({ patient }) => ["760", "1152", "569"].includes(patient)),
];
const matches = [
  ...groupByPatient(wanted).map(({ lesions }) => matchPatient(lesions)),
  ...match(simulated.lesions.filter(({ patient }) => ["3", "7"].includes(patient))),
];
/** Studies of real patients have no dates here: one every ten weeks, roughly. */
const dated = groupByPatient(wanted).flatMap(({ id: patient, lesions }) =>
  [...new Set(lesions.map(({ study }) => study))].map((study) => {
    const day = new Date(
      Date.UTC(2016, 2, 3) + study * 70 * 86_400_000 + ((study * 13) % 17) * 86_400_000,
    );
    return `${patient},${study},${day.toISOString().slice(0, 10)}\n`;
  }),
);
const dates = readDates(`patient,study,date\n${dated.join("")}`);
const cases = matches.map((one): Case => {
  const options = { dates: dates.has(one.patient) ? dates : simulated.dates };
  return { match: one, growth: grow([one], options)[0] as PatientGrowth };
});
const large = matchPatient(largePatient(3, 89));
const sliced = groupByPatient(liver.filter(({ patient }) => ["2680", "3663"].includes(patient)));
const keySlices = shared("data/deeplesion/key_slices");
const withoutSlices = async (): Promise<never[]> => [];

/** A figure, and what to call it. */
type Drawn = readonly [name: string, figure: Figure];

const perPatient =
  (draw: (one: Case, options: Partial<FigureOptions>) => Figure) =>
  async (options: Partial<FigureOptions>): Promise<Drawn[]> =>
    cases.map((one) => [one.match.patient, draw(one, options)]);
const respondTo = (growths: readonly PatientGrowth[]) =>
  respond(growths, { unknownOrgan: "together" });
const cohortMatches = (): PatientMatch[] => match(simulated.lesions);
const cohortGrowths = (): PatientGrowth[] => grow(cohortMatches(), { dates: simulated.dates });
const few = <T>(all: readonly T[]): T[] => all.slice(0, 9);

const FIGURES: Readonly<
  Record<string, (options: Partial<FigureOptions>) => Promise<readonly Drawn[]>>
> = {
  graph: async (options) => [
    ...(await perPatient(({ match: one }) => graphFigure(one, options))(options)),
    ["267", graphFigure(large, options)],
  ],
  "graph-all": async (options) => [
    ["267 all", graphFigure(large, { ...options, maxLesions: 267 })],
  ],
  sequences: async (options) => [
    ...(await perPatient(({ match: one }) => sequencesFigure(one, options))(options)),
    ["267", sequencesFigure(large, options)],
  ],
  board: perPatient(({ match: one }, options) => boardFigure(one, options)),
  "board-slices":
    sliced.length === 0
      ? withoutSlices
      : async (options) =>
          Promise.all(
            sliced.map(async ({ id: patient, lesions }): Promise<Drawn> => {
              const slices = await readSliceImages(keySlices, lesions as readonly DlInfoLesion[], {
                sideMm: 99,
              });
              return [patient, boardFigure(matchPatient(lesions), { ...options, slices })];
            }),
          ),
  annotation:
    sliced.length === 0
      ? withoutSlices
      : async (options) =>
          Promise.all(
            sliced.flatMap(({ lesions }) =>
              (lesions as readonly DlInfoLesion[])
                .filter(({ fileName }) => existsSync(join(keySlices, fileName)))
                .slice(0, 3)
                .map(async (lesion): Promise<Drawn> => {
                  const slice = await readKeySlice(keySlices, lesion);
                  return [
                    `row ${lesion.row}`,
                    annotationFigure(annotatedSlice(slice, lesion), options),
                  ];
                }),
            ),
          ),
  retrieval: async (options) => {
    const found = retrieve(hospital, hospital[0]?.row ?? 1, { features: ["location", "size"] });
    const among = liver.filter(({ fileName }) => existsSync(join(keySlices, fileName)));
    const similar = retrieve(among, among[1]?.row ?? 1, { features: ["location", "size"], top: 5 });
    const slices = await readSliceImages(keySlices, among, { sideMm: 99 });
    return [
      ["glyphs", retrievalFigure(found, options)],
      ["slices", retrievalFigure(similar, { ...options, slices })],
    ];
  },
  "body-map": async (options) => [
    ["hospital", bodyMapFigure(hospital, options)],
    ["types", bodyMapFigure(hospital, { ...options, panels: "types" })],
    ["sagittal", bodyMapFigure(hospital, { ...options, view: "sagittal" })],
    ["axial", bodyMapFigure(hospital, { ...options, view: "axial" })],
    ["dls", bodyMapFigure(tracked, options)],
    ["simulated", bodyMapFigure(simulated.lesions, options)],
    [
      "99",
      bodyMapFigure(
        hospital.filter(({ patient }) => patient === "99"),
        options,
      ),
    ],
  ],
  "sequence-map": async (options) => [
    ...(await perPatient(({ match: one }) => bodyMapFigure(one, options))(options)),
    ["267", bodyMapFigure(large, options)],
  ],
  sizes: async (options) => [
    ["hospital", sizesFigure(hospital, options)],
    ["dls", sizesFigure(tracked, options)],
    [
      "99",
      sizesFigure(
        hospital.filter(({ patient }) => patient === "99"),
        options,
      ),
    ],
  ],
  growth: perPatient(({ growth }, options) => growthChartFigure(growth, options)),
  spider: perPatient(({ growth }, options) => spiderFigure(growth, options)),
  timeline: perPatient(({ growth }, options) =>
    timelineFigure(growth, { ...options, response: respondTo([growth])[0] }),
  ),
  sum: perPatient(({ growth }, options) => sumOfDiametersFigure(respondTo([growth])[0]!, options)),
  swimmer: async (options) => [
    ["cohort", swimmerFigure(respondTo(cohortGrowths()), options)],
    ["nine", swimmerFigure(respondTo(few(cohortGrowths())), options)],
    ["real", swimmerFigure(respondTo(cases.map(({ growth }) => growth)), options)],
  ],
  waterfall: async (options) => [
    ["patients", waterfallFigure(respondTo(cohortGrowths()), options)],
    ["nine", waterfallFigure(respondTo(few(cohortGrowths())), options)],
    ["lesions", waterfallFigure(cohortGrowths(), options)],
    [
      "real",
      waterfallFigure(
        cases.map(({ growth }) => growth),
        options,
      ),
    ],
  ],
  overview: async (options) => [
    ["cohort", cohortOverviewFigure(cohortMatches(), options)],
    ["nine", cohortOverviewFigure(few(cohortMatches()), options)],
    ["real", cohortOverviewFigure(matches, options)],
  ],
};

/** The figures beside each other as far as there is room, in rows. */
async function writeSheets(name: string, drawn: readonly Drawn[], widthMm: number): Promise<void> {
  const perRow = widthMm < 120 ? 3 : 2;
  const [gap, most] = [6, widthMm < 120 ? 260 : 330];
  const sheets: string[][] = [[]];
  let [x, y, rowHeight, column] = [0, 0, 0, 0];
  const heights: number[] = [0];
  for (const [title, figure] of drawn) {
    if (column === perRow) [x, y, rowHeight, column] = [0, y + rowHeight + gap, 0, 0];
    if (y > 0 && y + figure.heightMm > most) {
      sheets.push([]);
      heights.push(0);
      [x, y, rowHeight, column] = [0, 0, 0, 0];
    }
    const placed = String(figure).replace(/^<svg /, `<svg x="${x}mm" y="${y + 5}mm" `);
    sheets
      .at(-1)!
      .push(
        `<text x="${x}mm" y="${y + 4}mm" font-size="9" font-weight="bold" fill="#c0c">${title}</text>`,
        placed,
      );
    [x, column] = [x + widthMm + gap, column + 1];
    rowHeight = Math.max(rowHeight, figure.heightMm + 5);
    heights[heights.length - 1] = Math.max(heights.at(-1)!, y + rowHeight);
  }
  const across = Math.min(perRow, drawn.length) * (widthMm + gap);
  for (const [i, pieces] of sheets.entries()) {
    const [w, h] = [across, heights[i]!];
    const sheet = {
      widthMm: w,
      toString: () =>
        `<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" width="${w}mm" height="${h}mm"><rect width="100%" height="100%" fill="#999"/>${pieces.join("")}</svg>`,
    } as unknown as Figure;
    const file = join(folder, `${name}-${widthMm}-${values.theme}-${i + 1}.png`);
    writeFileSync(file, await figureToPng(sheet, { dpi: Number(values.dpi) }));
    console.log(file);
  }
}

for (const [name, draw] of Object.entries(FIGURES)) {
  if (!new RegExp(`^(${values.only || ".*"})$`).test(name)) continue;
  for (const widthMm of [85, 180]) {
    const theme = values.theme as "light";
    await writeSheets(name, await draw({ widthMm, theme }), widthMm);
  }
}
