import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { errorOfRun, freshFolder, MAIN, run, runProcess } from "../support/cli.js";

const folder = freshFolder();
const input = join(folder, "v.csv");
writeFileSync(input, "patient,study,lesion,a\nP,1,A,0\nP,2,B,0\n");

const foreign = join(folder, "foreign.json");
writeFileSync(foreign, "{}");

const inCm = join(folder, "cm.csv");
writeFileSync(inCm, "PID,study,x,y,z,Size\nP,1,0,0,0,2.1\n");

it.each([
  [["none.csv"], "FILE_NOT_FOUND"],
  [["-"], "BAD_CALL"],
  [[input, "--constraints", join(folder, "none.csv")], "FILE_NOT_FOUND"],
  [[input, "--port", "99999"], "BAD_OPTION"],
  [[input, "--units", "inch"], "BAD_OPTION"],
  [[input, "--study-dates", join(folder, "none.csv")], "FILE_NOT_FOUND"],
  [[inCm], "UNKNOWN_INPUT"],
  [[inCm, "--map", "longAxisMm=Size,patient=PID", "-o", foreign], "BAD_VALUE"],
  [[input, "-o", folder], "CANNOT_WRITE"],
  [[input, "-o", join(folder, "none/review.json")], "CANNOT_WRITE"],
  [[input, "-o", "/dev/null"], "CANNOT_WRITE"],
  [[input, "-o", input], "BAD_CALL"],
  [[input, "-o", foreign], "BAD_VALUE"],
] as const)(
  "review %j ends with one line and status 2 before a server starts",
  async (args, code) => {
    expect(errorOfRun(await run(["review", "--no-open", ...args])).code).toBe(code);
    expect(existsSync(`${input}.review.json`)).toBe(false);
  },
);

it("ends likewise where another program has the port", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  try {
    const { code, option } = errorOfRun(
      runProcess(["review", "--no-open", input, "--port", String(port)]),
    );
    expect([code, option]).toEqual(["BAD_OPTION", "--port"]);
  } finally {
    other.close();
  }
});

it.skipIf(process.platform !== "linux")(
  "starts the system's browser, unless --no-open is given",
  async () => {
    const bin = freshFolder();
    const opened = join(bin, "opened");
    writeFileSync(join(bin, "xdg-open"), `#!/bin/sh\nprintf %s "$1" > ${opened}\n`, {
      mode: 0o755,
    });
    const env = { ...process.env, PATH: `${bin}:${process.env["PATH"]}` };
    for (const flags of [["--no-open"], []]) {
      const child = spawn(process.execPath, [MAIN, "review", input, ...flags], { env });
      let printed = "";
      for await (const chunk of child.stdout) {
        printed += chunk;
        if (printed.includes("Ctrl-C")) break;
      }
      const isExpected = flags.length === 0;
      if (isExpected) await vi.waitUntil(() => existsSync(opened), { timeout: 20_000 });
      child.kill();
      await once(child, "close");
      expect([flags, existsSync(opened)]).toEqual([flags, isExpected]);
    }
  },
);
