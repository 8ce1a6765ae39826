import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Lesion } from "../../src/core/lesion.js";
import { decimalString } from "../../src/dicom/encode.js";
import type { ImageUids } from "../../src/dicom/image-uids.js";
import { readImageUids } from "../../src/dicom/image-uids.js";
import { readMeasurementReports } from "../../src/dicom/read-measurement-reports.js";
import { readTracking } from "../../src/dicom/tracking.js";
import { isUid, uidOf } from "../../src/dicom/uid.js";
import {
  type WriteReportsOptions,
  writeMeasurementReports,
} from "../../src/dicom/write-measurement-reports.js";
import { match } from "../../src/matching/match.js";
import { lesionsFrom } from "../../src/measurements/lesions-from.js";
import { readDlInfo } from "../../src/measurements/read-lesions.js";
import { dlInfo } from "../support/dl-info.js";
import { errorOf } from "../support/errors.js";
import { python, pythonHas } from "../support/python.js";
import { hasProgram, imagesOf, said } from "../support/reports.js";

const ROOT = new URL("../../", import.meta.url);
const COHORT = readDlInfo(readFileSync(new URL("examples/cohort/DL_info.csv", ROOT))).lesions;
const MATCHES = match(COHORT, { method: "joint" });
const WRITTEN = writeMeasurementReports(MATCHES, imagesOf(COHORT));

/** Two lesions in two studies, from rows whose figures are known. */
const PAIR = readDlInfo(
  dlInfo([
    { Study_index: "1", File_name: "000007_01_02_030.png" },
    { Study_index: "2", File_name: "000007_02_02_030.png" },
  ]),
).lesions;
const sequences = (...groups: (readonly Lesion[])[]) => [
  { patient: "7", sequences: groups.map((lesions, i) => ({ id: i + 1, lesions })) },
];
const write = (
  images: readonly ImageUids[] = imagesOf(PAIR),
  options: Partial<WriteReportsOptions> = {},
  matches = sequences(PAIR),
) => writeMeasurementReports(matches, images, options);
const filesOf = ({ reports }: ReturnType<typeof write>) =>
  reports.map(({ fileName, bytes }) => ({ name: fileName, bytes }));

describe("decimalString", () => {
  // PS3.5: a decimal string has at most 16 characters.
  it.each([
    [12345678.1234567, "12345678.1234567"],
    [12345678.12345678, "12345678.1234568"],
    [-1 / 3, "-0.3333333333333"],
    [1.5e-300, "1.5e-300"],
    [16, "16"],
  ])("of %d is %s", (value, expected) => {
    expect(decimalString(value)).toBe(expected);
  });
});

describe("writeMeasurementReports", () => {
  it("writes a report per study in which a patient has a lesion", () => {
    const studies = new Set(COHORT.map(({ patient, study }) => `${patient}/${study}`));
    expect(new Set(WRITTEN.reports.map(({ patient, study }) => `${patient}/${study}`))).toEqual(
      studies,
    );
    expect(WRITTEN.reports).toHaveLength(studies.size);
    expect(new Set(WRITTEN.reports.map(({ fileName }) => fileName)).size).toBe(studies.size);
  });

  it("reads back as the same lesions, the same UID in all studies of a sequence", () => {
    const read = readMeasurementReports(filesOf(WRITTEN));
    expect(read.skipped).toEqual([]);
    const uidOfSequence = new Map(
      WRITTEN.tracking.rows.map((row) => [`${row.patient}/${row.sequence}`, row.trackingUid]),
    );
    const dateOf = (study: number) =>
      imagesOf(COHORT.filter((lesion) => lesion.study === study))[0]?.studyDate;
    const expected = MATCHES.flatMap(({ patient, sequences: all }) =>
      all.flatMap(({ id, lesions }) => {
        const studies = [...new Set(lesions.map(({ study }) => study))];
        return studies.map((study) => {
          const own = lesions.filter((lesion) => lesion.study === study);
          const long = Math.max(...own.map(({ longAxisMm }) => longAxisMm ?? 0));
          const largest = own.find(({ longAxisMm }) => longAxisMm === long)!;
          return [
            `P${patient}`,
            dateOf(study),
            uidOfSequence.get(`${patient}/${id}`),
            `lesion ${id}`,
            decimalString(long),
            decimalString(largest.shortAxisMm!),
            largest.type,
          ].join(" ");
        });
      }),
    );
    const found = read.lesions.map((lesion) =>
      [
        lesion.patient,
        lesion.date,
        lesion.trackingUid,
        lesion.trackingIdentifier,
        lesion.longAxisMm,
        lesion.shortAxisMm,
        lesion.type,
      ].join(" "),
    );
    expect(found.sort()).toEqual(expected.sort());
    expect(WRITTEN.warnings.map(({ kind }) => kind)).toEqual(
      WRITTEN.warnings.map(() => "duplicate"),
    );
  });

  it("gives the same bytes again, whatever the order of lesions and images", () => {
    const again = writeMeasurementReports(
      match([...COHORT].reverse(), { method: "joint" }),
      [...imagesOf(COHORT)].reverse(),
    );
    const hashes = (written: typeof WRITTEN) =>
      written.reports
        .map(
          ({ fileName, bytes }) =>
            `${fileName} ${createHash("sha256").update(bytes).digest("hex")}`,
        )
        .sort();
    expect(hashes(again)).toEqual(hashes(WRITTEN));
  });

  it("has not changed its bytes (own output, checked by the programs below)", () => {
    const hashes = write().reports.map(({ bytes }) =>
      createHash("sha256").update(bytes).digest("hex"),
    );
    expect(hashes).toMatchSnapshot();
  });

  it("gives another instance UID to another content, and names earlier reports", () => {
    const [first, second] = write().reports;
    const ohif = write(undefined, { ohif: true }).reports;
    expect(first!.sopUid).not.toBe(ohif[0]!.sopUid);
    expect(Buffer.from(second!.bytes).includes(first!.sopUid)).toBe(true);
    expect(Buffer.from(first!.bytes).includes(second!.sopUid)).toBe(false);
  });

  it("names tracking identifiers as OHIF does", () => {
    const { lesions } = readMeasurementReports(filesOf(write(undefined, { ohif: true })));
    expect(lesions.map(({ trackingIdentifier }) => trackingIdentifier)).toEqual([
      "Cornerstone3DTools@^0.1.0:Bidirectional:lesion 1",
      "Cornerstone3DTools@^0.1.0:Bidirectional:lesion 1",
    ]);
  });

  it("puts a DL_info pixel half a pixel nearer to the corner", () => {
    const [lesion] = PAIR;
    const [report] = write().reports;
    const line = Float32Array.from(lesion!.longAxisPx, (pixel) => pixel - 0.5);
    expect(Buffer.from(report!.bytes).includes(Buffer.from(line.buffer))).toBe(true);
  });
});

describe("lesions without pixel coordinates", () => {
  const { lesions } = lesionsFrom([
    {
      patient: "7",
      study: 1,
      x: -40.5,
      y: 12,
      z: 88,
      longAxisMm: 21,
      shortAxisMm: 14,
      type: "liver",
    },
    { patient: "7", study: 2, x: -38, y: 10, z: 91, longAxisMm: 26 },
  ]);
  const placed = imagesOf(lesions).map((image) => ({
    ...image,
    frameOfReferenceUid: uidOf("test frame", image.studyUid),
  }));

  it("have their centre as a 3D point in the frame of reference, and their lengths", () => {
    const written = write(placed, {}, sequences(lesions));
    expect(written.warnings).toEqual([]);
    const read = readMeasurementReports(filesOf(written));
    expect(
      read.lesions.map(({ centreMm, longAxisMm, shortAxisMm, type, image }) => [
        centreMm,
        longAxisMm,
        shortAxisMm,
        type,
        image?.sopUid,
      ]),
    ).toEqual([
      [[-40.5, 12, 88], 21, 14, "liver", placed[0]?.sopUid],
      [[-38, 10, 91], 26, undefined, undefined, placed[1]?.sopUid],
    ]);
    expect(new Set(read.lesions.map(({ trackingUid }) => trackingUid)).size).toBe(1);
    expect(written.reports.map(({ sopClassUid }) => sopClassUid)).toEqual([
      "1.2.840.10008.5.1.4.1.1.88.34",
      "1.2.840.10008.5.1.4.1.1.88.34",
    ]);
  });

  it("make a report one with 3D points, beside others without", () => {
    const [one] = lesions;
    const two = { ...one!, row: 2 };
    const images = imagesOf([one!, two]).map((image) => ({
      ...image,
      frameOfReferenceUid: image.row === 1 ? "1.2.3" : undefined,
    }));
    const [report] = write(images, {}, sequences([one!], [two])).reports;
    expect(report?.sopClassUid).toBe("1.2.840.10008.5.1.4.1.1.88.34");
  });

  it("are written again, byte for byte, from what was read", () => {
    const written = write(placed, {}, sequences(lesions));
    const read = readMeasurementReports(filesOf(written));
    const again = writeMeasurementReports(
      [{ patient: "P7", sequences: [{ id: 1, lesions: read.lesions }] }],
      read.images,
      { replaces: read.reports },
    );
    expect(again.reports.map(({ sopUid }) => sopUid)).toEqual(
      written.reports.map(({ sopUid }) => sopUid),
    );
  });

  it("have no position, with a warning, where the frame of reference is not known", () => {
    const written = write(imagesOf(lesions), {}, sequences(lesions));
    expect(written.warnings.map(({ kind, row }) => [kind, row])).toEqual([
      ["position", 1],
      ["position", 2],
    ]);
    expect(readMeasurementReports(filesOf(written)).lesions[0]).not.toHaveProperty("centreMm");
    expect(written.reports[0]?.sopClassUid).toBe("1.2.840.10008.5.1.4.1.1.88.33");
  });

  it.runIf(hasProgram("dciodvfy"))("satisfy dciodvfy", () => {
    const [three] = write(placed, {}, sequences(lesions)).reports;
    expect(said("dciodvfy", [], three!.bytes)).toBe("Comprehensive3DSR\n");
    const [two] = write(imagesOf(lesions), {}, sequences(lesions)).reports;
    expect(said("dciodvfy", [], two!.bytes)).toBe("ComprehensiveSR\n");
  });
});

describe("replaced reports", () => {
  const before = readMeasurementReports(filesOf(write()));

  it("are named as predecessors, and passed over beside their new version", () => {
    const after = write(undefined, { replaces: before.reports, ohif: true });
    const [report] = after.reports;
    expect(Buffer.from(report!.bytes).includes(before.reports[0]!.sopUid)).toBe(true);
    const read = readMeasurementReports([...filesOf(write()), ...filesOf(after)]);
    expect(read.lesions).toHaveLength(PAIR.length);
    expect(read.skipped.map(({ reason }) => reason)).toEqual([
      "a later version is among the files",
      "a later version is among the files",
    ]);
    expect(read.reports.map(({ sopUid }) => sopUid).sort()).toEqual(
      after.reports.map(({ sopUid }) => sopUid).sort(),
    );
  });

  it("are all replaced where one of them has the same content", () => {
    const viewer = readMeasurementReports(filesOf(write(undefined, { ohif: true })));
    const after = write(undefined, { replaces: [...before.reports, ...viewer.reports] });
    const all = [
      ...filesOf(write()),
      ...filesOf(write(undefined, { ohif: true })),
      ...filesOf(after),
    ];
    const read = readMeasurementReports(all);
    expect(read.lesions).toHaveLength(PAIR.length);
    expect(read.skipped).toHaveLength(4);
  });

  it("of a viewer lend their axes to no other image, and codes without meaning to no report", () => {
    const { lesions, images, reports } = before;
    const again = (given: readonly ImageUids[], own: readonly Lesion[] = lesions) =>
      readMeasurementReports(
        filesOf(
          writeMeasurementReports(
            [{ patient: "P7", sequences: [{ id: 1, lesions: own }] }],
            given,
            { replaces: reports, ohif: true },
          ),
        ),
      ).lesions;
    expect(again(images).every(({ pixelAxes }) => pixelAxes !== undefined)).toBe(true);
    const framed = images.map((image) => ({ ...image, frame: 2 }));
    expect(again(framed).map(({ pixelAxes }) => pixelAxes)).toEqual([undefined, undefined]);
    const other = images.map((image) => ({ ...image, sopUid: `${image.sopUid}1` }));
    expect(again(other).map(({ pixelAxes }) => pixelAxes)).toEqual([undefined, undefined]);
    const finding = { value: "1", scheme: "99X", meaning: "Cyst" };
    const found = (meaning: string) =>
      again(
        images,
        lesions.map((lesion) => ({ ...lesion, finding: { ...finding, meaning } })),
      )[0];
    expect(found("Cyst")?.finding).toEqual(finding);
    expect(found("")?.finding).toEqual(lesions[0]?.finding);
    const site = { value: "2", scheme: "99X", meaning: "Ear" };
    const elsewhere = lesions.map((lesion) => ({ ...lesion, type: undefined, site }));
    expect(again(images, elsewhere).map((lesion) => lesion.site)).toEqual([site, site]);
  });

  it("have no centre beside axes on an image, so that viewers without 3D points read them", () => {
    const images = before.images.map((image) => ({ ...image, frameOfReferenceUid: "1.2.3" }));
    const lesions = before.lesions.map((lesion) => ({ ...lesion, centreMm: [1, 2, 3] as const }));
    const { reports } = write(images, {}, [
      { patient: "P7", sequences: [{ id: 1, lesions: lesions as never }] },
    ]);
    expect(reports.map(({ sopClassUid }) => sopClassUid)).toEqual([
      "1.2.840.10008.5.1.4.1.1.88.33",
      "1.2.840.10008.5.1.4.1.1.88.33",
    ]);
  });

  it("stay as they are where nothing changed", () => {
    expect(write(undefined, { replaces: before.reports }).reports).toEqual(write().reports);
  });

  it.runIf(hasProgram("dciodvfy"))("satisfy dciodvfy and dsrdump as predecessors", () => {
    const [report] = write(undefined, { replaces: before.reports, ohif: true }).reports;
    expect(said("dciodvfy", [], report!.bytes)).toBe("ComprehensiveSR\n");
    expect(said("dsrdump", ["-q"], report!.bytes)).not.toMatch(/error|warning/i);
  });

  it("of a viewer keep axes, finding, site and label under one UID per lesion", () => {
    // Two reports of one viewer, with a UID of its own in each.
    const [a, b] = PAIR;
    const separate = [
      ...write(undefined, { ohif: true }, sequences([a!])).reports,
      ...write(undefined, { ohif: true }, sequences([{ ...b!, trackingUid: uidOf("other") }]))
        .reports,
    ];
    const read = readMeasurementReports(
      separate.map(({ fileName, bytes }) => ({ name: fileName, bytes })),
    );
    expect(new Set(read.lesions.map(({ trackingUid }) => trackingUid)).size).toBe(2);
    const linked = writeMeasurementReports(
      [{ patient: "P7", sequences: [{ id: 1, lesions: read.lesions }] }],
      read.images,
      { replaces: read.reports, ohif: true },
    );
    const result = readMeasurementReports(filesOf(linked)).lesions;
    expect(new Set(result.map(({ trackingUid }) => trackingUid)).size).toBe(1);
    for (const [i, lesion] of result.entries()) {
      const { pixelAxes, finding, site, label, longAxisMm, image } = read.lesions[i]!;
      expect(lesion).toMatchObject({ pixelAxes, finding, site, label, longAxisMm, image });
    }
  });
});

describe("tracking UIDs", () => {
  const [a, b] = PAIR;
  const [one, two] = [uidOf("one"), uidOf("two")];

  it("stay with the sequence that holds most of their lesions", () => {
    const lesions = [
      { ...a!, row: 1, trackingUid: one },
      { ...b!, row: 2, trackingUid: two },
      { ...b!, row: 3, study: 3, trackingUid: one },
      { ...b!, row: 4, study: 4, trackingUid: two },
      { ...b!, row: 5, study: 5, trackingUid: two },
    ];
    const { tracking } = write(
      imagesOf(lesions),
      {},
      sequences([lesions[0]!, lesions[1]!, lesions[2]!], lesions.slice(3)),
    );
    // "two" has one lesion in sequence 1 and two in sequence 2; "one" has two in sequence 1.
    expect(tracking.rows.map(({ sequence, trackingUid }) => [sequence, trackingUid])).toEqual([
      [1, one],
      [2, two],
    ]);
  });

  it("go to the sequence with more of their lesions, then to the lower number and the lesser UID", () => {
    const claim = (row: number, trackingUid: string) => ({ ...a!, row, study: row, trackingUid });
    const uidsOf = (...groups: [id: number, lesions: Lesion[]][]) => {
      const own = groups.map(([id, lesions]) => ({ id, lesions }));
      const images = imagesOf(groups.flatMap(([, lesions]) => lesions));
      const { rows } = write(images, {}, [{ patient: "7", sequences: own }]).tracking;
      return new Map(rows.map(({ sequence, trackingUid }) => [sequence, trackingUid]));
    };
    const fresh = (id: number) => uidOf("tracking", "7", id);
    const [p, q, r] = [claim(1, one), claim(2, one), claim(3, one)];
    expect(uidsOf([1, [p]], [2, [q, r]])).toEqual(
      new Map([
        [1, fresh(1)],
        [2, one],
      ]),
    );
    expect(uidsOf([2, [p]], [1, [q]])).toEqual(
      new Map([
        [1, one],
        [2, fresh(2)],
      ]),
    );
    const [less, more] = [one, two].sort() as [string, string];
    for (const uids of [
      [less, more],
      [more, less],
    ]) {
      const lesions = uids.map((uid, i) => claim(i + 1, uid));
      expect(uidsOf([1, lesions])).toEqual(new Map([[1, less]]));
    }
  });

  it("are never given to two sequences, and are the same in later runs", () => {
    // Sequence 2 holds the lesion that had the UID made for sequence 1; a third one the next of its UIDs.
    const [made, next] = [uidOf("tracking", "7", 1), uidOf("tracking", "7", 1, 1)];
    const lesions = [
      { ...a!, row: 1 },
      { ...a!, row: 2, trackingUid: made },
      { ...a!, row: 3, trackingUid: next },
    ];
    const uids = (count: number) =>
      write(
        imagesOf(lesions),
        {},
        sequences(...lesions.slice(0, count).map((one) => [one])),
      ).tracking.rows.map(({ trackingUid }) => trackingUid);
    expect(uids(2)).toEqual([next, made]);
    expect(uids(3)).toEqual([uidOf("tracking", "7", 1, 2), made, next]);
  });

  it("come from an earlier tracking.csv, else from patient and number", () => {
    const tracking = readTracking(`patient,sequence,trackingUid\n7,1,${one}\n8,2,${two}\n`);
    const [first, second] = [[a!], [b!]];
    const rows = write(imagesOf(PAIR), { tracking }, sequences(first, second)).tracking.rows;
    expect(rows.map(({ trackingUid }) => trackingUid)).toEqual([one, uidOf("tracking", "7", 2)]);
    const fresh = write(imagesOf(PAIR), {}, sequences(first, second)).tracking;
    expect(fresh.rows.every(({ trackingUid }) => isUid(trackingUid))).toBe(true);
    expect(readTracking(fresh.toCsv())).toEqual(fresh.rows);
    errorOf(
      "BAD_REPORT",
      () => readTracking(`patient,sequence,trackingUid\n7,1,${one}\n7,2,${one}\n`),
      { line: 3, row: 2, patient: "7" },
    );
    errorOf("BAD_VALUE", () => readTracking("patient,sequence,trackingUid\n7,1,x\n"), {
      line: 2,
      row: 1,
      column: "trackingUid",
    });
  });
});

describe("rejected input", () => {
  const images = imagesOf(PAIR);
  const [first, second] = images as [ImageUids, ImageUids];
  it.each<[string, readonly ImageUids[]]>([
    ["a lesion without image", [first]],
    ["two patients in one id", [first, { ...second, patientId: "other" }]],
    ["two studies with one UID", [first, { ...second, studyUid: first.studyUid }]],
    ["a series in two studies", [first, { ...second, seriesUid: first.seriesUid }]],
    ["an image in two series", [first, { ...second, sopUid: first.sopUid }]],
  ])("%s", (_, given) => {
    expect(errorOf("BAD_REPORT", () => write(given)).message).toMatchSnapshot();
  });

  it.each([
    [null],
    [{}],
    ["x"],
    [[null]],
    [[1]],
    [[{ row: 1 }]],
    [[{ sopUid: "1.2" }]],
    [[first, null]],
  ])("images that are no list of them: %j", (given) => {
    errorOf("BAD_VALUE", () => write(given as never));
  });

  it("texts that are longer than DICOM allows", () => {
    const patientOf = (patientId: string) =>
      readMeasurementReports(filesOf(write(images.map((image) => ({ ...image, patientId })))))
        .lesions[0]?.patient;
    // PS3.5: at most 64 characters, each of which may take several bytes.
    expect(patientOf("é".repeat(64))).toBe("é".repeat(64));
    errorOf("BAD_VALUE", () => patientOf("x".repeat(65)));
  });

  it("later studies with earlier dates", () => {
    const sameDay = write([first, { ...second, studyDate: first.studyDate }]);
    expect(sameDay.reports).toHaveLength(2);

    errorOf("BAD_DATES", () => write([first, { ...second, studyDate: "2019-01-01" }]), {
      patient: "7",
      study: 2,
    });
  });

  it("dates of lesions other than those of their images", () => {
    const dated = PAIR.map((lesion, i) => ({ ...lesion, date: images[i]!.studyDate }));
    expect(write(images, {}, sequences(dated)).reports).toHaveLength(2);
    const other = [dated[0]!, { ...dated[1]!, date: "2021-01-01" }];
    errorOf("BAD_DATES", () => write(images, {}, sequences(other)), {
      row: 2,
      patient: "7",
      study: 2,
    });
  });

  it.each(["abc", "1.2.3.04", "1", ""])("%j as a UID", (uid) => {
    const tracked = [{ ...PAIR[0]!, trackingUid: uid }, PAIR[1]!];
    const place = { row: 1, patient: "7", study: 1, column: "trackingUid" };
    errorOf("BAD_VALUE", () => write(images, {}, sequences(tracked)), place);
    const tracking = [{ patient: "7", sequence: 1, trackingUid: uid }];
    errorOf("BAD_VALUE", () => write(images, { tracking }), { column: "trackingUid" });
    errorOf("BAD_VALUE", () => write([first, { ...second, sopUid: uid }]), {
      row: 2,
      column: "sopUid",
    });
  });

  it("results that are no matches, and lists with holes", () => {
    const growths = [{ patient: "7", sequences: [{ id: 1, points: [] }] }];
    errorOf("BAD_VALUE", () => writeMeasurementReports(growths as never, images));
    errorOf("BAD_VALUE", () => write(new Array(2)));
    errorOf("BAD_VALUE", () => write(images, { replaces: new Array(1) }));
  });

  it("rows of tracking that are none", () => {
    errorOf("BAD_VALUE", () => write(images, { tracking: [null as never] }));
  });

  it("two patients under one PatientID", () => {
    const other = { ...PAIR[1]!, patient: "8" };
    const matches = [
      { patient: "7", sequences: [{ id: 1, lesions: [PAIR[0]!] }] },
      { patient: "8", sequences: [{ id: 1, lesions: [other] }] },
    ];
    errorOf("BAD_REPORT", () => writeMeasurementReports(matches, images), {
      row: 2,
      patient: "8",
      study: 2,
    });
  });

  it("0 mm, missing axes and missing pixel coordinates", () => {
    const [lesion] = PAIR;
    const wrong = (change: object) => write(images, {}, sequences([{ ...lesion!, ...change }]));
    const place = { row: 1, patient: "7", study: 1 };
    errorOf("BAD_REPORT", () => wrong({ shortAxisMm: 0 }), place);
    errorOf("BAD_REPORT", () => wrong({ longAxisMm: 8, shortAxisMm: 8.001 }), place);
    expect(wrong({ longAxisMm: 8, shortAxisMm: 8 }).reports).toHaveLength(1);
    errorOf("BAD_REPORT", () => wrong({ longAxisMm: undefined }), place);
    errorOf("BAD_OPTION", () => write(images, { replaces: {} as never }));
    errorOf("BAD_REPORT", () => wrong({ longAxisPx: undefined }), place);
    errorOf("BAD_REPORT", () => wrong({ shortAxisPx: undefined }), place);
  });

  it("different lesions of a study in one sequence; duplicates are written once, with a warning", () => {
    const smaller = { ...PAIR[0]!, row: 3, longAxisMm: 1, shortAxisMm: 0.5 };
    const lesions = [PAIR[0]!, smaller];
    errorOf("BAD_REPORT", () => write(imagesOf(lesions), {}, sequences(lesions)), {
      patient: "7",
      study: 1,
    });
    const duplicates = [{ rows: [1, 3] }];
    const { warnings, ...written } = writeMeasurementReports(
      sequences(lesions).map((one) => ({ ...one, duplicates })),
      imagesOf(lesions),
    );
    expect(warnings.map(({ kind, row }) => [kind, row])).toEqual([["duplicate", 1]]);
    const files = written.reports.map(({ fileName, bytes }) => ({ name: fileName, bytes }));
    expect(readMeasurementReports(files).lesions).toHaveLength(1);
    // Whatever the order of rows; of equal ones that of the lowest row.
    const equal = { ...PAIR[0]!, row: 3 };
    for (const rows of [
      [1, 3],
      [3, 1],
    ]) {
      for (const own of [
        [PAIR[0]!, equal],
        [equal, PAIR[0]!],
      ]) {
        const matches = sequences(own).map((one) => ({ ...one, duplicates: [{ rows }] }));
        const told = writeMeasurementReports(matches, imagesOf(own)).warnings;
        expect(told.map(({ kind, row }) => [kind, row])).toEqual([["duplicate", 1]]);
      }
    }
  });

  it("names that would leave the folder or that DICOM cannot hold", () => {
    const nameOf = (patient: string) => {
      const matches = [{ patient, sequences: [{ id: 1, lesions: [{ ...PAIR[0]!, patient }] }] }];
      return writeMeasurementReports(matches, [first]).reports[0]?.fileName;
    };
    for (const patient of ["../../etc/x", "a/../../x", "x".repeat(65)]) {
      expect(nameOf(patient)).toBe(`${first.studyUid}.dcm`);
    }
    expect(nameOf("a-B_7")).toBe("patient-a-B_7_study-1.dcm");
    errorOf("BAD_VALUE", () => write([{ ...first, patientId: "a\\b" }, second]));
    errorOf("BAD_OPTION", () => write(images, { ohif: "yes" as never }), { option: "ohif" });
    errorOf("UNKNOWN_OPTION", () => write(images, { ohfi: true } as never), { option: "ohfi" });
  });

  it("tables of UIDs with a bad UID, a bad time or a row twice", () => {
    const head = "row,patientId,studyUid,seriesUid,sopUid,sopClassUid,studyDate,studyTime\n";
    const row = "1,P7,1.2.3,1.2.4,1.2.5,1.2.840.10008.5.1.4.1.1.2,2020-01-01,101500\n";
    expect(readImageUids(head + row)).toMatchObject([{ row: 1, studyTime: "101500" }]);
    errorOf("BAD_VALUE", () => readImageUids(head + row.replace("1.2.5", "1.2.05")), {
      line: 2,
      row: 1,
      column: "sopUid",
    });
    for (const time of ["251500", "106000", "101560", "1015001", "x101500"]) {
      errorOf("BAD_VALUE", () => readImageUids(head + row.replace("101500", time)), {
        line: 2,
        row: 1,
        column: "studyTime",
      });
    }
    errorOf("BAD_REPORT", () => readImageUids(head + row + row), { line: 3, row: 2 });
    const required = head.replace(",studyTime", "") + row.replace(",101500", "");
    expect(readImageUids(required)).toMatchObject([{ row: 1, studyDate: "2020-01-01" }]);
    const framed = (uid: string) =>
      head.replace("\n", ",frameOfReferenceUid\n") + row.replace("\n", `,${uid}\n`);
    expect(readImageUids(framed("1.2.9"))).toMatchObject([{ frameOfReferenceUid: "1.2.9" }]);
    errorOf("BAD_VALUE", () => readImageUids(framed("1.09")), {
      line: 2,
      row: 1,
      column: "frameOfReferenceUid",
    });
  });
});

describe("other programs", () => {
  const sample = [...write().reports, ...WRITTEN.reports.slice(0, 12)];

  it.runIf(hasProgram("dciodvfy"))("dciodvfy (dicom3tools) has nothing to say", () => {
    for (const { bytes } of sample) expect(said("dciodvfy", [], bytes)).toBe("ComprehensiveSR\n");
  });

  it.runIf(hasProgram("dcmdump"))("dcmdump (dcmtk) prints header, templates and references", () => {
    const images = imagesOf(PAIR).map((image) => ({ ...image, studyTime: "101500", frame: 2 }));
    const [, { bytes }] = write(images).reports as [unknown, { bytes: Uint8Array }];
    const lines = said("dcmdump", ["-Un"], bytes).matchAll(
      /^ *\(([\da-f,]+)\) \w\w \[?(.*?)\]? +#/gm,
    );
    const values = new Map<string, string[]>();
    for (const [, tag = "", value = ""] of lines) {
      values.set(tag, [...(values.get(tag) ?? []), value]);
    }
    // PS3.3 and TID 1500: study and content on 1 April, 91 days after 1 January 2020; the image in the library and
    // under each of two axes.
    const expected = {
      "0002,0010": ["1.2.840.10008.1.2.1"],
      "0008,0005": ["ISO_IR 192"],
      "0008,0016": ["1.2.840.10008.5.1.4.1.1.88.33"],
      "0008,0020": ["20200401"],
      "0008,0023": ["20200401"],
      "0008,0030": ["101500"],
      "0008,0060": ["SR"],
      "0008,1160": ["2", "2", "2"],
      "0010,0020": ["P7"],
      "0010,0040": ["F"],
      "0012,0050": ["2"],
      "0012,0052": ["91"],
      "0012,0053": ["BASELINE"],
      "0020,0010": ["2"],
      "0020,0013": ["1"],
      "0040,a491": ["COMPLETE"],
      "0040,a493": ["UNVERIFIED"],
      "0040,db00": ["1500", "1501"],
      "0070,0023": ["POLYLINE", "POLYLINE"],
    };
    expect(Object.keys(expected).map((tag) => [tag, values.get(tag)])).toEqual(
      Object.entries(expected),
    );
  });

  it.runIf(hasProgram("dsrdump"))("dsrdump (dcmtk) prints every item", () => {
    const text = said("dsrdump", ["-q", "+Pc"], write().reports[0]!.bytes);
    const lines = text.split("\n").filter((line) => /Axis|Tracking|Finding|Time Point/.test(line));
    expect(lines.map((line) => line.trim())).toMatchSnapshot();
  });

  it.runIf(pythonHas("pydicom"))("pydicom reads header, UIDs and lengths", () => {
    const program = `
import sys, json, pydicom, io
d = pydicom.dcmread(io.BytesIO(bytes.fromhex(sys.argv[1])))
groups = [i for i in d.ContentSequence if i.ValueType == 'CONTAINER'][-1].ContentSequence
def value(i):
    if i.ValueType == 'NUM': return float(i.MeasuredValueSequence[0].NumericValue)
    if i.ValueType == 'TEXT': return i.TextValue
    if i.ValueType == 'UIDREF': return i.UID
    return i.ConceptCodeSequence[0].CodeValue
print(json.dumps(dict(patient=d.PatientID, study=d.StudyInstanceUID, date=d.StudyDate, cls=d.SOPClassUID,
  sop=d.file_meta.MediaStorageSOPInstanceUID, same=d.SOPInstanceUID,
  offset=d.LongitudinalTemporalOffsetFromEvent,
  groups=[{i.ConceptNameCodeSequence[0].CodeValue: value(i) for i in g.ContentSequence} for g in groups])))`;
    const [, report] = write().reports;
    const found = JSON.parse(python(program, Buffer.from(report!.bytes).toString("hex")));
    const [, lesion] = PAIR;
    expect(found).toMatchObject({
      patient: "P7",
      study: report!.studyUid,
      date: "20200401",
      cls: "1.2.840.10008.5.1.4.1.1.88.33",
      sop: report!.sopUid,
      same: report!.sopUid,
      offset: 91,
    });
    expect(found.groups).toHaveLength(1);
    expect(found.groups[0]["112040"]).toBe(uidOf("tracking", "7", 1));
    expect(found.groups[0]["103339001"]).toBeCloseTo(lesion!.longAxisMm, 8);
    expect(found.groups[0]["103340004"]).toBeCloseTo(lesion!.shortAxisMm, 8);
    expect(found.groups[0]["126072"]).toBe("126074");
  });

  it.runIf(pythonHas("pydicom"))(
    "pydicom reads lengths and centre of a Comprehensive 3D SR",
    () => {
      const { lesions } = lesionsFrom([
        { patient: "7", study: 1, x: -40.5, y: 12, z: 88, longAxisMm: 21, shortAxisMm: 14 },
      ]);
      const frameOfReferenceUid = uidOf("test frame");
      const images = imagesOf(lesions).map((image) => ({ ...image, frameOfReferenceUid }));
      const [report] = write(images, {}, sequences(lesions)).reports;
      const program = `
import sys, json, pydicom, io
d = pydicom.dcmread(io.BytesIO(bytes.fromhex(sys.argv[1])))
[group] = [i for i in d.ContentSequence if i.ValueType == 'CONTAINER'][-1].ContentSequence
[point] = [i for i in group.ContentSequence if i.ValueType == 'SCOORD3D']
print(json.dumps(dict(cls=d.SOPClassUID.name,
  code=point.ConceptNameCodeSequence[0].CodeValue, kind=point.GraphicType,
  data=list(point.GraphicData), frame=point.ReferencedFrameOfReferenceUID,
  lengths={i.ConceptNameCodeSequence[0].CodeValue: [float(i.MeasuredValueSequence[0].NumericValue),
    i.MeasuredValueSequence[0].MeasurementUnitsCodeSequence[0].CodeValue]
    for i in group.ContentSequence if i.ValueType == 'NUM'})))`;
      expect(JSON.parse(python(program, Buffer.from(report!.bytes).toString("hex")))).toEqual({
        cls: "Comprehensive 3D SR Storage",
        code: "111010",
        kind: "POINT",
        data: [-40.5, 12, 88],
        frame: frameOfReferenceUid,
        lengths: { "103339001": [21, "mm"], "103340004": [14, "mm"] },
      });
    },
  );

  it.runIf(pythonHas("pydicom"))("pydicom finds the report that a new one replaces", () => {
    const before = readMeasurementReports(filesOf(write())).reports;
    const [report] = write(undefined, { replaces: before, ohif: true }).reports;
    const program = `
import sys, json, pydicom, io
d = pydicom.dcmread(io.BytesIO(bytes.fromhex(sys.argv[1])))
print(json.dumps([[study.StudyInstanceUID, r.ReferencedSOPInstanceUID, r.ReferencedSOPClassUID.name]
  for study in d.PredecessorDocumentsSequence for s in study.ReferencedSeriesSequence
  for r in s.ReferencedSOPSequence]))`;
    const [old] = write().reports;
    expect(JSON.parse(python(program, Buffer.from(report!.bytes).toString("hex")))).toEqual([
      [old!.studyUid, old!.sopUid, "Comprehensive SR Storage"],
    ]);
  });

  for (const program of ["dciodvfy", "dsrdump"]) {
    if (!hasProgram(program)) it.skip(`${program} (SKIPPED: not installed here)`, () => {});
  }
  if (!pythonHas("pydicom")) it.skip("pydicom (SKIPPED: no python3-pydicom here)", () => {});
});
