/**
 * `npm run model:bodypart`: trains the shipped body-part model and writes src/bodypart/default-model-json.ts.
 * The same data give the same bytes; `npm run model:bodypart -- --check` trains and compares, and writes nothing.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { trainBodyPartRegressor, writeBodyPartModel } from "lesion-graph/bodypart";
import { scoredSlices, volumes } from "./bodypart-data.js";

const ATTRIBUTION = [
  "ACRIN-FLT-Breast, The Cancer Imaging Archive, doi 10.7937/K9/TCIA.2017.ol20zmxg, CC BY 3.0 (acrinflt_001_b, acrinflt_013)",
  "CPTAC-PDA, The Cancer Imaging Archive, doi 10.7937/K9/TCIA.2018.SC20FO18, CC BY (c3l_00189)",
  "CMB-CRC, The Cancer Imaging Archive, doi 10.7937/DJG7-GZ87, CC BY 4.0 (cmbcrc_01068)",
  "C4KC-KiTS, The Cancer Imaging Archive, doi 10.7937/TCIA.2019.IX49E8NX, CC BY 3.0 (kits_00072)",
  "Lung-PET-CT-Dx, The Cancer Imaging Archive, doi 10.7937/TCIA.2020.NNC2-0461, CC BY 4.0 (lungdx_a0001, lungdx_a0002)",
  "Lung-Fused-CT-Pathology, The Cancer Imaging Archive, doi 10.7937/K9/TCIA.2018.SMT36LPN, CC BY 3.0 (lungfcp_0001)",
  "TotalSegmentator example volume, Apache-2.0 (torso_3mm)",
  "Slices with scores of the original regressor: CADLab (github.com/rsummers11/CADLab), Ke Yan 2018, MIT",
];

const model = trainBodyPartRegressor(await volumes(), {
  anchors: scoredSlices(),
  name: "lesion-graph body-part model 4",
  date: "2026-11-26",
  attribution: ATTRIBUTION,
  onProgress: ({ done, total, unit }) => {
    if (done % 200 === 0) console.error(`${done} of ${total} ${unit}`);
  },
});
const json = writeBodyPartModel(model);
const file = new URL("../src/bodypart/default-model-json.ts", import.meta.url);
const source = `/** Written by \`npm run model:bodypart\`; not to be changed by hand. */\nexport const DEFAULT_MODEL_JSON: string =\n  '${json.replaceAll("\n", "\\n")}';\n`;
if (!process.argv.includes("--check")) writeFileSync(file, source);
else if (readFileSync(file, "utf8") !== source) {
  console.error("the shipped model differs from the one just trained");
  process.exitCode = 1;
}
console.log(`${json.length} bytes, scores ${model.scoreRange.join(" to ")}`);
