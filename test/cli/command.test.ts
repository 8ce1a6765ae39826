import { describe, expect, it } from "vitest";
import { withFlagName } from "../../src/cli/command.js";
import { program } from "../../src/cli/program.js";
import { LesionGraphError } from "../../src/core/errors.js";

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
