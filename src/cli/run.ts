/** Runs one call of the command line and reports its errors. */
import { CommanderError } from "commander";
import { fault, LesionGraphError } from "../core/errors.js";
import { withFlagName, withFlags } from "./command.js";
import { COMMANDS, program } from "./program.js";
import { endWarnings, printError } from "./terminal.js";

/** The state of standard output. */
export interface Output {
  /** The error of the stream, if any. */
  readonly broken: () => NodeJS.ErrnoException | undefined;
  flushed(): Promise<void>;
}

/**
 * Runs the command that the arguments name.
 *
 * @returns the exit status: 0 success, 2 input or usage error (one line on standard error, no warnings)
 * @throws any other error: a bug
 */
export async function runCommandLine(args: readonly string[], output: Output): Promise<number> {
  const { root, flags } = await program(args);
  try {
    await root.parseAsync(args, { from: "user" });
    await output.flushed();
    const broken = output.broken();
    if (broken) throw broken;
    endWarnings(true, (text) => withFlags(text, flags));
    return 0;
  } catch (error) {
    endWarnings(false);
    const found = await reportable(error, args, output.broken());
    if (found === undefined) return 0;
    if (!(found instanceof LesionGraphError)) throw found;
    printError(`error ${found.code}: ${withFlagName(found, flags).message}`);
    return 2;
  }
}

/** `undefined` if there is no error: help and version, or a closed reader (`… | head`). */
async function reportable(
  error: unknown,
  args: readonly string[],
  broken: NodeJS.ErrnoException | undefined,
): Promise<unknown> {
  if (error instanceof CommanderError) return usageError(error, args);
  if (broken === undefined || error !== broken) return error;
  const { writeFault } = await import("../node/output.js");
  return broken.code === "EPIPE" ? undefined : writeFault(broken, "standard output");
}

function usageError(
  { code, exitCode, message }: CommanderError,
  [first = "", second]: readonly string[],
): LesionGraphError | undefined {
  if (exitCode === 0) return undefined;
  // commander prints the help without a command, or with an unknown one after `help`.
  const missing = second === undefined ? "no command" : `unknown command '${second}'`;
  const received = code === "commander.help" ? missing : message.replace(/^error: /, "");
  const command = Object.hasOwn(COMMANDS, first) ? `${first} ` : "";
  const expected = `a call as lesion-graph ${command}--help shows`;
  return fault("BAD_CALL", expected, received.replaceAll("\n", " "));
}
