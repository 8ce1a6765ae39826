/** Which warning stands for all in the one line on standard error. */
import { describe, expect, it } from "vitest";
import { WarningSummary } from "../../src/cli/warning-summary.js";
import { warningLine } from "../support/cli.js";

const exampleOf = (...kinds: string[]): string | undefined => {
  const summary = new WarningSummary();
  kinds.forEach((kind, i) => {
    summary.add("a.csv", { kind, row: i + 1, patient: "1", message: kind });
  });
  return /row (\d+)/.exec(summary.line("warning", "warnings") ?? "")?.[1];
};

describe("summary of warnings", () => {
  it("is absent without warnings", () => {
    expect(new WarningSummary().line("warning", "warnings")).toBeUndefined();
  });

  it("counts by kind", () => {
    const summary = new WarningSummary();
    const at = { row: 3, patient: "1", message: "box" };
    summary.addAll("a.csv", [
      { kind: "box", ...at },
      { kind: "date", ...at },
      { kind: "box", ...at },
    ]);
    const line = warningLine(`warning: ${summary.line("warning", "warnings")}\n`);
    expect(line).toEqual({ count: 3, kinds: { box: 2, date: 1 }, row: 3 });
  });

  it("shows the first of the most urgent ones", () => {
    expect(exampleOf("box", "identical-rows")).toBe("1");
    expect(exampleOf("box", "spacing", "units")).toBe("2");
    expect(exampleOf("box", "study-order")).toBe("2");
  });

  it("shows how columns are read only if there is nothing else", () => {
    expect(exampleOf("columns")).toBe("1");
    expect(exampleOf("columns", "identical-rows")).toBe("2");
    expect(exampleOf("columns", "units", "box")).toBe("2");
  });
});
