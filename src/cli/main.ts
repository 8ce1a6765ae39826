#!/usr/bin/env node
/** `lesion-graph`: runs the command line in a process of its own. */
import module from "node:module";
import type { Writable } from "node:stream";

/**
 * The error of standard output. A command that writes its result there stops with it; a command that writes
 * files continues.
 */
let broken: NodeJS.ErrnoException | undefined;
const stdout = onFirstUse("stdout", (error) => {
  broken ??= error;
});
const stderr = onFirstUse("stderr", () => {});

/**
 * Listens for errors of a standard stream from its first use on. A command that writes a file needs neither of them,
 * and making them takes a while.
 *
 * @returns the stream if it was used
 */
function onFirstUse(
  name: "stdout" | "stderr",
  listener: (error: Error) => void,
): () => Writable | undefined {
  const { get, value } = Object.getOwnPropertyDescriptor(process, name) as PropertyDescriptor;
  let stream: Writable | undefined;
  Object.defineProperty(process, name, {
    configurable: true,
    enumerable: true,
    get: () => {
      stream ??= ((get ? get.call(process) : value) as Writable).on("error", listener);
      return stream;
    },
  });
  return () => stream;
}

const flushed = (stream: Writable | undefined): Promise<void> =>
  new Promise((done) => {
    if (stream === undefined) done();
    else stream.write("", () => done());
  });

async function main(): Promise<void> {
  // A command that waits for something that never comes has failed. Node sees to that only in modules.
  process.once("beforeExit", () => process.exit(13));
  // Node 22 and later keep compiled code between runs; it has to be on before other modules are loaded.
  (module as { enableCompileCache?: () => void }).enableCompileCache?.();
  const { runCommandLine } = await import("./run.js");
  const status = await runCommandLine(process.argv.slice(2), {
    broken: () => broken,
    flushed: () => flushed(stdout()),
  });
  // An open input must not keep the process alive after an error, and memory is not freed piece by piece.
  await Promise.all([stdout(), stderr()].map(flushed));
  process.exit(status);
}

void main();
