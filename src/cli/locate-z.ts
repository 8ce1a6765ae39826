/** `locate`: z of a slice, by itself or within its series. */
import { basename } from "node:path";
import type { CtVolume } from "../bodypart/ct-volume.js";
import { defaultBodyPartModel } from "../bodypart/default-model.js";
import { type SliceScore, scoreVolume, sliceScore, type VolumeScores } from "../bodypart/score.js";
import { fail } from "../core/errors.js";
import { parseFileName } from "../deeplesion/file-name.js";
import type { CtSlice } from "../images/slice.js";
import { numberIn, readCt } from "../node/ct-volumes.js";

/** The known part of the voxel size in mm. */
export interface KnownSpacing {
  readonly pixelMm: readonly [x: number, y: number] | undefined;
  readonly sliceMm: number | undefined;
}

/** Returns z; `undefined` for too little body or an unknown pixel size. */
export type ZFinder = (
  file: string,
  slice: CtSlice,
  spacing: KnownSpacing,
) => Promise<SliceScore | undefined>;

/** From the slice alone, or from its volume. */
export function zFinder(volumePath: string | undefined): ZFinder {
  return volumePath === undefined ? zOfSlice : zInVolume(volumePath);
}

async function zOfSlice(_: string, slice: CtSlice, { pixelMm }: KnownSpacing) {
  return pixelMm && sliceScore(await defaultBodyPartModel(), slice, pixelMm);
}

/** Volumes read and scored. */
interface Scored {
  readonly volume: CtVolume;
  readonly scores: VolumeScores;
}

function zInVolume(path: string): ZFinder {
  let scored: Promise<Scored[]> | undefined;
  return async (file, slice, spacing) => {
    const number = numberIn(file) ?? fail("BAD_SERIES", "a name with the slice's number", file);
    scored ??= scoredVolumes(path, spacing);
    for (const { volume, scores } of await scored) {
      const at = numbersOf(path, volume).indexOf(number);
      if (at < 0) continue;
      assertSame(slice, volume.slices[at]!, file, path);
      return scores.slices[at];
    }
    return fail("BAD_SERIES", `a volume with slice ${number}`, path, { file });
  };
}

async function scoredVolumes(path: string, { pixelMm, sliceMm }: KnownSpacing): Promise<Scored[]> {
  const found = await readCt(path, { pixelMm: pixelMm?.[0], sliceMm });
  if ("single" in found) fail("BAD_VOLUME", "a volume", "a single slice", { file: path });
  const model = await defaultBodyPartModel();
  return found.volumes.map((volume) => ({ volume, scores: scoreVolume(model, volume) }));
}

/** `000089_01_02_024-036.nii.gz` holds the slices 24 to 36 of its series; other volumes count from 1. */
function numbersOf(path: string, { numbers, slices }: CtVolume): readonly number[] {
  const own = numbers ?? slices.map((_, i) => i + 1);
  const stem = basename(path).replace(/-\d+\.nii(\.gz)?$/, ".png");
  const first = /\.nii(\.gz)?$/.test(path) ? parseFileName(stem)?.slice : undefined;
  return first === undefined ? own : own.map((number) => number + first - 1);
}

/** Another volume's slice would give a wrong z. */
function assertSame(slice: CtSlice, other: CtSlice, file: string, volume: string): void {
  const same =
    slice.width === other.width &&
    slice.height === other.height &&
    slice.hu.every((value, i) => value === other.hu[i]);
  if (same) return;
  fail("BAD_SERIES", `the slice that ${volume} holds under its number`, "another", {
    file,
    remedy: "give the volume of the same series",
  });
}
