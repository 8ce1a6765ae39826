/** Exports in a spreadsheet: LibreOffice, told to evaluate formulas, finds none in them. Skipped without `soffice`. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lesionsFrom, match, matchTable } from "../../src/index.js";
import { hasProgram } from "../support/reports.js";

const FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(1;1)", '=HYPERLINK("http://x";"y")'];

/** Opens a CSV with formulas evaluated, and returns its cells as flat OpenDocument XML. */
function opened(csv: string): string {
  const folder = mkdtempSync(join(tmpdir(), "lesion-graph-soffice-"));
  try {
    writeFileSync(join(folder, "a.csv"), csv);
    // Comma, double quotes, UTF-8, first line 1, numbers recognised as English; the last option evaluates formulas.
    const filter = "CSV:44,34,76,1,,1033,false,true,false,false,false,-1,true";
    const profile = `-env:UserInstallation=file://${folder}/profile`;
    execFileSync(
      "soffice",
      [
        profile,
        "--headless",
        `--infilter=${filter}`,
        "--convert-to",
        "fods",
        "--outdir",
        folder,
        join(folder, "a.csv"),
      ],
      { stdio: "ignore", timeout: 120_000 },
    );
    return readFileSync(join(folder, "a.fods"), "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.runIf(hasProgram("soffice"))("LibreOffice", () => {
  it("evaluates no cell of an export", { timeout: 300_000 }, () => {
    // As they are, the texts are formulas: the check can fail.
    expect(opened(`name\n=1+1\n`)).toContain("table:formula=");
    const { lesions } = lesionsFrom(
      FORMULAS.map((patient, i) => ({ patient, study: 1, lesion: FORMULAS[i], x: 0, y: 0, z: 0 })),
    );
    const xml = opened(matchTable(match(lesions)).toCsv());
    expect(xml).not.toContain("table:formula=");
    for (const formula of ["=1+1", "+1+1", "-1+1", "@SUM(1;1)"]) {
      expect(xml).toContain(`<text:p>&apos;${formula}</text:p>`);
    }
  });
});
