import {
  appendFileSync,
  existsSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { isColumnar } from "../../src/deeplesion/columnar-reader.js";
import { readLesions } from "../../src/measurements/read-lesions.js";
import { readFault } from "../../src/node/file-bytes.js";
import {
  readLesionsFile,
  readTruthFile,
  readVectorsFile,
  streamColumnarPatientsFile,
  streamPatientsFile,
} from "../../src/node/files.js";
import { freshFolder } from "../support/cli.js";
import { dlInfo } from "../support/dl-info.js";
import { rejectionOf } from "../support/errors.js";

/** Paths of the files that this process has open; none where the system does not list them. */
function openFiles(): string[] {
  const list = "/proc/self/fd";
  if (!existsSync(list)) return [];
  return readdirSync(list).flatMap((fd) => {
    try {
      return readlinkSync(join(list, fd));
    } catch {
      // The list itself was open.
      return [];
    }
  });
}

const folder = freshFolder();
const path = join(folder, "DL_info.csv");
writeFileSync(path, dlInfo([{}, { Study_index: "2" }]));

describe("files", () => {
  it("are read whole or patient by patient", async () => {
    const { lesions } = await readLesionsFile(path);
    expect(lesions.map(({ study }) => study)).toEqual([1, 2]);
    for await (const patient of streamPatientsFile(path)) expect(patient.lesions).toEqual(lesions);
  });

  it("of many chunks are read as their text, packed or not", async () => {
    const rows = Array.from({ length: 4000 }, (_, i) => {
      // The rows of the first patient are longer than two chunks.
      const patient = String(i < 3000 ? 1 : i);
      const slice = String(1 + (i % 900));
      const study = String(1 + Math.floor(i / 900));
      const name = [patient.padStart(6, "0"), `0${study}`, "02", slice.padStart(3, "0")].join("_");
      return {
        File_name: `${name}.png`,
        Patient_index: patient,
        Study_index: i % 1000 === 500 ? `${study}.0e0` : study,
        Key_slice_index: slice,
        Slice_range: "1, 900",
      };
    });
    const text = dlInfo(rows);
    const { lesions } = readLesions(text);
    expect(lesions.length).toBe(rows.length);
    for (const [name, bytes] of [
      ["large.csv", text],
      ["large.csv.gz", gzipSync(text, { level: 0 })],
    ] as const) {
      const large = join(folder, name);
      writeFileSync(large, bytes);
      expect(JSON.stringify((await readLesionsFile(large)).lesions)).toBe(JSON.stringify(lesions));
      const found: (readonly [string, number])[] = [];
      for await (const batch of streamColumnarPatientsFile(large)) {
        for (const one of batch) {
          const own = isColumnar(one) ? one.lesions() : one.lesions;
          found.push(...own.map(({ id, row }) => [id, row] as const));
        }
      }
      expect(found.sort((a, b) => a[1] - b[1])).toEqual(lesions.map(({ id, row }) => [id, row]));
    }
  });

  it("join vectors by row, from .npy or CSV", async () => {
    const csv = join(folder, "vectors.csv");
    writeFileSync(csv, "row,a\n2,20\n1,10\n");
    const { lesions } = await readLesionsFile(path, { vectors: await readVectorsFile(csv) });
    expect(lesions.map(({ vector }) => vector)).toEqual([[10], [20]]);
    const npy = join(folder, "vectors.npy");
    writeFileSync(npy, "no numpy file");
    const error = await rejectionOf("BAD_NPY", () => readVectorsFile(npy));
    expect(error.where).toEqual({ file: npy });
  });

  it.each([
    ["truth", readTruthFile],
    ["vectors", readVectorsFile],
  ] as const)("of %s that change while they are read are an error", async (_, read) => {
    const changing = join(folder, "side.csv");
    writeFileSync(changing, "row,group\n1,2\n");
    const reading = rejectionOf("CANNOT_READ", () => read(changing), { file: changing });
    appendFileSync(changing, "2,2\n");
    await reading;
    writeFileSync(changing, "row,group\n1,2\n");
    await read(changing);
  });

  it("that change while they are read are an error", async () => {
    const changing = join(folder, "changing.csv");
    for (const change of [
      (text: string) => writeFileSync(changing, text.slice(0, text.lastIndexOf("000007"))),
      (text: string) =>
        writeFileSync(changing, `${text}${dlInfo([{ Patient_index: "99999" }]).split("\n")[1]}\n`),
    ]) {
      const rows = Array.from({ length: 3000 }, (_, i) => ({ Patient_index: String(i + 1) }));
      const text = dlInfo(rows);
      writeFileSync(changing, text);
      let seen = 0;
      const read = async () => {
        for await (const _ of streamPatientsFile(changing)) if (seen++ === 0) change(text);
      };
      await rejectionOf("CANNOT_READ", read, { file: changing });
      expect(seen).toBeGreaterThan(0);
    }
  });

  /** Rows of one patient each, more than ten chunks of a file. */
  const long = dlInfo(Array.from({ length: 5000 }, (_, i) => ({ Patient_index: String(i + 1) })));

  it.each([
    [
      "written again with a column more",
      (path: string) => writeFileSync(path, long.replaceAll("\n", ",1\n")),
    ],
    ["cut in a quoted cell", (path: string) => writeFileSync(path, long.slice(0, -60))],
    [
      "grown by a row of an earlier patient",
      (path: string) =>
        appendFileSync(path, `${dlInfo([{ Patient_index: "1" }]).split("\n")[1]}\n`),
    ],
    [
      "replaced",
      (path: string) => {
        writeFileSync(`${path}.new`, long.replaceAll(" ", ""));
        renameSync(`${path}.new`, path);
      },
    ],
    ["removed", (path: string) => rmSync(path)],
  ])("that are %s while they are read give no error about what they held", async (_, change) => {
    const changing = join(folder, "torn.csv");
    const place = { file: changing };
    for (const stream of [streamPatientsFile, streamColumnarPatientsFile]) {
      writeFileSync(changing, long);
      let seen = 0;
      const read = async () => {
        for await (const _ of stream(changing)) if (seen++ === 0) change(changing);
      };
      await rejectionOf("CANNOT_READ", read, place);
      expect(seen).toBeGreaterThan(0);
    }
    writeFileSync(changing, long);
    let chunks = 0;
    const onProgress = () => {
      if (chunks++ === 0) change(changing);
    };
    await rejectionOf("CANNOT_READ", () => readLesionsFile(changing, { onProgress }), place);
  });

  it("stop at a signal between two chunks, packed or not, and are closed", async () => {
    for (const [name, bytes] of [
      ["long.csv", long],
      ["long.csv.gz", gzipSync(long, { level: 0 })],
    ] as const) {
      const file = join(folder, name);
      writeFileSync(file, bytes);
      for (const onProgress of [undefined, () => {}]) {
        const controller = new AbortController();
        const reason = new Error("Enough");
        setImmediate(() => controller.abort(reason));
        const { signal } = controller;
        const read = readLesionsFile(file, { signal, ...(onProgress && { onProgress }) });
        await expect(read).rejects.toBe(reason);
      }
      for await (const _ of streamPatientsFile(file)) break;
      await expect.poll(() => openFiles().filter((path) => path.endsWith(name))).toEqual([]);
    }
  });

  it("that change do not hide a signal", async () => {
    const changing = join(folder, "aborted.csv");
    writeFileSync(changing, long);
    const controller = new AbortController();
    const reason = new Error("Enough");
    const onProgress = () => {
      appendFileSync(changing, "x");
      controller.abort(reason);
    };
    const read = readLesionsFile(changing, { signal: controller.signal, onProgress });
    await expect(read).rejects.toBe(reason);
  });

  it("that are not there, or are folders, are named", async () => {
    const missing = join(folder, "missing.csv");
    for (const read of [readLesionsFile, readVectorsFile]) {
      const error = await rejectionOf("FILE_NOT_FOUND", () => read(missing));
      expect(error.where).toEqual({ file: missing });
      const { fault } = await rejectionOf("CANNOT_READ", () => read(folder), { file: folder });
      expect(fault.received).toBe("a folder");
    }
  });

  it("that the system does not open are named, with the reason", async () => {
    symlinkSync("loop", join(folder, "loop"));
    for (const [name, reason] of [
      ["DL_info.csv/x", "a file in place of a folder"],
      ["x".repeat(300), "a name that is too long"],
      ["loop", "links that lead in a circle"],
    ] as const) {
      for (const read of [readLesionsFile, readTruthFile]) {
        const error = await rejectionOf("CANNOT_READ", () => read(join(folder, name)));
        expect(error.fault.received).toBe(reason);
        expect(error.where).toEqual({ file: join(folder, name) });
      }
    }
    const tooMany = Object.assign(new Error("open"), { code: "EMFILE", syscall: "open" });
    expect(String(readFault(tooMany, "a.csv"))).toContain(
      'got "too many open files" (file a.csv); allow more of them (ulimit -n)',
    );
    const unheard = Object.assign(new Error("open"), { code: "EUNHEARD", syscall: "open" });
    expect(String(readFault(unheard, "a.csv"))).toContain('got "EUNHEARD" (file a.csv)');
    const bug = new TypeError("ours");
    expect(readFault(bug, "a.csv")).toBe(bug);
  });

  it("of vectors are .npy by their first bytes, packed or not, whatever their name", async () => {
    // What numpy.save makes of numpy.array([[1], [2]], "<f8").
    const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 1), }".padEnd(117);
    const npy = Buffer.concat([
      Buffer.from(`\x93NUMPY\x01\0v\0${header}\n`, "latin1"),
      new Uint8Array(new Float64Array([1, 2]).buffer),
    ]);
    for (const [name, bytes] of [
      ["upper.NPY", npy],
      ["packed.npy.gz", gzipSync(npy)],
      ["vectors", npy],
    ] as const) {
      writeFileSync(join(folder, name), bytes);
      const vectors = await readVectorsFile(join(folder, name));
      expect([vectors.rows, Array.from(vectors.at(2) ?? [])]).toEqual([2, [2]]);
    }
  });

  it("of other bytes than UTF-8 are rejected, so that é and è do not become one name", async () => {
    const latin = join(folder, "latin.csv");
    writeFileSync(latin, "row,group\n1,\u00e9\n2,\u00e8\n", "latin1");
    const error = await rejectionOf("NOT_CSV", () => readTruthFile(latin));
    expect(error.where).toEqual({ file: latin, line: 2 });
  });

  it("carry their name into every fault", async () => {
    const bad = join(folder, "bad.csv");
    writeFileSync(bad, dlInfo([{ Study_index: "0" }]));
    const error = await rejectionOf("BAD_VALUE", () => readLesionsFile(bad));
    expect(error.where).toEqual({ file: bad, line: 2, row: 1, column: "Study_index" });
  });
});
