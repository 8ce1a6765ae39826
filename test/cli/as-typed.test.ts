import { describe, expect, it } from "vitest";
import { asTyped } from "../../src/cli/as-typed.js";
import { program } from "../../src/cli/program.js";
import { LesionGraphError } from "../../src/core/errors.js";

const commandOf = (name: string) => program().commands.find((one) => one.name() === name);
const said = (option: string, command: string): string =>
  asTyped(
    new LesionGraphError("BAD_OPTION", { expected: `${option} to be right` }, { option }),
    commandOf(command),
  ).message;

describe("asTyped", () => {
  it.each([
    ["t1", "match", "--t1"],
    ["mustLink", "match", "--must-link"],
    ["widthMm", "draw", "--width"],
    ["fieldMm", "draw", "--set fieldMm"],
    ["fieldMm", "appearance", "--field"],
    ["unmarked", "simulate", "--set unmarked"],
  ])("names the option %s of %s as %s", (option, command, typed) => {
    expect(said(option, command)).toBe(`expected ${typed} to be right (option ${typed})`);
  });

  it.each([
    ["maxRecordLength", "match"],
    ["--t1", "match"],
    ["FIGURE", "draw"],
    ["t1", "no command"],
  ])("leaves the option %s of %s as it is", (option, command) => {
    expect(said(option, command)).toBe(`expected ${option} to be right (option ${option})`);
  });
});
