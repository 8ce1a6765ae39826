/** A throw-away Slurm on this machine: one node, own ports and folders, no systemd. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { freshFolder } from "./cli.js";

/** True where Slurm and munge are installed and may be started. */
export const hasSlurm = (): boolean =>
  process.getuid?.() === 0 &&
  ["slurmctld", "slurmd", "sbatch", "munged"].every(
    (name) => spawnSync("which", [name]).status === 0,
  );

export interface Slurm {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Runs a command of Slurm's. */
  run(command: string, ...args: string[]): string;
  /** Waits until a question has the answer true; fails after a while. */
  until(what: string, holds: () => boolean): Promise<void>;
  stop(): Promise<void>;
}

export async function startSlurm(): Promise<Slurm> {
  const folder = freshFolder();
  chmodSync(folder, 0o755);
  const path = (name: string): string => join(folder, name);
  for (const name of ["state", "spool", "log"]) mkdirSync(path(name));
  const munge = path("munge");
  mkdirSync(munge);
  const id = (flag: string): number => Number(execFileSync("id", [flag, "munge"]));
  writeFileSync(join(munge, "key"), crypto.getRandomValues(new Uint8Array(128)), { mode: 0o400 });
  for (const file of [munge, join(munge, "key")]) chownSync(file, id("-u"), id("-g"));
  chmodSync(munge, 0o755);
  const socket = join(munge, "socket");
  const base = 20000 + (process.pid % 20000);
  const host = hostname().split(".")[0]!;
  const conf = path("slurm.conf");
  writeFileSync(
    conf,
    `ClusterName=test
SlurmctldHost=${host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
SlurmctldPort=${base}
SlurmdPort=${base + 1}
AuthType=auth/munge
AuthInfo=socket=${socket}
CredType=cred/munge
StateSaveLocation=${path("state")}
SlurmdSpoolDir=${path("spool")}
SlurmctldPidFile=${path("slurmctld.pid")}
SlurmdPidFile=${path("slurmd.pid")}
SlurmctldLogFile=${path("log/slurmctld")}
SlurmdLogFile=${path("log/slurmd")}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
ReturnToService=2
MpiDefault=none
SlurmdParameters=config_overrides
SchedulerType=sched/builtin
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
KillWait=2
MinJobAge=600
JobRequeue=0
NodeName=${host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=${host} Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE:2
`,
  );
  const env = { ...process.env, SLURM_CONF: conf };
  const daemons = [
    spawn(
      "runuser",
      [
        "-u",
        "munge",
        "--",
        "munged",
        "--foreground",
        "--force",
        `--socket=${socket}`,
        `--key-file=${join(munge, "key")}`,
        `--pid-file=${join(munge, "pid")}`,
        `--log-file=${join(munge, "log")}`,
        `--seed-file=${join(munge, "seed")}`,
      ],
      { stdio: "ignore" },
    ),
  ];
  const slurm: Slurm = {
    folder,
    env,
    run: (command, ...args) =>
      execFileSync(command, args, { env, encoding: "utf8", timeout: 30_000 }),
    async until(what, holds) {
      for (const end = Date.now() + 90_000; !holds(); ) {
        if (Date.now() > end) throw new Error(`${what}: not within 90 s\n${logs()}`);
        await new Promise((wake) => setTimeout(wake, 250));
      }
    },
    async stop() {
      for (const daemon of daemons.reverse()) {
        daemon.kill("SIGTERM");
        await Promise.race([
          new Promise((ended) => daemon.once("exit", ended)),
          new Promise((wake) => setTimeout(wake, 5000)),
        ]);
        daemon.kill("SIGKILL");
      }
    },
  };
  const logs = (): string =>
    ["log/slurmctld", "log/slurmd", "munge/log"]
      .filter((name) => existsSync(path(name)))
      .map((name) => `${name}:\n${readFileSync(path(name), "utf8").slice(-3000)}`)
      .join("\n");
  try {
    await slurm.until("munge", () => existsSync(socket));
    daemons.push(spawn("slurmctld", ["-D"], { env, stdio: "ignore" }));
    daemons.push(spawn("slurmd", ["-D", "-N", host], { env, stdio: "ignore" }));
    await slurm.until("an idle node", () => {
      const { stdout } = spawnSync("sinfo", ["-h", "-o", "%T"], {
        env,
        encoding: "utf8",
        timeout: 10_000,
      });
      return /^idle/.test(stdout ?? "");
    });
  } catch (error) {
    await slurm.stop();
    throw error;
  }
  return slurm;
}
