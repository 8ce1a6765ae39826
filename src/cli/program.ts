/** The commands and their options. What a command does is loaded only when it is called. */
import { Command } from "commander";
import { addGrowthOptions } from "./growth-options.js";
import { addMatchOptions } from "./match-options.js";
import { addRetrievalOptions } from "./retrieval-options.js";
import { collect } from "./values.js";
import { version } from "./version.js";

/** The whole command line. */
export function program(): Command {
  const lesionGraph = new Command("lesion-graph")
    .description("Follows each lesion of a patient through the patient's CT studies.")
    .version(version())
    .exitOverride()
    .configureOutput({ writeErr: () => {}, outputError: () => {} });

  addMatchOptions(
    lesionGraph
      .command("match")
      .summary("lesions → sequences")
      .description("Finds the lesion sequences of every patient of DL_info.csv or vectors files.")
      .argument("<input...>", "DL_info.csv or vectors CSV; - is standard input"),
  )
    .option("--patient <id>", "only this patient (may be given several times)", collect)
    .option("--format <format>", "json, jsonl, csv, gexf, graphml or node-link", "json")
    .option("--rejected-pairs <which>", "list rejected pairs in JSON: near, all or none", "none")
    .option("--jobs <n>", "so many workers; order and bytes stay the same", "1")
    .option("--shard <i/n>", "only the patients of share i of n, for merge; needs -o")
    .option("-o, --output <file>", "write to this file instead of standard output")
    .action(async (inputs, options) => (await import("./match.js")).run(inputs, options));

  lesionGraph
    .command("merge")
    .summary("the outputs of all shards as one")
    .description("Joins the outputs of match --shard into the output of a single run.")
    .argument("<output...>", "the output files of all shards, in any order")
    .option("-o, --output <file>", "write to this file instead of standard output")
    .action(async (outputs, options) => (await import("./merge.js")).run(outputs, options));

  addMatchOptions(
    lesionGraph
      .command("evaluate")
      .summary("sequences against truth")
      .description("Scores the sequences of an input against known truth.")
      .argument("<input>", "DL_info.csv or vectors CSV; - is standard input")
      .requiredOption("--truth <file>", "CSV with the columns row and group"),
  )
    .option("--partial", "the truth links neighbouring studies only (DLS)")
    .option("--folds <k>", "also choose settings patient-wise on k-1 folds, judge on the other")
    .option("--resamples <n>", "resamples of patients for the intervals", "1000")
    .option("--seed <n>", "seed of resampling and folds", "1")
    .option("--format <format>", "table or json", "table")
    .option("-o, --output <file>", "write to this file instead of standard output")
    .action(async (input, options) => (await import("./evaluate.js")).run(input, options));

  addGrowthOptions(
    addMatchOptions(
      lesionGraph
        .command("grow")
        .summary("diameters, changes, rates and response of every sequence")
        .description("Follows every lesion sequence over time.")
        .argument("<input>", "DL_info.csv or vectors CSV; - is standard input"),
    ),
  )
    .option("--patient <id>", "only this patient (may be given several times)", collect)
    .option("--recist", "response in the JSON too; --format response implies it")
    .option("--format <format>", "csv, summary, response or json", "csv")
    .option("-o, --output <file>", "write to this file instead of standard output")
    .action(async (input, options) => (await import("./grow.js")).run(input, options));

  const draw = addGrowthOptions(
    addMatchOptions(
      lesionGraph
        .command("draw")
        .summary("figures as SVG or PNG")
        .description(
          "Draws one figure: graph, sequences, board, spider or swimmer of a patient; waterfall, body-map or sizes of all; annotation or retrieval of a row.",
        )
        .argument(
          "<figure>",
          "graph, sequences, board, spider, swimmer, waterfall, body-map, sizes, annotation or retrieval",
        )
        .argument("<input>", "DL_info.csv or vectors CSV; - is standard input"),
    ),
  )
    .option("--patient <id>", "this patient; for figures of all only these", collect)
    .option("--recist", "swimmer: the patient's response; waterfall: of patients, not lesions")
    .option("--row <n>", "annotation, retrieval: the data row, counted from 1");
  addRetrievalOptions(draw, "retrieval: ")
    .option("--slices <folder>", "board, annotation, retrieval: the key slices to show")
    .option("--theme <theme>", "light or dark", "light")
    .option("--width <mm>", "85 for one column of a journal, 180 for two", "180")
    .option("--set <name=value>", "any other option of the figure, see docs/figures.md", collect)
    .option("--dpi <n>", "pixels per inch of a PNG", "300")
    .option("-o, --output <file>", ".svg or .png; SVG to standard output where absent")
    .action(async (figure, input, options) =>
      (await import("./draw.js")).run(figure, input, options),
    );

  lesionGraph
    .command("fit")
    .summary("a joint model from one's own truth")
    .description("Fits the joint matcher's model on known truth and writes it as JSON.")
    .argument("<input>", "DL_info.csv or vectors CSV; - is standard input")
    .requiredOption("--truth <file>", "CSV with the columns row and group")
    .option("--partial", "the truth links neighbouring studies only (DLS)")
    .option("--name <text>", "what the model is said to be fitted on")
    .option("--noisy <what>", "keep or drop rows marked Possibly_noisy (keep)")
    .option("--embeddings <file>", ".npy or CSV with a vector for every data row")
    .option("-o, --output <file>", "write to this file instead of standard output")
    .action(async (input, options) => (await import("./fit.js")).run(input, options));

  lesionGraph
    .command("simulate")
    .summary("a cohort with known truth")
    .description("Writes DL_info.csv, truth.csv and dates.csv of simulated patients into a folder.")
    .requiredOption("-o, --output <folder>", "the folder; made where it is missing")
    .option("--patients <n>", "how many patients")
    .option("--seed <n>", "same seed, same cohort")
    .option("--set <name=value>", "any other parameter of the simulation", collect)
    .action(async (options) => (await import("./simulate.js")).run(options));

  lesionGraph
    .command("locate")
    .summary("body and lesions in a slice")
    .description(
      "Finds the extent of the body in slices and the relative position of their lesions.",
    )
    .argument("<png...>", "16-bit slices of the data set (HU + 32768)")
    .option("--info <file>", "DL_info.csv: one line per lesion of the slices, with its x and y")
    .option("--convention <name>", "deeplesion (as the data set) or anatomical", "deeplesion")
    .option("--pixel-mm <mm>", "anatomical: side of a pixel where no row of --info says it (0.8)")
    .option("--format <format>", "csv or json", "csv")
    .option("-o, --output <file>", "write to this file instead of standard output")
    .action(async (files, options) => (await import("./locate.js")).run(files, options));

  lesionGraph
    .command("nifti")
    .summary("slices as sub-volumes")
    .description(
      "Writes continuous slices of every series as NIfTI volumes, with their lesion boxes.",
    )
    .argument(
      "<images>",
      "folder with Images_png, with the folders of the series, or with key slices",
    )
    .requiredOption("--info <file>", "DL_info.csv")
    .requiredOption("-o, --output <folder>", "the folder; made where it is missing")
    .option("--no-boxes", "no label volumes of the lesion boxes")
    .action(async (images, options) => (await import("./nifti.js")).run(images, options));

  lesionGraph
    .command("masks")
    .summary("lesions of segmentation masks")
    .description("Measures the lesions of NIfTI label volumes and writes a measurement CSV.")
    .argument("[manifest]", "CSV with patient,study,file[,series,date]")
    .option("--labels <kind>", "instances (a value is a lesion) or components (26 neighbours)")
    .option("--longitudinal-ct <folder>", "instead of a manifest: the Longitudinal-CT v2 data set")
    .option("--truth <file>", "longitudinal-ct: write the known correspondence to this CSV")
    .option("-o, --output <file>", "write to this file instead of standard output")
    .action(async (manifest, options) => (await import("./masks.js")).run(manifest, options));

  const sr = lesionGraph
    .command("sr")
    .summary("DICOM measurement reports in and out")
    .description("Reads and writes DICOM structured reports (TID 1500) with one UID per lesion.");
  sr.command("read")
    .summary("reports → measurement CSV")
    .description(
      "Reads bidirectional measurements of reports; CT, MR or PET slices among the files give positions.",
    )
    .argument("<files...>", "DICOM files, or folders of them")
    .option("-o, --output <file>", "write to this file instead of standard output")
    .action(async (files, options) => (await import("./sr.js")).read(files, options));
  addMatchOptions(
    sr
      .command("write")
      .summary("sequences → one report per study")
      .description("Matches lesions and writes one report per study, with tracking.csv.")
      .argument("<input>", "DL_info.csv")
      .requiredOption(
        "--dicom <file>",
        "CSV with row,patientId,studyUid,seriesUid,sopUid,sopClassUid,studyDate",
      )
      .requiredOption("-o, --output <folder>", "the folder; made where it is missing"),
  )
    .option("--tracking <file>", "keep the UIDs of an earlier tracking.csv; needs --previous")
    .option("--ohif", "tracking identifiers as OHIF names them")
    .action(async (input, options) => (await import("./sr.js")).write(input, options));

  lesionGraph
    .command("appearance")
    .summary("what lesions look like, as vectors")
    .description(
      "Measures lesions on their key slices, or embeds them by an ONNX model, for --embeddings.",
    )
    .argument(
      "<images>",
      "folder with Images_png, with the folders of the series, or with key slices",
    )
    .requiredOption("--info <file>", "DL_info.csv")
    .option("--model <file>", "an ONNX model with a patch as its input (needs onnxruntime-web)")
    .option("--field <mm>", "model: side of the patch in mm (50)")
    .option("--size <px>", "model: side of the patch in pixels (50)")
    .option("--channels <n>", "model: how often the patch is given (1)")
    .option("--batch <n>", "model: patches of one run (32)")
    .option("--window <name|lower,upper>", "model: HU that become 0 and 1 (soft tissue)")
    .option("--mean <n>", "model: taken off every value after the window (0)")
    .option("--standard-deviation <n>", "model: what every value is divided by after that (1)")
    .option("--output-name <name>", "model: which of its outputs (the first)")
    .option("--ring <mm>", "no model: width of the ring around the lesion (5)")
    .option("--bin <hu>", "no model: width of a grey level of texture (25)")
    .option("--margin-points <n>", "no model: points the margin is measured at (64)")
    .option(
      "--missing <what>",
      "rows without a slice or not to be measured: error or skip",
      "error",
    )
    .option("-o, --output <file>", "write to this file instead of standard output")
    .action(async (images, options) => (await import("./appearance.js")).run(images, options));

  addRetrievalOptions(
    lesionGraph
      .command("retrieve")
      .summary("similar lesions of other patients")
      .description(
        "Finds the lesions of other patients that are most like one, like all, or scores it.",
      )
      .argument("<input>", "DL_info.csv or vectors CSV; - is standard input")
      .option("--row <n>", "the query: a data row, counted from 1")
      .option("--all", "every row as a query, on all cores")
      .option("--scores", "share of the query's type in the top, mean average precision"),
  )
    .option("--features <list>", "of location,size,type,appearance")
    .option("--weights <name=n,...>", "factors, e.g. size=0.05,z=2", collect)
    .option("--location <kind>", "auto, normalised or physical")
    .option("--unit-appearance", "scale appearance vectors to length 1")
    .option("--noisy <what>", "keep or drop rows marked Possibly_noisy (keep)")
    .option("--embeddings <file>", ".npy or CSV with a vector for every data row")
    .option("--format <format>", "csv or json", "csv")
    .option("-o, --output <file>", "write to this file instead of standard output")
    .action(async (input, options) => (await import("./retrieve.js")).run(input, options));

  lesionGraph
    .command("demo")
    .summary("the whole way on the embedded cohort")
    .description("Runs the whole way on the embedded cohort.")
    .option("-o, --output <folder>", "where the results go", "lesion-graph-demo")
    .action(async (options) => (await import("./demo.js")).run(options));

  return lesionGraph;
}
