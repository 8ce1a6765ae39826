import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { encode } from "fast-png";
import { describe, expect, it } from "vitest";
import { assertSize, decodeSlice, sliceOf } from "../../src/images/slice.js";
import { errorOf } from "../support/errors.js";
import { pngOfSlice } from "../support/slices.js";

/** A PNG written here chunk by chunk (PNG specification, 3rd edition, section 5), no filter. */
function handmadePng(values: readonly number[], width: number, depth = 16, colour = 0): Uint8Array {
  const height = values.length / width;
  const raw = Buffer.alloc(height * (1 + 2 * width));
  values.forEach((value, i) => {
    const [y, x] = [Math.floor(i / width), i % width];
    raw.writeUInt16BE(value, y * (1 + 2 * width) + 1 + 2 * x);
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colour], 8);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  const chunks = [
    ["IHDR", header],
    ["IDAT", deflateSync(raw)],
    ["IEND", Buffer.alloc(0)],
  ] as const;
  return Buffer.concat([signature, ...chunks.map(([type, data]) => chunk(type, data))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

describe("decodeSlice", () => {
  it("takes 32768 off every value", () => {
    const slice = decodeSlice(handmadePng([0, 31768, 32768, 32769, 65535, 33768], 3));
    expect([slice.width, slice.height]).toEqual([3, 2]);
    expect([...slice.hu]).toEqual([-32768, -1000, 0, 1, 32767, 1000]);
  });

  it("reads back what was written, also from the middle of a larger buffer", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.integer({ min: -32768, max: 32767 }), { minLength: 1, maxLength: 9 }),
        (height, row) => {
          const hu = Int16Array.from(
            { length: height * row.length },
            (_, i) => row[i % row.length]!,
          );
          const slice = sliceOf(row.length, height, hu);
          const png = pngOfSlice(slice);
          const shifted = new Uint8Array(png.length + 5);
          shifted.set(png, 5);
          expect(decodeSlice(shifted.subarray(5))).toEqual(slice);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("rejects other kinds of pictures by name", () => {
    const data = new Uint8Array(4 * 3);
    const grey = encode({ width: 2, height: 2, data: data.subarray(0, 4), channels: 1, depth: 8 });
    const colour = encode({ width: 2, height: 2, data, channels: 3, depth: 8 });
    const colour16 = encode({
      width: 2,
      height: 2,
      data: new Uint16Array(12),
      channels: 3,
      depth: 16,
    });
    errorOf("BAD_IMAGE", () => decodeSlice(grey));
    errorOf("BAD_IMAGE", () => decodeSlice(colour));
    errorOf("BAD_IMAGE", () => decodeSlice(colour16));
    errorOf("BAD_IMAGE", () => decodeSlice(new Uint8Array(0)));
    errorOf("BAD_IMAGE", () => decodeSlice(Buffer.from("File_name,Patient")));
    const huge = handmadePng([0], 1);
    new DataView(huge.buffer, huge.byteOffset).setUint32(16, 2 ** 31);
    errorOf("BAD_IMAGE", () => decodeSlice(huge));
  });

  it("rejects every truncation and every changed byte of the data, and never crashes otherwise", () => {
    const png = handmadePng(
      Array.from({ length: 64 }, (_, i) => 32768 + i * 13),
      8,
    );
    for (let length = 0; length < png.length; length++) {
      errorOf("BAD_IMAGE", () => decodeSlice(png.slice(0, length)));
    }
    const data = png.length - 12 - 4 - 10;
    for (let at = data; at < data + 10; at++) {
      const damaged = png.slice();
      damaged[at]! ^= 0x55;
      errorOf("BAD_IMAGE", () => decodeSlice(damaged));
    }
  });

  it("rejects a PNG with fewer rows than it says", () => {
    const png = handmadePng([1, 2, 3, 4], 2);
    const view = new DataView(png.buffer, png.byteOffset);
    view.setUint32(20, 3);
    view.setUint32(29, crc32(png.subarray(12, 29)));
    errorOf("BAD_IMAGE", () => decodeSlice(png));
  });
});

describe("sliceOf and requireSize", () => {
  it("reject sizes that do not fit", () => {
    errorOf("BAD_IMAGE", () => sliceOf(2, 2, new Int16Array(3)));
    errorOf("BAD_IMAGE", () => sliceOf(0, 2, new Int16Array(0)));
    const slice = sliceOf(2, 3, new Int16Array(6));
    assertSize(slice, [2, 3]);
    errorOf("BAD_IMAGE", () => assertSize(slice, [3, 2]));
  });
});

describe("chunks that unpack to more than memory holds", () => {
  const png = pngOfSlice(sliceOf(4, 4, new Int16Array(16)));
  const withChunk = (type: string, data: Buffer): Uint8Array =>
    Buffer.concat([png.subarray(0, 33), chunk(type, data), png.subarray(33)]);

  it("are rejected before they are unpacked", () => {
    const bomb = deflateSync(Buffer.alloc(100_000_000));
    errorOf("BAD_IMAGE", () =>
      decodeSlice(withChunk("iCCP", Buffer.concat([Buffer.from("p\0\0"), bomb]))),
    );
    errorOf("BAD_IMAGE", () => decodeSlice(withChunk("IDAT", bomb)));
  });
});
