import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LesionGraphError } from "../../src/core/errors.js";
import type { Vec3 } from "../../src/core/lesion.js";
import { CODES, type Code, SITES } from "../../src/dicom/codes.js";
import {
  coded,
  codeItem,
  container,
  type Item,
  lengthItem,
  pointItem,
  textItem,
  uidItem,
} from "../../src/dicom/content.js";
import { dataSet, type Element, floats, joined, sequence, text } from "../../src/dicom/encode.js";
import { readMeasurementReports } from "../../src/dicom/read-measurement-reports.js";
import { uidOf } from "../../src/dicom/uid.js";
import { match } from "../../src/matching/match.js";
import { errorOf } from "../support/errors.js";
import { CT_IMAGE, converted, hasProgram } from "../support/reports.js";
import { describeReal, sharedPath } from "../support/shared-data.js";

const IMAGE = { sopUid: uidOf("image"), sopClassUid: CT_IMAGE };
const LONG = lengthItem(CODES.longAxis, 16, [89.5, 199.5, 109.5, 199.5], IMAGE);
const SHORT = lengthItem(CODES.shortAxis, 8, [99.5, 194.5, 99.5, 204.5], IMAGE);
const TRACKED = uidItem("HAS OBS CONTEXT", CODES.trackingUid, uidOf("lesion"));
const SITE = codeItem("HAS CONCEPT MOD", CODES.site, SITES.liver);

/** A file of any elements. */
const dicom = (elements: readonly Element[]): Uint8Array =>
  joined([
    new Uint8Array(128),
    new TextEncoder().encode("DICM"),
    dataSet([text(0x00020010, "UI", "1.2.840.10008.1.2.1")]),
    dataSet(elements),
  ]);

interface Given {
  readonly patient?: string;
  readonly study?: string;
  readonly date?: string;
  readonly time?: string;
  readonly sopUid?: string;
  readonly modality?: string;
  /** `null`: none is named. */
  readonly template?: string | null;
  /** Title of the document. */
  readonly title?: Code;
  readonly more?: readonly Element[];
}

/** A report with these groups. */
const report = (groups: readonly (readonly Item[])[], given: Given = {}): Uint8Array =>
  dicom([
    text(0x00080005, "CS", "ISO_IR 192"),
    text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.88.33"),
    text(0x00080018, "UI", given.sopUid ?? uidOf("report", given.study ?? "1")),
    text(0x00080020, "DA", given.date ?? "20200131"),
    text(0x00080030, "TM", given.time ?? "101500"),
    text(0x00080060, "CS", given.modality ?? "SR"),
    text(0x00100020, "LO", given.patient ?? "7"),
    text(0x0020000d, "UI", uidOf("study", given.study ?? "1")),
    text(0x0040a040, "CS", "CONTAINER"),
    coded(0x0040a043, given.title ?? CODES.report),
    ...(given.template === null
      ? []
      : [sequence(0x0040a504, [[text(0x0040db00, "CS", given.template ?? "1500")]])]),
    sequence(0x0040a730, [
      container(
        CODES.measurements,
        groups.map((items) => container(CODES.group, items)),
      ),
    ]),
    ...(given.more ?? []),
  ]);

const read = (...files: Uint8Array[]) =>
  readMeasurementReports(files.map((bytes, i) => ({ name: `${i + 1}.dcm`, bytes })));
const reasonOf = (...items: Item[]) => read(report([items])).skipped.map(({ reason }) => reason);

/** A number item whose parts can be left out. */
const number = (name: Code, value: string | undefined, unit: Code | undefined): Item => [
  text(0x0040a010, "CS", "CONTAINS"),
  text(0x0040a040, "CS", "NUM"),
  coded(0x0040a043, name),
  sequence(
    0x0040a300,
    value === undefined
      ? []
      : [[text(0x0040a30a, "DS", value), ...(unit ? [coded(0x004008ea, unit)] : [])]],
  ),
];

describe("readMeasurementReports", () => {
  it("reads a group whole", () => {
    const comment = textItem("CONTAINS", CODES.comment, "Segment 6, größer");
    const { lesions, skipped, mustLink } = read(report([[TRACKED, SITE, comment, LONG, SHORT]]));
    expect(skipped).toEqual([]);
    expect(mustLink).toEqual([]);
    expect(lesions).toMatchObject([
      {
        row: 1,
        patient: "7",
        study: 1,
        id: uidOf("lesion"),
        trackingUid: uidOf("lesion"),
        longAxisMm: 16,
        shortAxisMm: 8,
        type: "liver",
        label: "Segment 6, größer",
        date: "2020-01-31",
        image: IMAGE,
      },
    ]);
    expect(lesions[0]).not.toHaveProperty("centreMm");
  });

  it("takes retired codes, sites as contained items and cm", () => {
    const srt = (value: string): Code => ({ value, scheme: "SRT", meaning: "anything" });
    const cm: Code = { value: "cm", scheme: "UCUM", meaning: "centimeter" };
    const { lesions } = read(
      report([
        [
          number(srt("G-A185"), "1.6", cm),
          number(srt("G-A186"), "0.8", cm),
          codeItem("CONTAINS", srt("G-C0E3"), srt("T-28000")),
        ],
      ]),
    );
    expect(lesions).toMatchObject([{ longAxisMm: 16, shortAxisMm: 8, type: "lung" }]);
  });

  it("does not take a meaning for a code", () => {
    const wrong: Code = { value: "103339001", scheme: "99LOCAL", meaning: "Long Axis" };
    expect(reasonOf(number(wrong, "16", CODES.millimetre), SHORT)).toEqual(["no long axis"]);
  });

  it("skips with a reason what cannot be read whole", () => {
    const px: Code = { value: "1", scheme: "UCUM", meaning: "px" };
    const mm = CODES.millimetre;
    expect(reasonOf(SHORT)).toEqual(["no long axis"]);
    expect(reasonOf(LONG, LONG, SHORT)).toEqual(["2 values of the long axis"]);
    expect(reasonOf(number(CODES.longAxis, undefined, mm), SHORT)[0]).toContain("without a value");
    expect(reasonOf(LONG, number(CODES.shortAxis, undefined, mm))[0]).toContain("without a value");
    expect(reasonOf(number(CODES.longAxis, "16", px), SHORT)[0]).toContain("not in mm");
    expect(reasonOf(number(CODES.longAxis, "16", undefined))[0]).toContain("no unit");
    for (const value of ["abc", "0x1F", "0b11", "1,5"]) {
      expect(reasonOf(number(CODES.longAxis, value, mm))[0]).toContain("without a value");
    }
    expect(reasonOf(number(CODES.longAxis, "0", mm))[0]).toContain("0 mm");
    expect(reasonOf(number(CODES.longAxis, "-1", mm))[0]).toContain("-1 mm");
    expect(reasonOf(number(CODES.longAxis, "1e999", mm))[0]).toContain("Infinity");
    const cm: Code = { value: "cm", scheme: "UCUM", meaning: "centimeter" };
    expect(reasonOf(number(CODES.longAxis, "-1", cm))[0]).toContain("-1 cm");
    const local: Code = { value: "mm", scheme: "99LOCAL", meaning: "millimeter" };
    expect(reasonOf(number(CODES.longAxis, "16", local))[0]).toContain("mm (99LOCAL)");
    const value = [coded(0x004008ea, mm), text(0x0040a30a, "DS", "16")];
    const two = [
      ...number(CODES.longAxis, undefined, mm).slice(0, -1),
      sequence(0x0040a300, [value, value]),
    ];
    expect(reasonOf(two)[0]).toBe("2 values of the long axis");
    expect(reasonOf(number(CODES.longAxis, "4", mm), SHORT)[0]).toContain("above the long");
    expect(reasonOf(TRACKED, TRACKED, LONG, SHORT)[0]).toContain("2 tracking UIDs");
    const bad = uidItem("HAS OBS CONTEXT", CODES.trackingUid, "1.02");
    expect(reasonOf(bad, LONG, SHORT)[0]).toContain("tracking UID");
    expect(read(report([[LONG]], { template: "2000" })).skipped).toMatchObject([
      { file: "1.dcm", reason: "template 2000, not 1500" },
    ]);
  });

  it("numbers studies by date and time, and links a UID through them", () => {
    const files = [
      report([[TRACKED, LONG, SHORT]], { study: "c", date: "20200301" }),
      report(
        [
          [TRACKED, LONG, SHORT],
          [TRACKED, LONG, SHORT],
        ],
        { study: "a", time: "080000" },
      ),
      report(
        [
          [TRACKED, LONG, SHORT],
          [LONG, SHORT],
        ],
        { study: "b", time: "120000" },
      ),
    ];
    const { lesions, mustLink } = read(...files);
    expect(lesions.map(({ study, row }) => [study, row])).toEqual([
      [1, 1],
      [1, 2],
      [2, 3],
      [2, 4],
      [3, 5],
    ]);
    expect(lesions.map(({ id }) => id)).toEqual([
      uidOf("lesion"),
      `${uidOf("lesion")} (2)`,
      uidOf("lesion"),
      `${uidOf("report", "b")}/2`,
      uidOf("lesion"),
    ]);
    expect(mustLink).toEqual([
      [1, 2],
      [1, 3],
      [3, 5],
    ]);
    expect(read(...files.reverse())).toMatchObject({ lesions, mustLink, skipped: [] });
    // The matcher takes the UIDs by itself: all axes are alike, only row 4 has no UID.
    const [patient] = match(lesions, { features: ["size"] });
    const together = patient!.sequences.find(({ lesions: own }) => own.length > 1);
    expect(together?.lesions.map(({ row }) => row)).toEqual(expect.arrayContaining([1, 2, 3, 5]));
    expect(patient!.duplicates.map(({ rows }) => rows)).toContainEqual([1, 2]);
  });

  it("computes positions from the images among the files, and takes 3D coordinates", () => {
    const ct = dicom([
      text(0x00080018, "UI", IMAGE.sopUid),
      text(0x00080060, "CS", "CT"),
      // One value each; backslashes separate them.
      ...[
        [0x00200032, "-100\\-150\\42.5"],
        [0x00200037, "1\\0\\0\\0\\1\\0"],
        [0x00280030, "0.8\\0.5"],
      ].map(([tag, value]) => text(tag as number, "UT", value as string)),
    ]);
    const [lesion] = read(ct, report([[LONG, SHORT]])).lesions;
    // By hand: column 99.5 and row 199.5 from the corner are 99 and 199 steps from the first centre.
    expect(lesion?.centreMm).toEqual([-100 + 99 * 0.5, -150 + 199 * 0.8, 42.5]);
    const solid = (name: Code, mm: string, points: number[]): Item => [
      ...number(name, mm, CODES.millimetre),
      sequence(0x0040a730, [
        [
          text(0x0040a010, "CS", "INFERRED FROM"),
          text(0x0040a040, "CS", "SCOORD3D"),
          floats(0x00700022, points),
        ],
      ]),
    ];
    const long = solid(CODES.longAxis, "4", [0, 0, 10, 4, 0, 10]);
    const short = solid(CODES.shortAxis, "2", [2, -1, 10, 2, 1, 10]);
    expect(read(report([[long, short]])).lesions[0]?.centreMm).toEqual([2, 0, 10]);
    errorOf("BAD_REPORT", () => read(dicom([text(0x00080060, "CS", "CT")])), { file: "1.dcm" });
  });

  it("orders reports of a study by instance UID, their groups as they come", () => {
    const length = (mm: number) => number(CODES.longAxis, String(mm), CODES.millimetre);
    const files = [
      report([[length(1)], [length(2)]], { sopUid: "1.2.3" }),
      report([[length(3)], [length(4)], [length(5)]], { sopUid: "1.2.1" }),
      report([[length(6)]], { sopUid: "1.2.2" }),
      report([[length(7)]], { sopUid: "1.2.0", patient: "10", study: "2" }),
    ];
    for (const order of [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [1, 3, 0, 2],
    ]) {
      const { lesions } = read(...order.map((i) => files[i]!));
      expect(lesions.map(({ longAxisMm }) => longAxisMm)).toEqual([3, 4, 5, 6, 1, 2, 7]);
      expect(lesions.map(({ id }) => id).slice(0, 2)).toEqual(["1.2.1/1", "1.2.1/2"]);
    }
  });

  it("skips reports of another title, and without groups", () => {
    const title: Code = { value: "18748-4", scheme: "LN", meaning: "Diagnostic imaging study" };
    for (const file of [report([[LONG]], { title }), report([])]) {
      const { lesions, skipped, reports } = read(file);
      expect([lesions, reports]).toEqual([[], []]);
      expect(skipped).toEqual([{ file: "1.dcm", reason: expect.any(String) }]);
    }
  });

  it("numbers the groups that it skips", () => {
    const { skipped } = read(report([[LONG], [SHORT], [LONG], [TRACKED]]));
    expect(skipped.map(({ group }) => group)).toEqual([2, 4]);
  });

  it("keeps the pixels of axes that lie on one image", () => {
    const pixels = [99.5, 194.5, 99.5, 204.5];
    const pixelsOf = (...items: Item[]) => read(report([items])).lesions[0]!.pixelAxes;
    const short = (line: number[], image: object) =>
      lengthItem(CODES.shortAxis, 8, line, { ...IMAGE, ...image });
    const longAxis = [89.5, 199.5, 109.5, 199.5];
    expect(pixelsOf(LONG, SHORT)).toEqual({ longAxis, shortAxis: pixels });
    expect(pixelsOf(LONG)).toEqual({ longAxis });
    expect(pixelsOf(LONG, short(pixels, { sopUid: uidOf("other") }))).toBeUndefined();
    expect(pixelsOf(LONG, short(pixels, { frame: 2 }))).toBeUndefined();
    expect(pixelsOf(LONG, short([1, 2, 3], {}))).toBeUndefined();
    expect(pixelsOf(LONG, short([1, 2, 3, Number.NaN], {}))).toBeUndefined();
    expect(pixelsOf(lengthItem(CODES.longAxis, 9, [Number.NaN, 2, 3, 4], IMAGE))).toBeUndefined();
    expect(pixelsOf(number(CODES.longAxis, "9", CODES.millimetre))).toBeUndefined();
  });

  it.each([
    [
      [1, 2, 3],
      [1, 2, 3],
    ],
    [[1, 2], undefined],
    [[1], undefined],
    [[], undefined],
    [[1, 2, 3, 4], undefined],
    [[1, Number.NaN, 3], undefined],
  ])("takes a centre of coordinates %j as %j", (point, centre) => {
    const item = pointItem(CODES.centre, {
      point: point as unknown as Vec3,
      frameOfReferenceUid: "1.2.7",
    });
    const [lesion] = read(report([[LONG, item]])).lesions;
    expect(lesion?.centreMm).toEqual(centre);
    expect(lesion?.frameOfReferenceUid).toBe("1.2.7");
  });

  it("takes the mean of all ends as the centre, where all are known", () => {
    const measured = (name: Code, mm: string, ...children: Item[]): Item => [
      ...number(name, mm, CODES.millimetre),
      sequence(0x0040a730, children),
    ];
    const solid = (points: number[]): Item => [
      text(0x0040a010, "CS", "INFERRED FROM"),
      text(0x0040a040, "CS", "SCOORD3D"),
      floats(0x00700022, points),
    ];
    const ct = dicom([
      text(0x00080018, "UI", IMAGE.sopUid),
      text(0x00080060, "CS", "CT"),
      text(0x00200032, "UT", "0\\0\\0"),
      text(0x00200037, "UT", "1\\0\\0\\0\\1\\0"),
      text(0x00280030, "UT", "1\\1"),
    ]);
    const centreOf = (...items: Item[]) => read(ct, report([items])).lesions[0]!.centreMm;
    const long = measured(CODES.longAxis, "4", solid([0, 0, 0, 4, 0, 0]));
    // The short axis does not cross the middle of the long one.
    expect(centreOf(long, measured(CODES.shortAxis, "4", solid([2, -1, 0, 2, 3, 0])))).toEqual([
      2, 0.5, 0,
    ]);
    expect(centreOf(long, number(CODES.shortAxis, "2", CODES.millimetre))).toBeUndefined();
    // Pixels of an image whose plane is known: two ends, no more and no less, and numbers.
    expect(centreOf(lengthItem(CODES.longAxis, 2, [1.5, 0.5, 3.5, 0.5], IMAGE))).toEqual([2, 0, 0]);
    for (const line of [
      [1, 2],
      [1, 2, 3, Number.NaN],
      [1, 2, 3, 4, 5, 6],
    ]) {
      expect(centreOf(lengthItem(CODES.longAxis, 2, line, IMAGE))).toBeUndefined();
    }
  });

  it("takes items by type and value, whatever else has their names", () => {
    const note = (name: Code) => textItem("CONTAINS", name, "16 mm");
    const code = (name: Code) => codeItem("CONTAINS", name, SITES.lung);
    const point = pointItem(CODES.centre, { point: [1, 2, 3], frameOfReferenceUid: "1.2.7" });
    const others = [
      note(CODES.longAxis),
      note(CODES.shortAxis),
      note(CODES.centre),
      note(CODES.site),
      code(CODES.comment),
    ];
    const values = [LONG, SHORT, point, SITE, textItem("CONTAINS", CODES.comment, "S6")];
    expect(read(report([[...others, ...values]])).lesions).toMatchObject([
      { longAxisMm: 16, shortAxisMm: 8, centreMm: [1, 2, 3], type: "liver", label: "S6" },
    ]);
    expect(reasonOf(note(CODES.longAxis))).toEqual(["no long axis"]);
  });

  it("takes a circle, whose axes are equal", () => {
    const mm = (name: Code) => number(name, "16", CODES.millimetre);
    expect(read(report([[mm(CODES.longAxis), mm(CODES.shortAxis)]])).lesions).toMatchObject([
      { longAxisMm: 16, shortAxisMm: 16 },
    ]);
  });

  it("names the image of a length only where instance and class are given", () => {
    const uids = [text(0x00081155, "UI", "1.2.5"), text(0x00081150, "UI", CT_IMAGE)];
    const imageOf = (...references: Element[][]) => {
      const image: Item = [
        text(0x0040a010, "CS", "INFERRED FROM"),
        text(0x0040a040, "CS", "IMAGE"),
        ...references.map((one) => sequence(0x00081199, [one])),
      ];
      const items = [textItem("CONTAINS", CODES.comment, "x"), image];
      const long = [...number(CODES.longAxis, "4", CODES.millimetre), sequence(0x0040a730, items)];
      return read(report([[long]])).lesions[0]!.image;
    };
    expect(imageOf(uids)).toEqual({ sopUid: "1.2.5", sopClassUid: CT_IMAGE });
    const frame = (value: string) => imageOf([...uids, text(0x00081160, "UT", value)]);
    expect(frame("3")).toMatchObject({ sopUid: "1.2.5", frame: 3 });
    expect(frame("3\\4")).toBeUndefined();
    expect(frame("0x3")).toBeUndefined();
    expect(imageOf([uids[0]!])).toBeUndefined();
    expect(imageOf([uids[1]!])).toBeUndefined();
    expect(imageOf()).toBeUndefined();
  });

  it("takes reports without a template, and times with or without fractions", () => {
    expect(read(report([[LONG]], { template: null })).lesions).toHaveLength(1);
    const files = [
      report([[LONG]], { sopUid: "1.2.1", time: "101500" }),
      report([[LONG]], { sopUid: "1.2.2", time: "101500.25" }),
      report([[LONG]], { sopUid: "1.2.3", time: "10:15:00" }),
    ];
    expect(read(...files).lesions.map(({ study }) => study)).toEqual([1, 1, 1]);
  });

  it("has no centre where an end is no number", () => {
    const ends = (points: number[] | undefined, ...more: Element[]): Item => [
      ...number(CODES.longAxis, "4", CODES.millimetre),
      sequence(0x0040a730, [
        [
          text(0x0040a010, "CS", "INFERRED FROM"),
          text(0x0040a040, "CS", "SCOORD3D"),
          ...(points === undefined ? [] : [floats(0x00700022, points)]),
          ...more,
        ],
      ]),
    ];
    const centreOf = (points: number[] | undefined) =>
      read(report([[ends(points)]])).lesions[0]!.centreMm;
    expect(centreOf([0, 0, 10, 4, 0, 10])).toEqual([2, 0, 10]);
    expect(centreOf([0, 0, 10, 4, 0, Number.NaN])).toBeUndefined();
    expect(centreOf([0, 0, 10, 4, 0])).toBeUndefined();
    expect(centreOf([])).toBeUndefined();
    expect(centreOf(undefined)).toBeUndefined();
    const kind = (type: string) => ends([0, 0, 10, 4, 0, 10], text(0x00700023, "CS", type));
    expect(read(report([[kind("POLYLINE")]])).lesions[0]!.centreMm).toEqual([2, 0, 10]);
    // The two points of a circle are its centre and a point on it (PS3.3, C.18.6.1.2).
    expect(read(report([[kind("CIRCLE")]])).lesions[0]!.centreMm).toBeUndefined();
  });

  it("has no centre of two frames of reference", () => {
    const line = (name: Code, mm: string, frame: string): Item => [
      ...number(name, mm, CODES.millimetre),
      sequence(0x0040a730, [
        [
          text(0x0040a010, "CS", "INFERRED FROM"),
          text(0x0040a040, "CS", "SCOORD3D"),
          floats(0x00700022, [0, 0, 10, 4, 0, 10]),
          text(0x30060024, "UI", frame),
        ],
      ]),
    ];
    const centreOf = (frame: string) =>
      read(report([[line(CODES.longAxis, "4", "1.2"), line(CODES.shortAxis, "4", frame)]]))
        .lesions[0]!.centreMm;
    expect(centreOf("1.2")).toEqual([2, 0, 10]);
    expect(centreOf("1.3")).toBeUndefined();
  });

  it("takes long and URN code values, and no code in part", () => {
    const { value, scheme, meaning } = SITES.liver;
    const item = (...parts: Element[]): Item => [
      text(0x0040a010, "CS", "HAS CONCEPT MOD"),
      text(0x0040a040, "CS", "CODE"),
      coded(0x0040a043, CODES.site),
      sequence(0x0040a168, [parts]),
    ];
    const siteOf = (...parts: Element[]) => read(report([[item(...parts), LONG]])).lesions[0]!.site;
    const [inScheme, named] = [text(0x00080102, "SH", scheme), text(0x00080104, "LO", meaning)];
    for (const tag of [0x00080100, 0x00080119, 0x00080120]) {
      expect(siteOf(text(tag, "UT", value), inScheme, named)).toEqual(SITES.liver);
    }
    expect(siteOf(text(0x00080100, "SH", value), inScheme)).toEqual({ value, scheme, meaning: "" });
    expect(siteOf(text(0x00080100, "SH", value), named)).toBeUndefined();
    expect(siteOf(inScheme, named)).toBeUndefined();
    expect(siteOf()).toBeUndefined();
  });

  it("takes off the padding of texts", () => {
    const padded = report([[LONG]], { patient: "  a b   ", template: "  1500  " });
    expect(read(padded).lesions.map(({ patient }) => patient)).toEqual(["a b"]);
  });

  // The bytes C3 A9, which are é in UTF-8, in each set: from the code pages of ISO 8859.
  it.each([
    ["ISO_IR 192", "é"],
    ["", "Ã©"],
    ["ISO_IR 100", "Ã©"],
    ["ISO 2022 IR 100", "Ã©"],
    ["ISO_IR 144", "УЉ"],
    ["ISO 2022 IR 144", "УЉ"],
    ["ISO_IR 126", "Γ©"],
    ["ISO_IR 144 \\ISO_IR 100", "УЉ"],
  ])("reads texts in the character set %j", (name, patient) => {
    const file = report([[LONG]], { patient: "é", more: [text(0x00080005, "UT", name)] });
    expect(read(file).lesions.map((lesion) => lesion.patient)).toEqual([patient]);
  });

  it("rejects texts that switch the character set", () => {
    const file = Buffer.from(report([[LONG]], { patient: "A~B" }));
    expect(read(file).lesions.map(({ patient }) => patient)).toEqual(["A~B"]);
    file[file.indexOf("A~B") + 1] = 0x1b;
    errorOf("BAD_REPORT", () => read(file), { file: "1.dcm" });
  });

  it("rejects bytes that the character set does not have: two patients would be one", () => {
    const file = Buffer.from(report([[LONG]], { patient: "A~B" }));
    file[file.indexOf("A~B") + 1] = 0xe4;
    errorOf("BAD_REPORT", () => read(file), { file: "1.dcm" });
  });

  it.each([
    ["issuers", 0x00100021, "LO", "hospital A", "hospital B"],
    ["birth dates", 0x00100030, "DA", "19500101", "19600101"],
  ] as const)("rejects one PatientID with two %s, which are two patients", (_, tag, vr, a, b) => {
    const [one, other] = [a, b].map((value, i) =>
      report([[LONG]], {
        study: `${i + 1}`,
        date: `2020010${i + 1}`,
        more: [text(tag, vr, value)],
      }),
    ) as [Uint8Array, Uint8Array];
    errorOf("BAD_REPORT", () => read(one, other), { file: "2.dcm" });
    const unsaid = report([[LONG]], { study: "3" });
    expect(read(one, unsaid).lesions).toHaveLength(2);
  });

  it("names reports that a new version can refer to: those with a series", () => {
    const series = (uid: string) => report([[LONG]], { more: [text(0x0020000e, "UI", uid)] });
    expect(read(report([[LONG]])).reports).toEqual([]);
    expect(read(series("1.02")).reports).toEqual([]);
    const other = { template: "2000", more: [text(0x0020000e, "UI", "1.2.5")] };
    expect(read(report([[LONG]], other)).reports).toEqual([]);
    expect(read(series("1.2.5")).reports).toMatchObject([
      { studyUid: uidOf("study", "1"), seriesUid: "1.2.5", sopUid: uidOf("report", "1") },
    ]);
  });

  it("names the image of a lesion for a new report: of the same study, with valid UIDs and a date", () => {
    const own = uidOf("study", "1");
    const evidence = (study: string, series: string, sopUid: string) =>
      sequence(0x0040a375, [
        [
          text(0x0020000d, "UI", study),
          sequence(0x00081115, [
            [
              text(0x0020000e, "UI", series),
              sequence(0x00081199, [[text(0x00081155, "UI", sopUid)]]),
            ],
          ]),
        ],
      ]);
    const imagesOf = (given: Given, ...items: Item[]) => read(report([items], given)).images;
    const of = (...args: Parameters<typeof evidence>) => ({ more: [evidence(...args)] });
    const point = (frameOfReferenceUid: string) =>
      pointItem(CODES.centre, { point: [1, 2, 3], frameOfReferenceUid });
    const { sopUid } = IMAGE;
    const good = of(own, "1.2.5", sopUid);
    expect(imagesOf(good, LONG)).toEqual([
      {
        row: 1,
        patientId: "7",
        studyUid: own,
        seriesUid: "1.2.5",
        ...IMAGE,
        frame: undefined,
        studyDate: "2020-01-31",
        studyTime: "101500",
        frameOfReferenceUid: undefined,
      },
    ]);
    expect(imagesOf(good, LONG, point("1.2.7"))).toMatchObject([{ frameOfReferenceUid: "1.2.7" }]);
    const invalid = imagesOf(good, LONG, point("1.02"));
    expect(invalid).toMatchObject([{ frameOfReferenceUid: undefined }]);
    for (const given of [
      of(uidOf("study", "2"), "1.2.5", sopUid),
      of(own, "1.02", sopUid),
      of(own, "1.2.5", "1.2.6"),
      { ...good, date: "" },
      {},
    ]) {
      expect(imagesOf(given, LONG)).toEqual([]);
    }
    expect(imagesOf(good, number(CODES.longAxis, "9", CODES.millimetre))).toEqual([]);
  });

  it.each([[null], [3], ["a.dcm"], [{}], [[null]], [[{}]], [[{ name: "a", bytes: "DICM" }]]])(
    "rejects what is no list of files: %j",
    (files) => {
      errorOf("BAD_VALUE", () => readMeasurementReports(files as never));
    },
  );

  it("rejects images without instance UID or position", () => {
    const place = [
      [0x00200032, "-100\\-150\\42.5"],
      [0x00200037, "1\\0\\0\\0\\1\\0"],
      [0x00280030, "0.8\\0.5"],
    ].map(([tag, value]) => text(tag as number, "UT", value as string));
    const [uid, ct] = [text(0x00080018, "UI", "1.2.3"), text(0x00080060, "CS", "CT")];
    expect(read(dicom([uid, ct, ...place])).lesions).toEqual([]);
    errorOf("BAD_REPORT", () => read(dicom([ct, ...place])), { file: "1.dcm" });
    errorOf("BAD_REPORT", () => read(dicom([uid, ct])), { file: "1.dcm" });
  });

  it("rejects two images with one instance UID: positions would depend on the order of files", () => {
    const ct = (z: number) =>
      dicom([
        text(0x00080018, "UI", IMAGE.sopUid),
        text(0x00080060, "CS", "CT"),
        text(0x00200032, "UT", `0\\0\\${z}`),
        text(0x00200037, "UT", "1\\0\\0\\0\\1\\0"),
        text(0x00280030, "UT", "1\\1"),
      ]);
    expect(read(ct(1), ct(1), report([[LONG]])).lesions[0]?.centreMm?.[2]).toBe(1);
    errorOf("BAD_REPORT", () => read(ct(1), ct(2), report([[LONG]])), { file: "2.dcm" });
  });

  it("passes over a report that a later version replaces, and a file given twice", () => {
    const first = report([[LONG, SHORT]], { sopUid: "1.2.1" });
    const replaces = sequence(0x0040a360, [
      [sequence(0x00081115, [[sequence(0x00081199, [[text(0x00081155, "UI", "1.2.1")]])]])],
    ]);
    const second = report([[LONG]], { sopUid: "1.2.2", more: [replaces] });
    const { lesions, skipped } = read(first, second, second);
    expect(lesions.map(({ reportUid }) => reportUid)).toEqual(["1.2.2"]);
    expect(skipped).toMatchObject([{ file: "1.dcm" }]);
    const unnamed = sequence(0x0040a360, [[sequence(0x00081115, [[sequence(0x00081199, [[]])]])]]);
    expect(read(report([[LONG]], { more: [unnamed] })).lesions).toHaveLength(1);
  });

  it("rejects contradictions, with the file", () => {
    const one = report([[TRACKED, LONG, SHORT]]);
    errorOf("BAD_REPORT", () => read(one, report([[LONG]], { patient: "8", sopUid: "1.2" })), {
      file: "2.dcm",
    });
    errorOf("BAD_REPORT", () => read(one, report([[LONG]], { date: "20210131", sopUid: "1.2" })), {
      file: "2.dcm",
    });
    errorOf("BAD_REPORT", () => read(one, report([[LONG]])), { file: "2.dcm" });
    const other17 = lengthItem(CODES.longAxis, 17, [89.5, 199.5, 109.5, 199.5], IMAGE);
    const [first17, first16] = [report([[other17]]), report([[LONG]])];
    expect(first17).toHaveLength(first16.length);
    errorOf("BAD_REPORT", () => read(first16, first17), { file: "2.dcm" });
    const other = report([[TRACKED, LONG]], { patient: "8", study: "2" });
    errorOf("BAD_REPORT", () => read(one, other));
    const sameTime = report([[LONG]], { study: "2" });
    errorOf("BAD_DATES", () => read(one, sameTime), { patient: "7", file: "2.dcm" });
    errorOf("BAD_DATES", () => read(one, report([[LONG]], { study: "2", date: "" })), {
      patient: "7",
      file: "2.dcm",
    });
    errorOf("BAD_VALUE", () => read(report([[LONG]], { date: "20201331" })), { file: "1.dcm" });
  });

  it("numbers studies of a day by times of different length", () => {
    const files = [
      report([[LONG]], { study: "c", time: "11" }),
      report([[LONG]], { study: "a", time: "09" }),
      report([[LONG]], { study: "b", time: "1015" }),
    ];
    const { lesions } = read(...files);
    expect(lesions.map(({ studyUid }) => studyUid)).toEqual(
      ["a", "b", "c"].map((one) => uidOf("study", one)),
    );
  });

  it("takes the only study of a patient without a date", () => {
    const files = [report([[LONG]], { date: "" }), report([[LONG]], { patient: "8", study: "2" })];
    const { lesions } = read(...files);
    expect(lesions.map(({ patient, study }) => [patient, study])).toEqual([
      ["7", 1],
      ["8", 1],
    ]);
    expect(lesions[0]).not.toHaveProperty("date");
  });

  it("names the values that contradict each other", () => {
    const found = (code: "BAD_REPORT" | "BAD_DATES", a: Given, b: Given) =>
      errorOf(code, () => read(report([[LONG]], a), report([[LONG]], b))).fault.received;
    const sopUid = "1.2.1";
    expect(found("BAD_REPORT", {}, { sopUid, patient: "8" })).toBe("7 and 8");
    expect(found("BAD_REPORT", {}, { sopUid, date: "" })).toBe("2020-01-31 and none");
    const study = "2";
    expect(found("BAD_DATES", {}, { study })).toMatch(/ 2020-01-31 101500$/);
    expect(found("BAD_DATES", { time: "" }, { study, time: "" })).toMatch(/ 2020-01-31$/);
    // Neither is before the other: no time, no minutes, no time of day.
    expect(found("BAD_DATES", { time: "" }, { study })).toBe("2020-01-31 and 2020-01-31 101500");
    expect(found("BAD_DATES", { time: "10" }, { study })).toMatch(/-31 10 and .* 101500$/);
    expect(found("BAD_DATES", { time: "25AB" }, { study })).toMatch(/-31 and .* 101500$/);
    expect(found("BAD_DATES", {}, { study, date: "" })).not.toMatch(/\d/);
  });

  it("rejects other files", () => {
    errorOf("BAD_REPORT", () => read(new Uint8Array(0)), { file: "1.dcm" });
    errorOf("BAD_REPORT", () => read(new Uint8Array(1000)), { file: "1.dcm" });
    errorOf("BAD_REPORT", () => read(report([[LONG]], { modality: "SEG" })), { file: "1.dcm" });
    for (const given of [{ patient: "" }, { sopUid: "" }, { sopUid: "1.02" }]) {
      errorOf("BAD_REPORT", () => read(report([[LONG]], given)), { file: "1.dcm" });
    }
    const named = (name: string) => report([[LONG]], { more: [text(0x00080005, "CS", name)] });
    errorOf("BAD_REPORT", () => read(named("ISO_IR 999")), { file: "1.dcm" });
  });

  it.runIf(hasProgram("dcmconv"))(
    "reads implicit VR, big endian and undefined lengths alike",
    () => {
      const bytes = report([[TRACKED, SITE, LONG, SHORT]]);
      const whole = joined([
        bytes.subarray(0, 132),
        dataSet([
          text(0x00020002, "UI", "1.2.840.10008.5.1.4.1.1.88.33"),
          text(0x00020010, "UI", "1.2.840.10008.1.2.1"),
        ]),
        bytes.subarray(132 + 28),
      ]);
      const expected = read(whole).lesions;
      expect(expected).toHaveLength(1);
      for (const syntax of ["+ti", "+tb", "+te"]) {
        expect(read(converted(whole, syntax)).lesions).toEqual(expected);
      }
      errorOf("BAD_REPORT", () => read(converted(whole, "+td")), { file: "1.dcm" });
    },
  );
  if (!hasProgram("dcmconv")) it.skip("other syntaxes (SKIPPED: no dcmtk here)", () => {});

  it("reads a cut file nowhere in part", () => {
    const bytes = report([[TRACKED, LONG, SHORT], [LONG]]);
    for (let length = 0; length < bytes.length; length++) {
      errorOf("BAD_REPORT", () => read(bytes.subarray(0, length)), { file: "1.dcm" });
    }
  });

  it("rejects an element of implicit VR that goes beyond the end of the file", () => {
    const image = (surplus: number): Uint8Array => {
      const elements = [
        [0x00080018, "1.2.3\0"],
        [0x00080060, "CT"],
        [0x00200032, "-100\\-150\\42.5"],
        [0x00200037, "1\\0\\0\\0\\1\\0 "],
        [0x00280030, "0.8\\0.5 "],
      ] as const;
      const parts = elements.map(([tag, value], i) => {
        const head = Buffer.alloc(8);
        head.writeUInt16LE(tag >>> 16, 0);
        head.writeUInt16LE(tag & 0xffff, 2);
        head.writeUInt32LE(value.length + (i === elements.length - 1 ? surplus : 0), 4);
        return Buffer.concat([head, Buffer.from(value, "latin1")]);
      });
      const start = dicom([]);
      const syntax = dataSet([text(0x00020010, "UI", "1.2.840.10008.1.2")]);
      return joined([start.subarray(0, 132), syntax, ...parts]);
    };
    expect(read(image(0)).lesions).toEqual([]);
    errorOf("BAD_REPORT", () => read(image(2)), { file: "1.dcm" });
  });

  it("says what the parser found in a damaged file", () => {
    const { fault } = errorOf("BAD_REPORT", () => read(report([[LONG]]).subarray(0, 400)));
    expect(fault.received).toContain("past end of buffer");
  });

  it("rejects a sequence of open length without its end", () => {
    const endless = Buffer.from(report([[LONG]]));
    const content = endless.indexOf(Buffer.from([0x40, 0x00, 0x30, 0xa7]));
    endless.writeUInt32LE(0xffffffff, content + 8);
    errorOf("BAD_REPORT", () => read(endless), { file: "1.dcm" });
    const delimiter = Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);
    expect(read(Buffer.concat([endless, delimiter])).lesions).toHaveLength(1);
  });

  it("either reads positive lengths or fails with a code, whatever the bytes", () => {
    const bytes = report([[TRACKED, SITE, LONG, SHORT]]);
    const change = fc.record({
      at: fc.integer({ min: 132, max: bytes.length - 1 }),
      to: fc.nat(255),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
        const damaged = bytes.slice();
        for (const { at, to } of changes) damaged[at] = to;
        try {
          for (const { longAxisMm, shortAxisMm = 1 } of read(damaged).lesions) {
            expect(longAxisMm).toBeGreaterThan(0);
            expect(shortAxisMm).toBeGreaterThan(0);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(LesionGraphError);
          expect(["BAD_REPORT", "BAD_VALUE"]).toContain((error as LesionGraphError).code);
        }
      }),
      { seed: 15, numRuns: 3000 },
    );
  });

  it("takes 32 levels of items and rejects a file that nests deeper", () => {
    // Measurements and group are the first two levels, the length with its line and image the last three.
    const nested = (levels: number): Uint8Array => {
      let item: Item = LONG;
      for (let level = 5; level < levels; level++) item = container(CODES.measurements, [item]);
      return report([[item]]);
    };
    expect(read(nested(32)).skipped).toMatchObject([{ reason: "no long axis" }]);
    for (const levels of [33, 64]) {
      errorOf("BAD_REPORT", () => read(nested(levels)), { file: "1.dcm" });
    }
  });
});

describeReal("reports of other programs", () => {
  const folder = sharedPath("dicom");
  const readFile = (name: string) =>
    readMeasurementReports([{ name, bytes: readFileSync(join(folder, name)) }]);

  it("are read, skipped with a reason, or rejected", () => {
    if (!existsSync(folder)) throw new Error(`missing ${folder}`);
    const outcome = readdirSync(folder)
      .filter((name) => name.endsWith(".dcm"))
      .map((name) => {
        try {
          const { lesions, skipped } = readFile(name);
          return [name, lesions.length, ...skipped.map(({ reason }) => reason)];
        } catch (error) {
          return [name, (error as LesionGraphError).code];
        }
      });
    const none = "no long axis";
    expect(outcome).toEqual([
      ["dcmjs-sample-sr.dcm", 0, "a long axis in 1 and not in mm"],
      ["dcmjs-structured_report.dcm", "BAD_REPORT"],
      ["dcmqi-seg.dcm", "BAD_REPORT"],
      ["dcmqi-sr.dcm", 0, none],
      ["highdicom-seg_image_ct_binary.dcm", "BAD_REPORT"],
      ["highdicom-seg_image_ct_binary_overlap.dcm", "BAD_REPORT"],
      ["highdicom-sr_document.dcm", 0, none],
      ["highdicom-sr_document_with_multiple_groups.dcm", 0, none, none, none, none],
      ["prototype-study1-sr.dcm", 2],
      ["prototype-study2-sr.dcm", 2],
    ]);
  });

  it("link a lesion through two studies", () => {
    const names = ["prototype-study2-sr.dcm", "prototype-study1-sr.dcm"];
    const files = names.map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
    const { lesions, mustLink } = readMeasurementReports(files);
    // Figures as dsrdump prints them.
    expect(
      lesions.map(({ study, longAxisMm, shortAxisMm, type }) => [
        study,
        longAxisMm,
        shortAxisMm,
        type,
      ]),
    ).toEqual([
      [1, 16, 8, "liver"],
      [1, 24, 19.26656, "lung"],
      [2, 20.8, 9.6, "liver"],
      [2, 28.8, 19.26656, "lung"],
    ]);
    expect(mustLink).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });
});
