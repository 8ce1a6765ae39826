/** Python with its scientific packages, where it is installed. */
import { execFileSync } from "node:child_process";

/** Debian's own Python finds Debian's packages, whatever else is called python3. */
const PYTHON = "/usr/bin/python3";

/** True where Python can import these modules. */
export function pythonHas(...modules: readonly string[]): boolean {
  try {
    execFileSync(PYTHON, ["-c", `import ${modules.join(", ")}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** What a Python program prints. */
export const python = (program: string, ...args: readonly string[]): string =>
  execFileSync(PYTHON, ["-c", program, ...args], { encoding: "utf8" });
