import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { DRAW_USES } from "../../src/cli/draw-flags.js";
import { FIGURES } from "../../src/cli/drawable-figures.js";
import type { FlagUse } from "../../src/cli/flag-use.js";
import { longName } from "../../src/cli/flags.js";
import { GROW_USES } from "../../src/cli/grow-command.js";
import { GROWTH_FORMATS } from "../../src/cli/growth-formats.js";
import { MATCH_USES } from "../../src/cli/match-command.js";
import { errorOfRun, freshFolder, run } from "../support/cli.js";

const folder = freshFolder();
const write = (name: string, ...lines: string[]): void =>
  writeFileSync(join(folder, name), `${lines.join("\n")}\n`);

// Patient A has a partial response that the next study keeps after 20 days; B stays stable for 40 days.
const SIZES = { A: [30, 15, 14], B: [30, 29, 29] };

beforeAll(() => {
  const rows = Object.entries(SIZES).flatMap(([patient, sizes]) =>
    sizes.flatMap((mm, i) => {
      const study = `${patient},${i + 1},${dayAfter(20 * i)}`;
      return [
        `${study},0,0,0,${mm},liver`,
        `${study},14,3,2,${mm + 3},${patient === "A" ? "liver" : ""}`,
      ];
    }),
  );
  write("in.csv", "patient,study,date,x,y,z,longAxisMm,type", ...rows);
  write("seen.csv", "row,study,status", "1,1,not evaluable");
  write("notes.csv", "row,lymphNode", "1,yes");
});

const dayAfter = (days: number): string =>
  new Date(Date.UTC(2024, 0, 10 + days)).toISOString().slice(0, 10);

/** A value of each restricted flag, and the flags that it needs. */
const VALUES: Readonly<Record<string, { value?: string; needs?: string[] }>> = {
  "--relative-limit": { value: "0.9" },
  "--error-mm": { value: "29" },
  "--uncertain-below": { value: "1" },
  "--rejected-pairs": { value: "near" },
  "--status-notes": { value: "seen.csv" },
  "--unknown-organ": { value: "together" },
  "--baseline": { value: "2" },
  "--confirm": {},
  "--confirm-days": { value: "3", needs: ["--confirm"] },
  "--stable-days": { value: "3" },
  "--recist": {},
  "--study-id": { value: "S1" },
  "--evaluator": { value: "INVESTIGATOR" },
};

/** Flags whose effect other tests show. */
const OTHERS: Readonly<Record<string, string | undefined>> = {
  "--method": "algorithm1",
  "--features": "location",
  "--weights": "size=2",
  "--location": "physical",
  "--t1": "0.1",
  "--t2": "0.1",
  "--exclusion": "mutual",
  "--missing-series": "different",
  "--search-limit": "10",
  "--model": "model.json",
  "--must-link": "1-3",
  "--cannot-link": "1-3",
  "--constraints": "constraints.csv",
  "--previous": "previous.json",
  "--embeddings": "vectors.csv",
  "--dates": "dates.csv",
  "--annotation-completeness": "complete",
  "--duplicates": "first",
  "--lesion-notes": "notes.csv",
  "--row": "1",
  "--top": "2",
  "--type": "liver",
  "--split": "train",
  "--sex": "F",
  "--slices": ".",
  "--unit-appearance": undefined,
  "--unsorted": undefined,
  "--jobs": "1",
};

const FORMATS = (names: readonly string[]): string[] => names.map((name) => `--format ${name}`);

interface Declared {
  readonly uses: readonly FlagUse[];
  readonly choices: readonly string[];
  /** The call of a choice. */
  readonly call: (choice: string) => string[];
}

const isAssessed = (choice: string): boolean => /recist|response|\b(tu|tr|rs)$/.test(choice);

const DECLARED: Readonly<Record<string, Declared>> = {
  match: {
    uses: MATCH_USES,
    choices: FORMATS(["json", "jsonl", "csv", "links", "questions", "parquet", "gexf"]),
    call: (choice) => ["match", "in.csv", ...choice.split(" ")],
  },
  grow: {
    uses: GROW_USES,
    choices: [...FORMATS(Object.keys(GROWTH_FORMATS)), "--format json --recist"],
    call: (choice) => ["grow", "in.csv", ...choice.split(" ")],
  },
  draw: {
    uses: DRAW_USES,
    choices: [...Object.keys(FIGURES), "timeline --recist", "waterfall --recist"],
    call: (choice) => {
      const [figure = "", ...flags] = choice.split(" ");
      const one = FIGURES[figure]?.of === "patient" ? ["--patient", "A"] : [];
      return ["draw", figure, "in.csv", ...one, ...flags];
    },
  },
};

const CASES = Object.entries(DECLARED).flatMap(([command, { uses, choices, call }]) =>
  uses.flatMap(({ flags, usedBy }) =>
    Object.values(flags).map(({ syntax }) => {
      const name = longName(syntax);
      const isUsed = (choice: string): boolean =>
        usedBy.includes(choice) || usedBy.includes(choice.replace(" --recist", ""));
      return { command, name, choices, isUsed, call };
    }),
  ),
);

describe("flags that only some formats or figures use", () => {
  it.each(CASES)("$command $name is an error with the others", async (one) => {
    expect(one.name in VALUES || one.name in OTHERS).toBe(true);
    const value = VALUES[one.name]?.value ?? OTHERS[one.name];
    const typed = [one.name, ...(value === undefined ? [] : [value])];
    const others = one.choices.filter((choice) => !one.isUsed(choice));
    expect(others.length).toBeGreaterThan(0);
    for (const choice of others) {
      const failed = await run([...one.call(choice), ...typed], "", folder);
      expect([choice, errorOfRun(failed)]).toEqual([
        choice,
        { code: "BAD_CALL", option: one.name },
      ]);
    }
  });

  it.each(CASES.filter(({ command, name }) => command !== "draw" && name in VALUES))(
    "$command $name changes what uses it",
    async ({ name, choices, isUsed, call }) => {
      const { value, needs = [] } = VALUES[name]!;
      const typed = [name, ...(value === undefined ? [] : [value])];
      for (const choice of choices.filter(isUsed)) {
        // Formats of a response imply it.
        if (name === "--recist" && choice !== "--format json") continue;
        const organ =
          isAssessed(choice) && name !== "--unknown-organ" ? ["--unknown-organ", "together"] : [];
        const base = [...call(choice), ...organ, ...needs];
        const [without, flagged] = [
          await run(base, "", folder),
          await run([...base, ...typed], "", folder),
        ];
        expect([choice, flagged.status, without.status]).toEqual([choice, 0, 0]);
        expect([choice, flagged.out === without.out]).toEqual([choice, false]);
      }
    },
  );

  it.each(["grow", "report", "draw growth"])(
    "%s takes --confirm-days only with --confirm",
    async (command) => {
      const call = [...command.split(" "), "in.csv", "--confirm-days", "3"];
      const failed = await run(call, "", folder);
      expect(errorOfRun(failed)).toEqual({ code: "BAD_CALL", option: "--confirm-days" });
    },
  );

  it("evaluate takes --seed only with resamples or folds", async () => {
    write("truth.csv", "row,group", "1,a", "3,a", "7,b", "9,b");
    const call = ["evaluate", "in.csv", "--truth", "truth.csv", "--resamples", "0", "--seed", "3"];
    const failed = await run(call, "", folder);
    expect(errorOfRun(failed)).toEqual({ code: "BAD_CALL", option: "--seed" });
    expect((await run([...call, "--folds", "2"], "", folder)).status).toBe(0);
  });

  it.each([
    ["--dpi", ["--dpi", "72"], "x.svg"],
    ["--interactive", ["--interactive"], "x.png"],
  ])("draw takes %s only for the files that use it", async (option, typed, output) => {
    const failed = await run(["draw", "sizes", "in.csv", ...typed, "-o", output], "", folder);
    expect(errorOfRun(failed)).toEqual({ code: "BAD_CALL", option });
  });
});
