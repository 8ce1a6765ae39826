/**
 * What a user of SQL would write today: DuckDB reads a DL_info.csv and finds the links of Algorithm 1; a union-find
 * counts the sequences. Without checks and explanations, the same work as the Python peer.
 * `peer-duckdb.mjs DL_info.csv FOLDER`, the folder in which @duckdb/node-api is installed.
 */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [file, folder] = process.argv.slice(2);
const { DuckDBInstance } = await import(
  pathToFileURL(createRequire(`${folder}/`).resolve("@duckdb/node-api")).href
);
const connection = await (await DuckDBInstance.create()).connect();
const numbers = (column) => `string_split(${column}, ',')::DOUBLE[]`;
await connection.run(`
  CREATE TABLE lesion AS
  SELECT row_number() OVER () - 1 AS i, Patient_index AS patient, Study_index AS study,
    [x, y, z, 0.05 * ln(long), 0.05 * ln(short)] AS vector
  FROM (
    SELECT *, place[1] AS x, place[2] AS y, place[3] AS z, axes[1] * mm AS long, axes[2] * mm AS short
    FROM (SELECT Patient_index, Study_index, ${numbers("Normalized_lesion_location")} AS place,
      ${numbers("Lesion_diameters_Pixel_")} AS axes, (${numbers("Spacing_mm_px_")})[1] AS mm
      FROM read_csv('${file}', all_varchar = true)));
  CREATE TABLE pair AS
  SELECT a.i, a.study, b.i AS j, b.study AS other, list_distance(a.vector, b.vector) AS d
  FROM lesion a JOIN lesion b ON a.patient = b.patient AND a.i <> b.i
  WHERE list_distance(a.vector, b.vector) < 0.1;
  CREATE TABLE nearest AS
  SELECT i, study, other, arg_min(j, d) AS j FROM pair WHERE study <> other GROUP BY i, study, other`);
const links = await connection.runAndReadAll(`
  SELECT i::INT, j::INT FROM pair WHERE study = other AND d < 0.02 AND i < j
  UNION ALL
  SELECT a.i::INT, a.j::INT FROM nearest a JOIN nearest b
  ON a.j = b.i AND b.j = a.i AND a.other = b.study AND b.other = a.study WHERE a.i < a.j`);
const counts = await connection.runAndReadAll(
  "SELECT count(*)::INT, count(DISTINCT patient)::INT FROM lesion",
);
const [[lesions, patients]] = counts.getRows();
const groups = Int32Array.from({ length: lesions }, (_, i) => i);
const rootOf = (i) => {
  let root = i;
  while (groups[root] !== root) root = groups[root];
  groups[i] = root;
  return root;
};
let sequences = lesions;
for (const [i, j] of links.getRows()) {
  const [a, b] = [rootOf(i), rootOf(j)];
  if (a === b) continue;
  groups[a] = b;
  sequences--;
}
console.log(`${lesions} lesions ${patients} patients ${sequences} sequences`);
