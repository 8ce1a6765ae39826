/** The files are what numpy 2.4.6 writes with numpy.save, in base64. */
import { describe, expect, it } from "vitest";
import { readNpy } from "../../src/measurements/npy.js";
import { errorOf } from "../support/errors.js";

const header = (shape: string, descr: string, fortran = "False") =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`;

/** numpy's layout: magic, version 1.0, header padded with spaces to 118 bytes and a line feed. */
function npy(text: string, base64Data: string): Uint8Array {
  const padded = `${text.padEnd(117)}\n`;
  return Buffer.concat([
    Buffer.from([0x93]),
    Buffer.from("NUMPY"),
    Buffer.from([1, 0, 118, 0]),
    Buffer.from(padded, "latin1"),
    Buffer.from(base64Data, "base64"),
  ]);
}

/** numpy.array([[1, 2, 3], [4, 5, 6.5]], "<f4") */
const FLOAT32 = "AACAPwAAAEAAAEBAAACAQAAAoEAAANBA";
/** numpy.array([[0.1, -2]], "<f8") */
const FLOAT64 = "mpmZmZmZuT8AAAAAAAAAwA==";

describe("readNpy", () => {
  it("reads float32 and float64 rows", () => {
    const four = readNpy(npy(header("(2, 3)", "<f4"), FLOAT32));
    expect([four.rows, four.dimensions]).toEqual([2, 3]);
    expect([1, 2].map((row) => Array.from(four.at(row) ?? []))).toEqual([
      [1, 2, 3],
      [4, 5, 6.5],
    ]);
    expect(Array.from(readNpy(npy(header("(1, 2)", "<f8"), FLOAT64)).at(1) ?? [])).toEqual([
      0.1, -2,
    ]);
  });

  it("reads data that are not aligned to their type, of Node's buffers too", () => {
    const file = Buffer.concat([Buffer.from([0]), npy(header("(1, 2)", "<f8"), FLOAT64)]);
    expect(Array.from(readNpy(file.subarray(1)).at(1) ?? [])).toEqual([0.1, -2]);
  });

  it("rejects vectors without numbers, between which every distance is 0", () => {
    errorOf("BAD_NPY", () => readNpy(npy(header("(2, 0)", "<f4"), "")));
  });

  it("rejects headers without a type or a shape", () => {
    errorOf("BAD_NPY", () => readNpy(npy("{}", FLOAT32)));
    errorOf("BAD_NPY", () => readNpy(npy("{'descr': '<f4', 'fortran_order': False}", FLOAT32)));
  });

  it("reads version 2.0, whose header may be longer than 65,535 bytes", () => {
    const length = 70_000;
    const text = `${header("(2, 3)", "<f4").padEnd(length - 1)}\n`;
    const start = Buffer.from([0x93, ...Buffer.from("NUMPY"), 2, 0, 0, 0, 0, 0]);
    start.writeUInt32LE(length, 8);
    const data = Buffer.from(FLOAT32, "base64");
    const table = readNpy(Buffer.concat([start, Buffer.from(text, "latin1"), data]));
    expect(Array.from(table.at(2) ?? [])).toEqual([4, 5, 6.5]);
  });

  it("reads a whole file of numpy's own", () => {
    const file =
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAIA/AAAAQAAAQEAAAIBAAACgQAAA0EA=";
    expect(Array.from(readNpy(Buffer.from(file, "base64")).at(2) ?? [])).toEqual([4, 5, 6.5]);
  });

  it("reads bytes at any offset of a buffer", () => {
    const bytes = npy(header("(2, 3)", "<f4"), FLOAT32);
    for (let offset = 0; offset < 8; offset++) {
      const buffer = new Uint8Array(bytes.length + offset);
      buffer.set(bytes, offset);
      expect(Array.from(readNpy(buffer.subarray(offset)).at(1) ?? [])).toEqual([1, 2, 3]);
    }
  });

  it("has no row outside the array", () => {
    const table = readNpy(npy(header("(2, 3)", "<f4"), FLOAT32));
    expect([0, 3].map((row) => table.at(row))).toEqual([undefined, undefined]);
  });

  it.each([
    ["Fortran order", header("(2, 3)", "<f4", "True"), FLOAT32],
    ["integers", header("(1, 2)", "<i8"), FLOAT64],
    ["big-endian numbers", header("(1, 2)", ">f8"), FLOAT64],
    ["one dimension", header("(2,)", "<f8"), FLOAT64],
    ["three dimensions", header("(1, 1, 2)", "<f8"), FLOAT64],
    ["too few bytes", header("(2, 4)", "<f4"), FLOAT32],
    ["too many bytes", header("(2, 2)", "<f4"), FLOAT32],
  ])("rejects %s", (_, text, data) => {
    expect(errorOf("BAD_NPY", () => readNpy(npy(text, data))).message).toMatchSnapshot();
  });

  // The header is a Python literal: other writers leave spaces out, or have more of them.
  it.each([
    ["no spaces", "{'descr':'<f4','fortran_order':False,'shape':(2,3)}"],
    [
      "more spaces",
      "{'descr'  :  '<f4',  'fortran_order'  :  False,  'shape'  :  (  2  ,  3  ,  )  }",
    ],
    ["a comma behind the shape", "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3,), }"],
  ])("reads a header with %s", (_, text) => {
    const table = readNpy(npy(text, FLOAT32));
    expect([table.rows, table.dimensions]).toEqual([2, 3]);
    expect(Array.from(table.at(2) ?? [])).toEqual([4, 5, 6.5]);
  });

  it("reads shapes of several digits", () => {
    const zeros = (rows: number, dimensions: number) =>
      readNpy(
        npy(
          header(`(${rows}, ${dimensions})`, "<f4"),
          Buffer.alloc(4 * rows * dimensions).toString("base64"),
        ),
      );
    expect(zeros(12, 1)).toMatchObject({ rows: 12, dimensions: 1 });
    expect(zeros(1, 120)).toMatchObject({ rows: 1, dimensions: 120 });
    expect(zeros(0, 3)).toMatchObject({ rows: 0, dimensions: 3 });
    expect(zeros(0, 3).at(1)).toBeUndefined();
  });

  it("reads a header of version 2, whose length has four bytes", () => {
    const one = npy(header("(2, 3)", "<f4"), FLOAT32);
    const two = Buffer.concat([
      one.subarray(0, 6),
      Buffer.from([2, 0, 118, 0, 0, 0]),
      one.subarray(10),
    ]);
    expect(Array.from(readNpy(two).at(1) ?? [])).toEqual([1, 2, 3]);
  });

  it("says the shape and the type that it does not read", () => {
    const received = (text: string) =>
      errorOf("BAD_NPY", () => readNpy(npy(text, ""))).fault.received;
    expect(received(header("(2, 3, 4)", "<f4"))).toBe("(2, 3, 4)");
    expect(received("{'descr' : '<f4', 'fortran_order': False, 'shape'  :(7,)}")).toBe("(7,)");
    expect(received(header("(2, 3)", "<i8"))).toBe("<i8");
    expect(received(header("(2, 4)", "<f4"))).toBe(0);
  });

  it("rejects each wrong byte of the magic string, and a header that is cut off", () => {
    const whole = npy(header("(0, 3)", "<f4"), "");
    expect(readNpy(whole).rows).toBe(0);
    for (let at = 0; at < 6; at++) {
      const changed = Uint8Array.from(whole);
      changed[at] = changed[at]! ^ 1;
      const { expected } = errorOf("BAD_NPY", () => readNpy(changed)).fault;
      expect(expected).toBe("a .npy file");
    }
    for (const length of [1, 6, 11]) {
      const { fault } = errorOf("BAD_NPY", () => readNpy(whole.subarray(0, length)));
      expect([fault.expected, fault.received]).toEqual(["a .npy file", "other bytes"]);
    }
    const { fault } = errorOf("BAD_NPY", () => readNpy(whole.subarray(0, -1)));
    expect(fault.expected).toBe("a whole header");
    expect(errorOf("BAD_NPY", () => readNpy(new Uint8Array(0))).fault.received).toBe("no bytes");
  });

  it("rejects other files", () => {
    errorOf("BAD_NPY", () => readNpy(new Uint8Array(0)));
    errorOf("BAD_NPY", () => readNpy(new TextEncoder().encode("row,v1\n1,0.5\n")));
    errorOf("BAD_NPY", () => readNpy(npy(header("(2, 3)", "<f4"), "").subarray(0, 50)));
  });
});
