import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readMaskManifest } from "../../src/node/read-masks.js";
import { freshFolder } from "../support/cli.js";
import { rejectionOf } from "../support/errors.js";
import { niftiLabels, steps } from "../support/nifti-labels.js";

/** A lesion of one voxel, and a last voxel. */
const withLast = (value: number) =>
  niftiLabels({
    size: [2, 2, 2],
    labels: [1, 0, 0, 0, 0, 0, 0, value],
    sform: steps(1, 1, 1),
    type: "int16",
  });

it("a mask that changes while it is read is that error, whatever it held", async () => {
  const folder = freshFolder();
  const [manifest, mask] = [join(folder, "manifest.csv"), join(folder, "mask.nii")];
  writeFileSync(manifest, "patient,study,file\nA,1,first.nii\nA,2,mask.nii\n");
  const [good, bad] = [withLast(0), withLast(-1)];
  writeFileSync(join(folder, "first.nii"), good);
  for (const change of [
    () => writeFileSync(mask, bad),
    () => writeFileSync(mask, good.subarray(0, 360)),
    () => rmSync(mask),
  ]) {
    writeFileSync(mask, good);
    // After the first mask the second one is begun, before anything else has its turn.
    let masks = 0;
    const onProgress = () => {
      if (masks++ === 0) setImmediate(change);
    };
    const read = () => readMaskManifest(manifest, { onProgress });
    const { where } = await rejectionOf("CANNOT_READ", read);
    expect(where).toEqual({ file: mask, patient: "A", study: 2 });
  }
  writeFileSync(mask, bad);
  await rejectionOf("BAD_MASK", () => readMaskManifest(manifest), { file: mask });
});
