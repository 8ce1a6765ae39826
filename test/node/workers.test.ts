import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LesionGraphError } from "../../src/core/errors.js";
import type { Progress } from "../../src/core/progress.js";
import { onWorkers, streamOnWorkers } from "../../src/node/workers.js";

interface Task {
  readonly value: number;
  /** Milliseconds. */
  readonly wait?: number;
  readonly how?: "reject" | "fail" | "break";
}
const MODULE = new URL("../support/slow-worker.mjs", import.meta.url);
const tenfold = (tasks: readonly Task[], given?: Parameters<typeof onWorkers>[4]) =>
  onWorkers<{ factor: number }, Task, number>(MODULE, { factor: 10 }, tasks, "tasks", given);

describe("onWorkers", () => {
  it("gives the results in the order of the tasks, however long each takes", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ value: fc.nat(99), wait: fc.nat(8) }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        async (tasks, workers) => {
          const done: string[] = [];
          const onProgress = (now: Progress): number => done.push(`${now.done}/${now.total}`);
          const results = await tenfold(tasks, { workers, onProgress });
          expect(results).toEqual(tasks.map(({ value }) => value * 10));
          expect(done).toEqual(tasks.map((_, i) => `${i + 1}/${tasks.length}`));
        },
      ),
      { numRuns: 12 },
    );
  });

  it("ends with the fault of the first task that has one, as what it was", async () => {
    const late: Task = { value: 1, wait: 60, how: "reject" };
    const rejectedPair = tenfold([{ value: 0 }, late, { value: 2, how: "fail" }], { workers: 3 });
    await expect(rejectedPair).rejects.toThrow(LesionGraphError);
    await expect(rejectedPair).rejects.toMatchObject({ code: "BAD_VALUE", fault: { received: 1 } });
    const bug = tenfold([{ value: 0 }, { value: 2, how: "fail" }, late], { workers: 2 });
    await expect(bug).rejects.toThrow("TypeError: bug 2");
  });

  it("ends where a worker breaks down, also with tasks still to come", async () => {
    const tasks: Task[] = [{ value: 5, how: "break" }, ...Array(8).fill({ value: 1 })];
    await expect(tenfold(tasks, { workers: 1 })).rejects.toThrow("broken 5");
  });

  it("rejects invalid options", async () => {
    await expect(tenfold([], { worker: 1 } as never)).rejects.toMatchObject({
      code: "UNKNOWN_OPTION",
      fault: { remedy: expect.stringContaining('"workers"') },
    });
    for (const workers of [0, -3, 1.5, Number.NaN, "2" as never]) {
      await expect(tenfold([], { workers })).rejects.toMatchObject({
        code: "BAD_OPTION",
        where: { option: "workers" },
      });
    }
  });
});

describe("streamOnWorkers", () => {
  const hundredfold = (tasks: AsyncIterable<Task>) =>
    streamOnWorkers<{ factor: number }, Task, number>(MODULE, { factor: 100 }, tasks, 2);

  it("gives results while the next task is waited for", async () => {
    let go = (): void => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    const tasks = async function* (): AsyncGenerator<Task> {
      yield { value: 1 };
      await held;
      yield { value: 2 };
    };
    const results = hundredfold(tasks());
    expect((await results.next()).value).toBe(100);
    go();
    expect((await results.next()).value).toBe(200);
    expect((await results.next()).done).toBe(true);
  });

  it("gives the results of the tasks before a fault of their source", async () => {
    const tasks = async function* (): AsyncGenerator<Task> {
      yield { value: 1, wait: 30 };
      yield { value: 2 };
      throw new Error("no more");
    };
    const seen: number[] = [];
    const all = async (): Promise<void> => {
      for await (const result of hundredfold(tasks())) seen.push(result);
    };
    await expect(all()).rejects.toThrow("no more");
    expect(seen).toEqual([100, 200]);
  });

  it("takes no more tasks than are running, and ends when the consumer of results stops", async () => {
    let taken = 0;
    const tasks = async function* (): AsyncGenerator<Task> {
      for (;;) yield { value: ++taken };
    };
    const seen: number[] = [];
    const stream = streamOnWorkers<{ factor: number }, Task, number>(
      MODULE,
      { factor: 1 },
      tasks(),
      2,
    );
    for await (const result of stream) {
      expect(taken - result).toBeLessThanOrEqual(4);
      if (seen.push(result) === 20) break;
    }
    expect(seen).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });
});
