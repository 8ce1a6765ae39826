/** Tables as Parquet, through the optional package hyparquet-writer. */
import { fail } from "../core/errors.js";
import type { Column, Columns } from "./column.js";
import type { CellValue } from "./csv-line.js";

type ParquetType = "STRING" | "DOUBLE" | "BOOLEAN";

/** Integers are doubles too: exact up to 2^53, and every reader of Parquet has the type. */
const TYPES: Readonly<Record<Column["type"], ParquetType>> = {
  text: "STRING",
  date: "STRING",
  integer: "DOUBLE",
  number: "DOUBLE",
  boolean: "BOOLEAN",
};

/** Returns rows as the bytes of a Parquet file. @throws LesionGraphError MISSING_PACKAGE. */
export async function parquetBytes(
  columns: Columns,
  rows: readonly Readonly<Record<string, CellValue>>[],
): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import("hyparquet-writer").catch(() =>
    fail("MISSING_PACKAGE", "the package hyparquet-writer", "none", {
      remedy: "npm install hyparquet-writer",
    }),
  );
  const columnData = Object.entries(columns).map(([name, { type, required }]) => ({
    name,
    data: rows.map((row) => row[name] ?? null),
    type: TYPES[type],
    nullable: !required,
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
