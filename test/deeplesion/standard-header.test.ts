import { expect, it } from "vitest";
import { COLUMN_NAMES } from "../../src/deeplesion/dl-info-columns.js";
import { standardHeader } from "../../src/deeplesion/standard-header.js";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const NAMES = COLUMN_NAMES.join(",");

it("finds the columns in any order, among others", () => {
  const names = ["", ...[...COLUMN_NAMES].reverse(), "Note"];
  const found = standardHeader(bytesOf(`${names.join(",")}\n`));
  expect(found?.width).toBe(20);
  for (const name of COLUMN_NAMES) expect(found?.positions.get(name)).toBe(names.indexOf(name));
});

it.each([
  ["nothing unusual", `${NAMES}\n`],
  ["a carriage return", `${NAMES}\r\n`],
  ["a byte order mark and carriage return", `\uFEFF${NAMES}\r\n`],
  ["quotes", `"${COLUMN_NAMES.join('","')}"\n`],
  ["spaces", `${COLUMN_NAMES.join(" , ")}\n`],
])("takes a header with %s", (_, text) => {
  const found = standardHeader(bytesOf(text));
  expect([found?.width, found?.positions.get("Train_Val_Test")]).toEqual([18, 17]);
});

it.each<[string, Uint8Array]>([
  ["semicolons", bytesOf(`${COLUMN_NAMES.join(";")}\n`)],
  ["tabs", bytesOf(`${COLUMN_NAMES.join("\t")}\n`)],
  ["a column less", bytesOf(`${COLUMN_NAMES.slice(1).join(",")}\n`)],
  ["a column twice", bytesOf(`${NAMES},File_name\n`)],
  ["a first column patient", bytesOf(`patient,${NAMES}\n`)],
  ["a first column patient among spaces", bytesOf(` patient ,${NAMES}\n`)],
  ["other columns", bytesOf("patientId,study,x,y\n")],
  ["an unclosed quote", bytesOf(`"${NAMES}\n`)],
  ["bytes that are not UTF-8", Uint8Array.of(...bytesOf(NAMES), 44, 0xff, 10)],
  ["nothing", bytesOf("\n")],
])("leaves a header with %s to the full reader", (_, header) => {
  expect(standardHeader(header)).toBeUndefined();
});
