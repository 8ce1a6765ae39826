#!/usr/bin/env node
/** `lesion-graph`: runs the command line in a process of its own. */
import module from "node:module";
import type { Writable } from "node:stream";

// Node 22 and later keep compiled code between runs; it has to be on before other modules are loaded.
(module as { enableCompileCache?: () => void }).enableCompileCache?.();
const { runCommandLine } = await import("./run.js");

/**
 * The error of standard output. A command that writes its result there stops with it; a command that writes
 * files continues.
 */
let broken: NodeJS.ErrnoException | undefined;
process.stdout.on("error", (error) => {
  broken ??= error;
});
process.stderr.on("error", () => {});

const flushed = (stream: Writable): Promise<void> =>
  new Promise((done) => {
    stream.write("", () => done());
  });

const status = await runCommandLine(process.argv.slice(2), {
  broken: () => broken,
  flushed: () => flushed(process.stdout),
});
// An open input must not keep the process alive after an error, and memory is not freed piece by piece.
await Promise.all([process.stdout, process.stderr].map(flushed));
process.exit(status);
