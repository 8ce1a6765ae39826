/** A fault of the library in the words of the call: `--width` where the library says `widthMm`. */
import type { Command } from "commander";
import { LesionGraphError } from "../core/errors.js";

/** Options of the library whose flag has another name. */
const FLAGS: Readonly<Record<string, string>> = {
  widthMm: "--width",
  fieldMm: "--field",
  sizePx: "--size",
  ringMm: "--ring",
  binHu: "--bin",
};

/** The same fault with the option as it was typed; as it is where the command has no such option. */
export function asTyped(fault: LesionGraphError, command: Command | undefined): LesionGraphError {
  const { option } = fault.where;
  const typed = option === undefined ? undefined : flagOf(option, command);
  if (option === undefined || typed === undefined) return fault;
  const { expected } = fault.fault;
  const inWords = expected.startsWith(`${option} `)
    ? typed + expected.slice(option.length)
    : expected;
  const said = { ...fault.fault, expected: inWords };
  return new LesionGraphError(fault.code, said, { ...fault.where, option: typed });
}

function flagOf(option: string, command: Command | undefined): string | undefined {
  if (!/^[a-z][A-Za-z0-9]*$/.test(option)) return undefined;
  const flags = command?.options.map(({ long }) => long) ?? [];
  const kebab = `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const flag = [FLAGS[option], kebab].find((one) => one !== undefined && flags.includes(one));
  return flag ?? (flags.includes("--set") ? `--set ${option}` : undefined);
}
