/** CT volumes from NIfTI files. */
import { LesionGraphError } from "../core/errors.js";
import type { CtSlice } from "../images/slice.js";
import { axisOrder, length } from "../masks/affine.js";
import {
  type LabelHeader,
  NIFTI_HEADER_BYTES,
  readLabelHeader,
  type Storage,
} from "../masks/nifti-header.js";
import { assertHounsfield, badVolume, type CtVolume } from "./ct-volume.js";

const MAX_VOXELS = 2 ** 29;

/**
 * Returns the CT volume of a NIfTI-1 file (`.nii`, or `.nii.gz` by its first bytes) in Hounsfield units. The
 * affine decides which axis runs from head to feet, and which way; slices, rows and columns are turned to the
 * order of {@link CtVolume}. O(voxels).
 *
 * @throws LesionGraphError BAD_VOLUME for what is not one CT volume: NIfTI-2, four dimensions, no affine, an axis
 * tilted by more than 10 degrees, no spacing, values without fat or air, more than 2^29 voxels, bytes missing.
 */
export async function readCtVolume(bytes: Uint8Array, name: string): Promise<CtVolume> {
  if (!(bytes instanceof Uint8Array)) badVolume("the bytes of a NIfTI file", String(bytes), name);
  const whole = await unpacked(bytes, name);
  const { header, axes } = asVolumeFault(name, () => {
    const header = readLabelHeader(whole);
    return { header, axes: axisOrder(header.affine) };
  });
  const [nx, ny, nz] = header.size;
  if (nx * ny * nz > MAX_VOXELS) {
    badVolume(`at most ${MAX_VOXELS} voxels`, `${nx} x ${ny} x ${nz}`, name);
  }
  const expected = header.offset + nx * ny * nz * BYTES[header.storage];
  if (whole.length < expected) badVolume(`${expected} bytes`, `${whole.length} bytes`, name);
  const order = axisSteps(header, axes);
  const slices = Array.from({ length: order.z.count }, (_, k) => sliceAt(whole, header, order, k));
  assertHounsfield(slices, name);
  const { count, step } = order.z;
  const numbers = Array.from({ length: count }, (_, k) => (step > 0 ? k + 1 : count - k));
  return { name, slices, spacingMm: [order.x.mm, order.y.mm, order.z.mm], numbers };
}

/** The header's faults are those of a mask by their code; here they are a volume's. */
function asVolumeFault<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof LesionGraphError)) throw error;
    throw new LesionGraphError("BAD_VOLUME", error.fault, { ...error.where, file });
  }
}

const BYTES: Readonly<Record<Storage, number>> = {
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  float32: 4,
  float64: 8,
  uint64: 8,
  int64: 8,
};

/** An array axis seen along an anatomical one. */
interface AxisSteps {
  readonly count: number;
  /** Voxels from one to the next towards left, back or feet; negative where the array runs the other way. */
  readonly step: number;
  readonly mm: number;
}

/** NIfTI's axes point right, front and head: those of a slice run the other way. */
function axisSteps({ size, affine }: LabelHeader, axes: readonly [number, number, number]) {
  const strides = [1, size[0], size[0] * size[1]] as const;
  const of = (anatomical: 0 | 1 | 2): AxisSteps => {
    const axis = axes[anatomical] as 0 | 1 | 2;
    const vector = affine.axes[axis];
    return {
      count: size[axis],
      step: vector[anatomical] > 0 ? -strides[axis] : strides[axis],
      mm: length(vector),
    };
  };
  return { x: of(0), y: of(1), z: of(2) };
}

function sliceAt(
  bytes: Uint8Array,
  header: LabelHeader,
  { x, y, z }: Readonly<Record<"x" | "y" | "z", AxisSteps>>,
  k: number,
): CtSlice {
  const read = voxelReader(bytes, header);
  const start = [x, y, z].reduce(
    (at, { step, count }) => at + (step < 0 ? -step * (count - 1) : 0),
    0,
  );
  const hu = new Int16Array(x.count * y.count);
  for (let row = 0, i = 0; row < y.count; row++) {
    let at = start + k * z.step + row * y.step;
    for (let column = 0; column < x.count; column++, i++, at += x.step) {
      const value = Math.round(read(at) * header.slope + header.intercept);
      hu[i] = value >= -32768 ? Math.min(32767, value) : -32768;
    }
  }
  return { width: x.count, height: y.count, hu };
}

function voxelReader(bytes: Uint8Array, header: LabelHeader): (voxel: number) => number {
  const { storage, littleEndian: little, offset } = header;
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset);
  switch (storage) {
    case "uint8":
      return (i) => view.getUint8(i);
    case "int8":
      return (i) => view.getInt8(i);
    case "uint16":
      return (i) => view.getUint16(2 * i, little);
    case "int16":
      return (i) => view.getInt16(2 * i, little);
    case "uint32":
      return (i) => view.getUint32(4 * i, little);
    case "int32":
      return (i) => view.getInt32(4 * i, little);
    case "float32":
      return (i) => view.getFloat32(4 * i, little);
    case "float64":
      return (i) => view.getFloat64(8 * i, little);
    case "uint64":
      return (i) => Number(view.getBigUint64(8 * i, little));
    case "int64":
      return (i) => Number(view.getBigInt64(8 * i, little));
  }
}

async function unpacked(bytes: Uint8Array, file: string): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([new Uint8Array(bytes)]).stream();
  try {
    const whole = await new Response(
      stream.pipeThrough(new DecompressionStream("gzip")),
    ).arrayBuffer();
    return new Uint8Array(whole);
  } catch {
    badVolume("a whole gzip file", "a cut or damaged one", file);
  }
}

/** Whether bytes begin as a NIfTI-1 file does, or as gzip. */
export function looksLikeNifti(bytes: Uint8Array): boolean {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return true;
  if (bytes.length < 4) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, 4);
  return [true, false].some((little) =>
    [NIFTI_HEADER_BYTES, 540].includes(view.getInt32(0, little)),
  );
}
