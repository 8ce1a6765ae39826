/** SDTM domains of courses whose figures are written down; expected values by hand. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sdtmTables } from "../../src/response/sdtm.js";
import { RS_COLUMNS, TR_COLUMNS, TU_COLUMNS } from "../../src/response/sdtm-columns.js";
import { type Course, growthOf, responseOf, rowOf } from "../support/courses.js";
import { errorOf } from "../support/errors.js";
import { columnsMarkdown } from "../support/markdown.js";

/** Two targets (one a lymph node), a non-target that goes, and a new lesion in study 3. */
const COURSES: readonly Course[] = [
  { mm: [40, 20, 30], type: "liver" },
  { mm: [18, undefined, 12], lymphNode: true },
  { mm: [8, 8], type: "bone", statuses: { 3: "absent" } },
  { mm: [undefined, undefined, 7], type: "lung", note: { role: "new" } },
];
const OPTIONS = { days: [0, 60, 110], patient: "x" } as const;
const STATUS_NOTES = [{ row: rowOf(3, 1), study: 3, status: "absent" }] as const;
const tables = (given = {}) =>
  sdtmTables([growthOf(COURSES, OPTIONS)], [responseOf(COURSES, OPTIONS)], {
    studyId: "S1",
    evaluator: "INVESTIGATOR",
    statusNotes: STATUS_NOTES,
    ...given,
  });

describe("sdtmTables", () => {
  it("identifies targets, non-targets and new lesions", () => {
    const { tu } = tables();
    expect(
      tu.rows.map((row) => [
        row.TULNKID,
        row.TUSTRESC,
        row.TULOC,
        row.VISIT,
        row.TUDTC,
        row.sequence,
      ]),
    ).toEqual([
      ["T01", "TARGET", "LIVER", "SCREENING", "2020-01-01", 1],
      ["T02", "TARGET", "LYMPH NODE", "SCREENING", "2020-01-01", 2],
      ["NT01", "NON-TARGET", "BONE", "SCREENING", "2020-01-01", 3],
      ["NEW01", "NEW", "LUNG", "STUDY 3", "2020-04-20", 4],
    ]);
    expect(
      tu.rows.map(({ TUSEQ, STUDYID, DOMAIN, USUBJID, TUEVAL }) => [
        TUSEQ,
        STUDYID,
        DOMAIN,
        USUBJID,
        TUEVAL,
      ])[3],
    ).toEqual([4, "S1", "TU", "x", "INVESTIGATOR"]);
  });

  it("gives diameters in mm, sums and states; a missing result is NOT DONE and no number", () => {
    const { tr } = tables();
    const rows = tr.rows.map((row) => [
      row.VISITNUM,
      row.TRLNKID ?? row.TRGRPID,
      row.TRTESTCD,
      row.TRSTRESN ?? row.TRSTRESC ?? row.TRSTAT,
    ]);
    expect(rows).toEqual([
      [1, "T01", "LDIAM", 40],
      [1, "T02", "LPERP", 18],
      [1, "TARGET", "SUMDIAM", 58],
      [1, "NT01", "TUMSTATE", "PRESENT"],
      [2, "T01", "LDIAM", 20],
      [2, "T02", "LPERP", "NOT DONE"],
      [2, "TARGET", "SUMDIAM", "NOT DONE"],
      [2, "NT01", "TUMSTATE", "PRESENT"],
      [3, "T01", "LDIAM", 30],
      [3, "T02", "LPERP", 12],
      [3, "TARGET", "SUMDIAM", 42],
      [3, "NT01", "TUMSTATE", "ABSENT"],
      [3, "NEW01", "TUMSTATE", "PRESENT"],
    ]);
    const missing = tr.rows.filter(({ TRSTAT }) => TRSTAT === "NOT DONE");
    expect(
      missing.map(({ TRSTRESN, TRSTRESU, TRREASND }) => [TRSTRESN, TRSTRESU, TRREASND]),
    ).toEqual([
      [undefined, undefined, "NOT EVALUABLE"],
      [undefined, undefined, "NOT ALL TARGETS EVALUABLE"],
    ]);
    const [first] = tr.rows;
    expect([first?.TRORRES, first?.TRORRESU, first?.TRSTRESC, first?.TRSTRESU]).toEqual([
      "40",
      "mm",
      "40",
      "mm",
    ]);
  });

  it("says what stands for a diameter that was not measured", () => {
    const courses: readonly Course[] = [
      { mm: [40, undefined, undefined], statuses: { 2: "too small", 3: "absent" } },
    ];
    const growth = growthOf(courses, { days: [0, 50, 100] });
    const response = responseOf(courses, { days: [0, 50, 100] });
    const statusNotes = [
      { row: rowOf(1, 1), study: 2, status: "too small" },
      { row: rowOf(1, 1), study: 3, status: "absent" },
    ] as const;
    const { tr } = sdtmTables([growth], [response], { statusNotes });
    const own = tr.rows.filter(({ TRTESTCD }) => TRTESTCD === "LDIAM");
    expect(own.map(({ TRORRES, TRORRESU, TRSTRESN }) => [TRORRES, TRORRESU, TRSTRESN])).toEqual([
      ["40", "mm", 40],
      ["TOO SMALL TO MEASURE", "mm", 5],
      ["ABSENT", undefined, 0],
    ]);
    expect(tr.rows[0]?.STUDYID).toBeUndefined();
  });

  it("has terms of the codelist as TULOC and organs as given beside it", () => {
    const courses: readonly Course[] = [
      { mm: [40, 30], type: "abdomen" },
      { mm: [30, 20], note: { organ: "liver segment 4" } },
    ];
    const given = { days: [0, 50] } as const;
    const { tu } = sdtmTables([growthOf(courses, given)], [responseOf(courses, given)]);
    expect(tu.rows.map(({ TULOC, organ }) => [TULOC, organ])).toEqual([
      ["ABDOMINAL CAVITY", "abdomen"],
      [undefined, "liver segment 4"],
    ]);
  });

  it("calls a non-target with unequivocal progression present, as found beside it", () => {
    const courses: readonly Course[] = [
      { mm: [40, 40], type: "liver" },
      { mm: [8, 30], type: "bone", statuses: { 2: "progressed" } },
    ];
    const given = { days: [0, 50] } as const;
    const statusNotes = [{ row: rowOf(2, 1), study: 2, status: "progressed" }] as const;
    const tables = sdtmTables([growthOf(courses, given)], [responseOf(courses, given)], {
      statusNotes,
    });
    const last = tables.tr.rows.filter(({ TRTESTCD }) => TRTESTCD === "TUMSTATE").at(-1);
    expect([last?.TRORRES, last?.TRSTRESC]).toEqual(["UNEQUIVOCAL PROGRESSION", "PRESENT"]);
  });

  it("gives the responses of every study after baseline", () => {
    const { rs } = tables();
    expect(
      rs.rows.map(({ VISITNUM, RSTESTCD, RSSTRESC, RSDTC }) => [
        VISITNUM,
        RSTESTCD,
        RSSTRESC,
        RSDTC,
      ]),
    ).toEqual([
      [2, "TRGRESP", "NE", "2020-03-01"],
      [2, "NTRGRESP", "NON-CR/NON-PD", "2020-03-01"],
      [2, "OVRLRESP", "NE", "2020-03-01"],
      [3, "TRGRESP", "SD", "2020-04-20"],
      [3, "NTRGRESP", "CR", "2020-04-20"],
      [3, "NEWLIND", "Y", "2020-04-20"],
      [3, "OVRLRESP", "PD", "2020-04-20"],
    ]);
  });

  it("says that there is no new lesion only where all lesions were annotated", () => {
    const courses: readonly Course[] = [
      { mm: [40, 40, 40], type: "liver" },
      { mm: [undefined, undefined, 12] },
    ];
    const indicators = (annotationCompleteness: "partial" | "complete") => {
      const given = { days: [0, 50, 100], annotationCompleteness } as const;
      const { rs } = sdtmTables([growthOf(courses, given)], [responseOf(courses, given)]);
      return rs.rows.flatMap(({ VISITNUM, RSTESTCD, RSSTRESC }) =>
        RSTESTCD === "NEWLIND" ? [[VISITNUM, RSSTRESC]] : [],
      );
    };
    expect(indicators("partial")).toEqual([]);
    expect(indicators("complete")).toEqual([
      [2, "N"],
      [3, "Y"],
    ]);
  });

  it("numbers the rows of a domain within each patient from 1", () => {
    const other: readonly Course[] = [{ mm: [40, 30], type: "liver" }];
    const given = { days: [0, 50], patient: "y" } as const;
    const { tu, tr, rs } = sdtmTables(
      [growthOf(COURSES, OPTIONS), growthOf(other, given)],
      [responseOf(COURSES, OPTIONS), responseOf(other, given)],
    );
    // y: a target; its diameter and the sum in two studies; response of targets, overall.
    expect(tu.rows.map(({ USUBJID, TUSEQ }) => `${USUBJID}${TUSEQ}`)).toEqual(
      "x1 x2 x3 x4 y1".split(" "),
    );
    expect(tr.rows.map(({ USUBJID, TRSEQ }) => `${USUBJID}${TRSEQ}`)).toEqual(
      "x1 x2 x3 x4 x5 x6 x7 x8 x9 x10 x11 x12 x13 y1 y2 y3 y4".split(" "),
    );
    expect(rs.rows.map(({ USUBJID, RSSEQ }) => `${USUBJID}${RSSEQ}`)).toEqual(
      "x1 x2 x3 x4 x5 x6 x7 y1 y2".split(" "),
    );
  });

  it("joins: every link of TR is one of TU, and targets add up to their sum", () => {
    const { tu, tr } = tables();
    const links = new Set(tu.rows.map(({ TULNKID }) => TULNKID));
    for (const { TRLNKID } of tr.rows) if (TRLNKID !== undefined) expect(links).toContain(TRLNKID);
    for (const study of [1, 3]) {
      const own = tr.rows.filter(
        ({ VISITNUM, TRGRPID }) => VISITNUM === study && TRGRPID === "TARGET",
      );
      const sum = own.find(({ TRTESTCD }) => TRTESTCD === "SUMDIAM")?.TRSTRESN;
      const each = own.filter(({ TRLNKID }) => TRLNKID !== undefined);
      expect(each.reduce((total, { TRSTRESN = Number.NaN }) => total + TRSTRESN, 0)).toBe(sum);
    }
  });

  // admiralonco 1.4.0, inst/templates: ad_adtr.R and ad_adrs_basic.R filter and join by these values.
  it("has what admiralonco's templates look for", () => {
    const { tu, tr, rs } = tables();
    const diameters = tr.rows.filter(
      ({ TREVAL, TRGRPID, TRTESTCD }) =>
        TREVAL === "INVESTIGATOR" && TRGRPID === "TARGET" && /^(LDIAM|LPERP)$/.test(TRTESTCD),
    );
    expect(diameters).toHaveLength(6);
    for (const { TRLNKID, TRTESTCD } of diameters) {
      const { TULOC, TUEVAL } = tu.rows.find(({ TULNKID }) => TULNKID === TRLNKID)!;
      expect(TUEVAL).toBe("INVESTIGATOR");
      expect(TULOC === "LYMPH NODE").toBe(TRTESTCD === "LPERP");
      // The number of the lesion in LDIAMn is the third character on.
      expect(TRLNKID?.slice(2)).toMatch(/^[1-9]$/);
    }
    const measurable = tu.rows.filter(
      ({ TUSTRESC, VISIT }) => TUSTRESC === "TARGET" && VISIT === "SCREENING",
    );
    expect(measurable).toHaveLength(2);
    const overall = rs.rows.filter(
      ({ RSEVAL, RSTESTCD }) => RSEVAL === "INVESTIGATOR" && RSTESTCD === "OVRLRESP",
    );
    expect(overall).toHaveLength(2);
    for (const { RSSTRESC } of overall) {
      expect(["CR", "PR", "SD", "NON-CR/NON-PD", "PD", "NE"]).toContain(RSSTRESC);
    }
  });

  it("has no rows of targets where there are none, and no evaluator where none is given", () => {
    const courses: readonly Course[] = [
      { mm: [8, 8], type: "bone" },
      // A lymph node that never reaches 10 mm is not counted as new.
      { mm: [8, 9], lymphNode: true, note: { role: "new" } },
    ];
    const given = { days: [0, 50] } as const;
    const { tu, tr, rs } = sdtmTables([growthOf(courses, given)], [responseOf(courses, given)]);
    expect(tu.rows.map(({ TULNKID, TUEVAL }) => [TULNKID, TUEVAL])).toEqual([["NT01", undefined]]);
    expect(tr.rows.map((row) => [row.VISITNUM, row.TRTESTCD, row.TREVAL])).toEqual([
      [1, "TUMSTATE", undefined],
      [2, "TUMSTATE", undefined],
    ]);
    expect(rs.rows.map(({ RSTESTCD, RSSTRESC, RSEVAL }) => [RSTESTCD, RSSTRESC, RSEVAL])).toEqual([
      ["NTRGRESP", "NON-CR/NON-PD", undefined],
      ["OVRLRESP", "NON-CR/NON-PD", undefined],
    ]);
  });

  it("has no rows for patients without studies and for those who were not assessed", () => {
    const target: readonly Course[] = [{ mm: [40, 30] }];
    const { tu, tr, rs } = sdtmTables(
      [growthOf([]), growthOf(target)],
      [responseOf([]), responseOf(target, { baseline: 5, faults: "report" })],
    );
    expect([tu.rows, tr.rows, rs.rows]).toEqual([[], [], []]);
  });

  it("rejects responses of other patients and unknown options", () => {
    errorOf("BAD_RESPONSE", () => sdtmTables([], [responseOf(COURSES, OPTIONS)]));
    errorOf("UNKNOWN_OPTION", () => tables({ study: "S1" }), { option: "study" });
    expect(sdtmTables([], []).tu.rows).toEqual([]);
    const [growth, response] = [growthOf(COURSES, OPTIONS), responseOf(COURSES, OPTIONS)];
    for (const given of [undefined, null, growth, [null], [response]]) {
      errorOf("BAD_VALUE", () => sdtmTables(given as never, [response]));
    }
    errorOf("BAD_VALUE", () => sdtmTables([growth], undefined as never));
  });
});

it("docs/sdtm.md lists every column", () => {
  const page = readFileSync(new URL("../../docs/sdtm.md", import.meta.url), "utf8");
  for (const columns of [TU_COLUMNS, TR_COLUMNS, RS_COLUMNS]) {
    expect(page).toContain(columnsMarkdown(columns));
  }
});
