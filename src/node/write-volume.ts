/** A compressed NIfTI file, written slice by slice unless it is there already. */
import { createReadStream } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { createGunzip, createGzip } from "node:zlib";
import { LesionGraphError } from "../core/errors.js";
import { niftiHeader, type VolumeShape } from "../images/nifti.js";
import { writeFileAtomic } from "./output.js";

/** The voxels of a volume, slice by slice; may be called twice. */
type Slices = () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Writes a volume unless the file holds the same bytes already; true where it wrote. */
export async function writeVolume(
  path: string,
  shape: VolumeShape,
  slices: Slices,
): Promise<boolean> {
  const plain = async function* (): AsyncGenerator<Uint8Array> {
    yield niftiHeader(shape);
    yield* slices();
  };
  if (await holds(path, plain())) return false;
  // An error of a slice ends the compression and is thrown by the iteration below.
  const packed = pipeline(Readable.from(plain(), { objectMode: true }), createGzip(), () => {});
  await writeFileAtomic(path, packed);
  return true;
}

/** Whether a compressed file is undamaged and has exactly these bytes. */
async function holds(path: string, wanted: AsyncGenerator<Uint8Array>): Promise<boolean> {
  const unpacked = pipeline(createReadStream(path), createGunzip(), () => {});
  let rest: Uint8Array = new Uint8Array(0);
  try {
    for await (const chunk of unpacked) {
      for (let bytes = chunk as Buffer; bytes.length > 0; ) {
        if (rest.length === 0) {
          const { value, done } = await wanted.next();
          if (done) return false;
          rest = value;
        }
        const length = Math.min(rest.length, bytes.length);
        if (bytes.compare(rest, 0, length, 0, length) !== 0) return false;
        [rest, bytes] = [rest.subarray(length), bytes.subarray(length)];
      }
    }
    return rest.length === 0 && (await wanted.next()).done === true;
  } catch (error) {
    // A slice that cannot be read is an error; a file that is absent or damaged is written anew.
    if (error instanceof LesionGraphError) throw error;
    return false;
  } finally {
    unpacked.destroy();
    await wanted.return(undefined);
  }
}
