#!/usr/bin/env node
/** `lesion-graph`: finds the command, runs it, and turns a fault into one line and an exit status. */
import type { Writable } from "node:stream";
import { CommanderError } from "commander";
import { fault, LesionGraphError } from "../core/errors.js";
import { writeFault } from "../node/output.js";
import { asTyped } from "./as-typed.js";
import { program } from "./program.js";
import { say } from "./say.js";

/**
 * What broke standard output. Where it is the result, writing stops and this is thrown; a command that writes
 * files goes on without it.
 */
let broken: NodeJS.ErrnoException | undefined;
process.stdout.on("error", (error) => {
  broken ??= error;
});
process.stderr.on("error", () => {});

const lesionGraph = program();

/** 0 done; 2 the input or the call is at fault; what is thrown is a bug of ours and gives 1. */
async function main(): Promise<number> {
  try {
    await lesionGraph.parseAsync();
    await flushed(process.stdout);
    if (broken) throw broken;
    return 0;
  } catch (error) {
    const fault = faultOf(error);
    if (fault === undefined) return 0;
    if (!(fault instanceof LesionGraphError)) throw fault;
    const [name] = process.argv.slice(2);
    const command = lesionGraph.commands.find((one) => one.name() === name);
    say(`error ${fault.code}: ${asTyped(fault, command).message}`);
    return 2;
  }
}

/** Nothing where all is well: help and version were asked for, or a reader has gone away (`… | head`). */
function faultOf(error: unknown): unknown {
  if (error instanceof CommanderError) return callFault(error);
  if (error !== broken) return error;
  return broken?.code === "EPIPE" ? undefined : writeFault(broken, "standard output");
}

/** What commander has to say about a call. */
function callFault({ code, exitCode, message }: CommanderError): LesionGraphError | undefined {
  if (exitCode === 0) return undefined;
  const [, asked] = process.argv.slice(2);
  const helpless = asked === undefined ? "no command" : `unknown command '${asked}'`;
  const received = code === "commander.help" ? helpless : message.replace(/^error: /, "");
  return fault("BAD_CALL", "a call as lesion-graph --help shows", received.replaceAll("\n", " "));
}

const flushed = (stream: Writable): Promise<void> =>
  new Promise((done) => {
    stream.write("", () => done());
  });

const status = await main();
// An input that is still open must not keep a program that has said what is wrong.
if (status !== 0 || broken) {
  await Promise.all([process.stdout, process.stderr].map(flushed));
  process.exit(status);
}
