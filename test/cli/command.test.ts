import { describe, expect, it } from "vitest";
import { withFlagName, withFlags } from "../../src/cli/command.js";
import { numberOf } from "../../src/cli/flags.js";
import { program } from "../../src/cli/program.js";
import { LesionGraphError } from "../../src/core/errors.js";
import { errorOfRun, run } from "../support/cli.js";
import { errorOf } from "../support/errors.js";

const named = async (option: string, command: string): Promise<LesionGraphError> => {
  const { flags } = await program([command]);
  const error = new LesionGraphError(
    "BAD_OPTION",
    { expected: `${option} to be right` },
    { option },
  );
  return withFlagName(error, flags);
};

describe("withFlagName", () => {
  it.each([
    ["t1", "match", "--t1"],
    ["mustLink", "match", "--must-link"],
    ["patient", "match", "--patient"],
    ["widthMm", "draw", "--width"],
    ["fieldMm", "draw", "--set fieldMm"],
    ["fieldMm", "appearance", "--field"],
    ["unannotated", "simulate", "--set unannotated"],
  ])("names the option %s of %s as %s", async (option, command, typed) => {
    const { where, fault } = await named(option, command);
    expect([where.option, fault.expected]).toEqual([typed, `${typed} to be right`]);
  });

  it.each([
    ["maxRecordLength", "match"],
    ["--t1", "match"],
    ["FIGURE", "draw"],
    ["t1", "no command"],
  ])("leaves the option %s of %s as it is", async (option, command) => {
    const { where, fault } = await named(option, command);
    expect([where.option, fault.expected]).toEqual([option, `${option} to be right`]);
  });
});

describe("numberOf", () => {
  it.each([
    ["0.05", 0.05],
    [" -1e-1 ", -0.1],
    ["+.5", 0.5],
  ])("is decimal: %j", (text, value) => {
    expect(numberOf("--t2", text)).toBe(value);
  });

  it.each(["", " ", "0x10", "0b1", "1,5", "1_0", "NaN", "Infinity"])("rejects %j", (text) => {
    expect(errorOf("BAD_OPTION", () => numberOf("--t2", text)).where.option).toBe("--t2");
  });
});

describe("options in remedies", () => {
  const flagsOf = async (command: string) => (await program([command])).flags;

  it.each([
    ['set `units: "cm"`', "set --units cm"],
    ["pass `studyDates` by study UID", "pass --study-dates by study UID"],
    ['with `features: ["size", "type"]`', "with --features size,type"],
    ["choose one with `columns: x=…`", "choose one with --map x=…"],
    [
      'set `dateFormat: "dd.mm.yyyy"` or `dateFormat: "yyyymmdd"`',
      "set --date-format dd.mm.yyyy or --date-format yyyymmdd",
    ],
  ])("%s is a flag", async (text, typed) => {
    expect(withFlags(text, await flagsOf("match"))).toBe(typed);
  });

  it("stay where the command has no such flag", async () => {
    expect(withFlags("leave `heightMm` out", await flagsOf("match"))).toBe("leave `heightMm` out");
    expect(withFlags("`Line 4` and `x", await flagsOf("match"))).toBe("`Line 4` and `x");
  });

  it("are replaced in errors without an option too", async () => {
    const error = new LesionGraphError("BAD_VALUE", { expected: "a day", remedy: "set `units`" });
    expect(withFlagName(error, await flagsOf("match")).fault.remedy).toBe("set --units");
  });
});

describe("flags given twice", () => {
  it.each([
    ["grow", "--dates", ["a.csv", "b.csv"]],
    ["match", "--map", ["x=a", "y=b"]],
    ["draw sizes", "--width", ["85", "85"]],
  ])("%s: %s is an error, as one value would be ignored", async (command, option, values) => {
    const typed = values.flatMap((value) => [option, value]);
    const failed = await run([...command.split(" "), "in.csv", ...typed]);
    expect(errorOfRun(failed)).toEqual({ code: "BAD_CALL", option });
  });

  it("are lists where they are repeatable", async () => {
    const failed = await run(["match", "none.csv", "--patient", "1", "--patient", "2"]);
    expect(errorOfRun(failed).code).toBe("FILE_NOT_FOUND");
  });

  it.each([
    ["match", "--map", ["x=a,x=b"]],
    ["match", "--weights", ["size=1,z=2,size=3"]],
    ["match", "--weights", ["size=1", "size=1"]],
    ["match", "--patient", ["89", " 89"]],
    ["match", "--must-link", ["1-2", "1-2"]],
    ["draw sizes", "--set", ["nodeLabel=id", "nodeLabel=row"]],
  ])("%s: %s with a repeated value is an error: %j", async (command, option, values) => {
    const typed = values.flatMap((value) => [option, value]);
    const failed = await run([...command.split(" "), "in.csv", ...typed]);
    expect(errorOfRun(failed)).toEqual({ code: "BAD_OPTION", option });
  });
});
