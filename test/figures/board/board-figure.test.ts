import { describe, expect, it } from "vitest";
import type { Lesion } from "../../../src/core/lesion.js";
import { UnionFind } from "../../../src/core/union-find.js";
import { boardFigure, boardPages } from "../../../src/figures/board/board-figure.js";
import { joinedPairs } from "../../../src/figures/kit/joined-pairs.js";
import { shownPatient } from "../../../src/figures/kit/shown-patient.js";
import { THEME } from "../../../src/figures/kit/theme.js";
import { matchPatient } from "../../../src/matching/match.js";
import type { PatientMatch, Sequence } from "../../../src/matching/result.js";
import { readDlInfo } from "../../../src/measurements/read-lesions.js";
import { dlInfo } from "../../support/dl-info.js";
import { errorOf } from "../../support/errors.js";
import { at } from "../../support/lesions.js";
import { patientOf200, simulated, small } from "../../support/patients.js";
import { describeReal, sharedText } from "../../support/shared-data.js";
import { type Element, elements, groupOf, parsed, textBoxes, viewBox } from "../../support/svg.js";

const cells = (figure: ReturnType<typeof boardFigure>): Element[] =>
  elements(groupOf(parsed(figure), "lesions"), "g").filter(
    (g) => g.getAttribute("role") === "graphics-symbol img",
  );
const number = (element: Element | undefined, name: string): number =>
  Number(element?.getAttribute(name));

/** By Algorithm 1, which merges the duplicate annotation of `small`; by location alone. */
const bySteps = (lesions: readonly Lesion[]) =>
  matchPatient(lesions, { method: "algorithm1", features: ["location"] });

describe("boardFigure", () => {
  it("says in the legend what the ids begin with, which cells leave out", () => {
    const named = small.map((lesion) => ({ ...lesion, id: `000003_${lesion.row}` }));
    const figure = boardFigure(bySteps(named), { cellLabel: "id" });
    expect(String(figure)).toContain(">Cell label: lesion id after 000003_<");
    expect(elements(cells(figure)[0]!, "text")[0]?.textContent).toBe("1");
  });

  it("has one cell per lesion of a study, with its size below, and one column per study", () => {
    const found = cells(boardFigure(bySteps(small)));
    expect(found.map((cell) => elements(cell, "text")[1]?.textContent)).toEqual([
      "12 × 8",
      "30 × 21",
      "14 × 10",
      "36 × 25",
      "20 × 14",
      "9 × 6",
    ]);
    expect(found.map((cell) => elements(cell, "text")[0]?.textContent)).toEqual([
      "1",
      "2",
      "3",
      "5",
      "6",
      "7",
    ]);
    const lefts = found.map((cell) => number(elements(cell, "svg")[0], "x"));
    expect(new Set(lefts).size).toBe(3);
    expect([...lefts].sort((a, b) => a - b)).toEqual(lefts);
    expect(found[2]?.getAttribute("aria-label")).toBe(
      "row 3, study 2, L3, 14.0 × 9.8 mm, liver, sequence 1, duplicate annotation, row 4",
    );
    expect(elements(found[2] as Element, "rect")).toHaveLength(2);
  });

  it("has lesions of single studies side by side where columns are wide", () => {
    const apart = Array.from({ length: 6 }, (_, i) => at(i + 1, 1, 0.1 + i * 0.15));
    const boxesAt = (widthMm: number) =>
      cells(boardFigure(matchPatient(apart), { widthMm })).map((cell) => {
        const [frame] = elements(cell, "rect");
        return ["x", "y", "width"].map((name) => number(frame, name)) as [number, number, number];
      });
    const wide = boxesAt(180);
    expect(new Set(wide.map(([, y]) => y)).size).toBe(1);
    wide.slice(1).forEach(([x], i) => {
      const [before = 0, , width = 0] = wide[i] ?? [];
      expect(x).toBeGreaterThan(before + width);
    });
    // 241 points for cells of 59.5 with 8.4 between them: three in each of two rows.
    expect(new Set(boxesAt(85).map(([, y]) => y)).size).toBe(2);
  });

  it("joins the cells of a sequence in one lane and names it", () => {
    const joins = groupOf(parsed(boardFigure(bySteps(small))), "joins");
    expect(elements(joins, "text").map(({ textContent }) => textContent)).toEqual(["1", "2", "1"]);
    for (const path of elements(joins, "path")) {
      const [, y1, , y2] = (path.getAttribute("d") ?? "").match(/-?[\d.]+/g) as string[];
      expect(y1).toBe(y2);
    }
  });

  /** What the joins of a sequence join, as their tooltips begin: "rows 1 and 3". */
  const joined = (match: PatientMatch, sequence: number): string[] =>
    elements(groupOf(parsed(boardFigure(match)), "joins"), "title")
      .map(({ textContent }) => textContent ?? "")
      .filter((text) => text.startsWith(`sequence ${sequence}:`))
      .map((text) => (/rows \d+ and \d+/.exec(text) as RegExpExecArray)[0]);

  it("joins the links of the match where a sequence has two lesions of a study", () => {
    // Two at 1 and two at 2, crosswise: side by side would be 1-3 and 2-4, which are not linked.
    const lesions = [at(1, 1, 0.1), at(2, 1, 0.18), at(3, 2, 0.19), at(4, 2, 0.09)];
    const crosswise = {
      ...matchPatient(lesions),
      sequences: [{ id: 1, lesions }],
      links: [
        { from: 1, to: 4, distance: 0.01, accepted: true },
        { from: 2, to: 3, distance: 0.01, accepted: true },
      ],
    };
    expect(joined(crosswise, 1)).toEqual(["rows 1 and 4", "rows 2 and 3"]);
  });

  it("leads a join along its own lane to the last gap, off the texts of other lanes", () => {
    // Two lesions of study 1 and of study 3 in one sequence: two lanes; study 2 is empty in both.
    const lesions = [at(1, 1, 0.1), at(2, 1, 0.3), at(3, 3, 0.1), at(4, 3, 0.3), at(5, 2, 0.7)];
    const match = {
      ...matchPatient(lesions),
      sequences: [
        { id: 1, lesions: lesions.slice(0, 4) },
        { id: 2, lesions: lesions.slice(4) },
      ],
      links: [
        { from: 1, to: 4, distance: 0.02, accepted: true },
        { from: 2, to: 3, distance: 0.02, accepted: true },
      ],
    };
    for (const path of elements(groupOf(parsed(boardFigure(match)), "joins"), "path")) {
      const points = [...(path.getAttribute("d") ?? "").matchAll(/(-?[\d.]+),(-?[\d.]+)/g)];
      expect(points).toHaveLength(3);
      expect(points[1]?.[2]).toBe(points[0]?.[2]);
    }
  });

  it("never joins what is not of one sequence, nor leaves a lesion of one out", () => {
    for (const method of ["algorithm1", "joint"] as const) {
      for (const lesions of [...simulated(5, 6), patientOf200()]) {
        const match = matchPatient(lesions, { method });
        const pairs = joinedPairs(match, shownPatient(match, 1e6, THEME.light));
        const sequenceOf = new Map(
          match.sequences.flatMap(({ id, lesions: own }) => own.map(({ row }) => [row, id])),
        );
        const groups = new UnionFind(1 + Math.max(...sequenceOf.keys()));
        for (const { from, to, sequence } of pairs) {
          expect([sequenceOf.get(from), sequenceOf.get(to)]).toEqual([sequence, sequence]);
          groups.join(from, to);
        }
        for (const { rows } of match.duplicates) {
          for (const row of rows) groups.join(rows[0]!, row);
        }
        for (const { lesions: own } of match.sequences) {
          expect(new Set(own.map(({ row }) => groups.find(row))).size).toBe(1);
        }
      }
    }
  });

  it("says where studies between two columns are not drawn", () => {
    const lesions = small.map((lesion) => ({ ...lesion, study: lesion.study * 2 - 1 }));
    const signs = (of: readonly Lesion[], options = {}): number =>
      elements(parsed(boardFigure(matchPatient(of), options)), "path").filter(
        (path) => path.getAttribute("aria-label") === "studies not drawn",
      ).length;
    // Studies 1, 3, 5: two gaps, and the sign in the legend.
    expect([signs(small), signs(lesions), signs(lesions, { legend: false })]).toEqual([0, 3, 2]);
  });

  it("keeps the order of sequences from band to band, and reaches the edges of each", () => {
    const many = Array.from({ length: 12 }, (_, i) =>
      [0.2, 0.5, 0.8].map((z, k) => ({
        ...(small[0] as Lesion),
        study: i + 1,
        row: 3 * i + k + 1,
        id: `${i}-${k}`,
        location: [0.5, 0.5, z] as const,
      })),
    )
      .flat()
      // The lowest is not marked at the edges of bands.
      .filter(({ location: [, , z], study }) => z !== 0.8 || study % 4 === 2);
    const figure = parsed(boardFigure(matchPatient(many), { widthMm: 85 }));
    const [width] = viewBox(figure);
    const bands = elements(figure, "g").filter((g) => g.getAttribute("aria-label") === "joins");
    expect(bands).toHaveLength(3);
    const dotted = bands
      .flatMap((band) => elements(band, "path"))
      .filter((path) => path.getAttribute("stroke-dasharray"));
    const ends = dotted.flatMap((path) => {
      const [x1, , x2] = (path.getAttribute("d")?.match(/-?[\d.]+/g) ?? []).map(Number);
      return [x1 as number, x2 as number];
    });
    // Three sequences leave two bands and enter two.
    expect(dotted).toHaveLength(12);
    expect(ends.filter((x) => x < 6 || x > width - 6)).toHaveLength(12);
    const atEdge = bands.map((band) =>
      textBoxes(band)
        .filter(({ x }) => x < 6 || x > width - 6)
        .sort((a, b) => a.y - b.y)
        .map(({ text }) => text),
    );
    expect(atEdge).toEqual([
      ["1", "2", "3"],
      ["1", "1", "2", "2", "3", "3"],
      ["1", "2", "3"],
    ]);
  });

  it("does not let one large lesion make dots of all others", () => {
    const one = (long: number): readonly Lesion[] =>
      small.map((lesion) => (lesion.row === 2 ? { ...lesion, longAxisMm: long } : lesion));
    // Long axes 9, 12, 14, 14.2, 20, 36 and 30: all within twice their upper quartile, 25.
    expect(boardFigure(bySteps(small)).notes).toEqual([]);
    // With 300 for 30 the upper quartile is 28: a cell of 1.1 x 56, rounded up to 65 mm.
    const figure = boardFigure(bySteps(one(300)));
    expect(figure.notes).toEqual(["1 of 6 lesions larger than a cell of 65 mm, cropped."]);
    expect(String(figure)).toContain("larger than the cell");
    expect(String(boardFigure(bySteps(small)))).not.toContain("larger than the cell");
  });

  it("names sequences by colour only while colours differ", () => {
    const legend = (count: number): string[] => {
      const lesions = Array.from({ length: count }, (_, k) =>
        [1, 2].map((study) => ({
          ...at(2 * k + study, study, k),
          location: [0.5, 0.5, k / 10] as const,
        })),
      ).flat();
      const match = { ...matchPatient([]), patient: "p", sequences: [] as Sequence[] };
      for (let k = 0; k < count; k++) {
        match.sequences.push({ id: k + 1, lesions: lesions.slice(2 * k, 2 * k + 2) });
      }
      return textBoxes(groupOf(parsed(boardFigure(match)), "legend")).map(({ text }) => text);
    };
    expect(legend(8)).toContain("8");
    expect(legend(9)).not.toContain("8");
    expect(legend(9)).toContain("numbers on the joins; colours repeat");
  });

  it("draws the axes to scale, as they lie in the slice", () => {
    // 20 px and 10 px of 0.8 mm: 16 mm along x and 8 mm along y, about their common centre.
    const { lesions } = readDlInfo(dlInfo([{}]));
    const [cell] = cells(boardFigure(matchPatient(lesions), { fieldMm: 40 }));
    const [view] = elements(cell as Element, "svg");
    expect(view?.getAttribute("viewBox")).toBe("-20 -20 40 40");
    const axes = elements(view as Element, "line").map((line) =>
      ["x1", "y1", "x2", "y2"].map((name) => number(line, name)),
    );
    expect(axes).toEqual([
      [-8, 0, 8, 0],
      [0, -4, 0, 4],
    ]);
    const text = String(boardFigure(matchPatient(lesions), { fieldMm: 40, widthMm: 85 }));
    expect(text).toContain(">20 mm<");
  });

  it("shows the key slice where it is given", () => {
    const { lesions } = readDlInfo(dlInfo([{}]));
    const href = "data:image/png;base64,iVBORw0KGgo=";
    const slices = new Map([[1, { href, firstPx: [51, 151], sizePx: [100, 100] } as const]]);
    const [cell] = cells(boardFigure(matchPatient(lesions), { slices, fieldMm: 40 }));
    const [image] = elements(cell as Element, "image");
    // The first pixel's left edge is at 50.5, the lesion's centre at (100, 200): 49.5 px of 0.8 mm.
    expect(["x", "y", "width", "height"].map((name) => number(image, name))).toEqual([
      -39.6, -39.6, 80, 80,
    ]);
    expect(image?.getAttribute("href")).toBe(href);
    expect(elements(cell as Element, "ellipse")).toEqual([]);
    for (const bad of ["https://example.org/a.png", "data:text/html;base64,AA==", "javascript:1"]) {
      errorOf(
        "BAD_OPTION",
        () =>
          boardFigure(matchPatient(lesions), {
            slices: new Map([[1, { href: bad, firstPx: [1, 1], sizePx: [1, 1] }]]),
          }),
        { option: "slices", row: 1 },
      );
    }
  });

  it("says how many cells have no key slice where others have one", () => {
    const slices = new Map([
      [4, { href: "data:image/png;base64,AA==", firstPx: [1, 1], sizePx: [1, 1] } as const],
    ]);
    // Seven annotations in six cells; row 4 is the second annotation of a cell that row 3 stands for.
    expect(boardFigure(bySteps(small), { slices }).notes).toEqual([
      "6 of 6 lesions without a key slice, drawn as their axes.",
    ]);
    expect(boardFigure(bySteps(small)).notes).toEqual([]);
  });

  it("puts a question mark where nothing was measured", () => {
    const lesions = small.map(({ longAxisMm: _, shortAxisMm: __, ...rest }) => rest);
    const figure = boardFigure(bySteps(lesions));
    expect(
      cells(figure).map((cell) => elements(cell, "text").some((one) => one.textContent === "?")),
    ).toEqual(Array(6).fill(true));
  });

  it("goes on in further bands, with the numbers of what continues at their ends", () => {
    const lesions = small.map((lesion) => ({ ...lesion, study: lesion.study * 10 }));
    const many = Array.from({ length: 12 }, (_, i) =>
      lesions.slice(0, 2).map((lesion) => ({
        ...lesion,
        study: i + 1,
        row: lesion.row + 10 * i,
        id: `${lesion.id}-${i}`,
      })),
    ).flat();
    const document = parsed(boardFigure(matchPatient(many), { widthMm: 85 }));
    const paths = elements(document, "path").filter((p) => p.getAttribute("stroke-dasharray"));
    // 12 studies in three bands of four: two sequences leave two of them and enter two.
    expect(paths).toHaveLength(8);
    const headings = elements(document, "text").filter((t) => /^Study/.test(t.textContent ?? ""));
    expect(headings).toHaveLength(12);
    expect(new Set(headings.map((heading) => heading.getAttribute("y"))).size).toBe(3);
  });

  it("says how many lesions it leaves out", () => {
    expect(boardFigure(matchPatient(patientOf200()), { maxLesions: 30 }).notes[0]).toBe(
      "30 of 200 lesions drawn: the sequences with the most studies; 170 left out.",
    );
  });
});

describeReal("the board of patient 1152 of DLS by Algorithm 1", () => {
  it("joins 681-687 and 682-686, which matching linked, not 681-686 and 682-687", () => {
    const { lesions } = readDlInfo(sharedText("dls/valid_lesions.csv"));
    const match = bySteps(lesions.filter(({ patient }) => patient === "1152"));
    const pairs = joinedPairs(match, shownPatient(match, 1e6, THEME.light))
      .filter(({ sequence }) => sequence === 4)
      .map(({ from, to }) => `${from}-${to}`);
    expect(pairs).toEqual(expect.arrayContaining(["681-687", "682-686"]));
    expect(pairs).not.toContain("681-686");
    expect(pairs).not.toContain("682-687");
  });
});

it("slices that are no Map and a field too small to draw are errors", () => {
  const match = bySteps(small);
  for (const given of [{ slices: 1 }, { slices: {} }, { fieldMm: 1e-308 }, { fieldMm: -1 }]) {
    errorOf("BAD_OPTION", () => boardFigure(match, given as never));
  }
});

describe("the pages of a board", () => {
  const match = matchPatient(patientOf200());
  const rowsOf = (figure: ReturnType<typeof boardFigure>): string[] =>
    [...String(figure).matchAll(/class="lesion" data-row="([^"]*)"/g)].flatMap(([, rows = ""]) =>
      rows.split(" "),
    );
  const joinsOf = (figure: ReturnType<typeof boardFigure>): string[] =>
    [...String(figure).matchAll(/class="link" data-from="(\d+)" data-to="(\d+)"/g)].map(
      ([, from, to]) => `${from} ${to}`,
    );

  it.each([85, 180])("have every lesion once and every join, at %d mm", (widthMm) => {
    const pages = boardPages(match, { widthMm });
    expect(pages.length).toBeGreaterThan(2);
    const rows = pages.flatMap(rowsOf);
    expect([rows.length, new Set(rows).size]).toEqual([200, 200]);
    const whole = boardFigure(match, { widthMm });
    expect(new Set(pages.flatMap(joinsOf))).toEqual(new Set(joinsOf(whole)));
    // 230 mm of bands; legend and notes need less than 30 mm more.
    for (const { heightMm } of pages) expect(heightMm).toBeLessThan(260);
    pages.forEach((page, i) => {
      expect(page.notes[0]).toBe(`Page ${i + 1} of ${pages.length}.`);
      expect(String(page)).toBe(String(boardFigure(match, { widthMm, page: i + 1 })));
    });
  });

  it("are one where the board fits, and end with the last", () => {
    const one = boardPages(matchPatient(small));
    expect(one.map(String)).toEqual([String(boardFigure(matchPatient(small)))]);
    for (const page of [2, -1, 0.5]) {
      const draw = () => boardFigure(matchPatient(small), { page });
      expect(errorOf("BAD_OPTION", draw).where.option).toBe("page");
    }
  });
});
