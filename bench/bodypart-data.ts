/** Volumes and slices that the shipped body-part model is trained and measured on, where they lie beside the project. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readDlInfo } from "lesion-graph";
import { type CtVolume, decodeWindowedSlice, readCtVolume } from "lesion-graph/bodypart";
import { type CtSlice, decodeSlice } from "lesion-graph/images";

const DATA = new URL("../../shared/data/", import.meta.url);
/** Pixels of the scored slices, whose size is not given: the median of DeepLesion. */
const PIXEL_MM = 0.8;

export const hasData = (): boolean => existsSync(new URL("bodypart/volumes/", DATA));

/** All volumes, in the order of their names. */
export async function volumes(): Promise<CtVolume[]> {
  const folder = new URL("bodypart/volumes/", DATA);
  const files = [
    ...readdirSync(folder)
      .sort()
      .map((file) => new URL(file, folder)),
    new URL("ct/torso_3mm.nii.gz", DATA),
  ];
  return Promise.all(
    files.map((file) =>
      readCtVolume(readFileSync(file), file.pathname.replace(/^.*\/|\.nii\.gz$/g, "")),
    ),
  );
}

/** A slice with the score of the original network. */
export interface ScoredSlice {
  readonly file: string;
  readonly patient: string;
  readonly slice: CtSlice;
  readonly pixelMm: number;
  readonly score: number;
}

export function scoredSlices(): ScoredSlice[] {
  const folder = new URL("bodypart/scored_slices/", DATA);
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const [, score, patient] = /_score_(-?[\d.]+)_(\d+)_/.exec(file)!;
      const slice = decodeWindowedSlice(readFileSync(new URL(file, folder)), [-175, 275]);
      return { file, patient: patient!, slice, pixelMm: PIXEL_MM, score: Number(score) };
    });
}

/** A key slice of DeepLesion with its z. */
export interface KeySlice {
  readonly file: string;
  readonly patient: string;
  readonly slice: CtSlice;
  readonly pixelMm: number;
  readonly z: number;
}

export function keySlices(): KeySlice[] {
  const folder = new URL("deeplesion/", DATA);
  const table = readFileSync(new URL("DL_info_liver_23_extra_columns.csv", folder), "utf8");
  const { lesions } = readDlInfo(table);
  return readdirSync(new URL("key_slices/", folder))
    .sort()
    .map((file) => {
      const { location, spacingMm } = lesions.find(({ fileName }) => fileName === file)!;
      const slice = decodeSlice(readFileSync(new URL(`key_slices/${file}`, folder)));
      return { file, patient: file.slice(0, 6), slice, pixelMm: spacingMm[0], z: location![2] };
    });
}
