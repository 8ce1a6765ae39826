#!/usr/bin/env node
/** `lesion-graph`: finds the command, runs it, and turns a fault into one line and an exit status. */
import { CommanderError } from "commander";
import { LesionGraphError } from "../errors.js";
import { writeFault } from "../node/output.js";
import { program } from "./program.js";

/** 0 done; 2 the input or the call is at fault; what is thrown is a bug of ours and gives 1. */
async function main(): Promise<number> {
  try {
    await program().parseAsync();
    return 0;
  } catch (error) {
    const fault = error instanceof CommanderError ? callFault(error) : error;
    if (fault === undefined) return 0;
    if (!(fault instanceof LesionGraphError)) throw fault;
    console.error(`error ${fault.code}: ${fault.message.replaceAll(/[\r\n]+/g, " ")}`);
    return 2;
  }
}

/** What commander has to say about a call; nothing where help or version were asked for. */
function callFault({ code, exitCode, message }: CommanderError): LesionGraphError | undefined {
  if (exitCode === 0) return undefined;
  const received = message.replace(/^error: /, "").replaceAll("\n", " ");
  return new LesionGraphError("BAD_CALL", {
    expected: "a call as lesion-graph --help shows",
    received: code === "commander.help" ? "no command" : received,
  });
}

/** A reader that has gone away (`… | head`) ends the program quietly; a full disk is said in one line. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  const fault = writeFault(error, "standard output");
  if (!(fault instanceof LesionGraphError)) throw error;
  console.error(`error ${fault.code}: ${fault.message}`);
  process.exit(2);
});

process.exitCode = await main();
