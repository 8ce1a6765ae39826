/** Stands in for `vitest` where `in-process-runner.ts` loads test files: collects the tests. */
import { expect as vitestExpect } from "../../node_modules/vitest/dist/index.js";
import type { CollectedTest } from "./in-process-runner.js";

type Body = (...args: unknown[]) => unknown;

const space = globalThis as unknown as { __collected__: CollectedTest[] };
const suites: string[] = [];

/** Snapshots are not read here; the rest of their tests counts. */
export const expect = new Proxy(vitestExpect, {
  apply: (target, self, given: Parameters<typeof vitestExpect>) => {
    const assertion = Reflect.apply(target, self, given);
    return Object.defineProperty(assertion, "toMatchSnapshot", { value: () => {} });
  },
});

/** The body among the arguments after the name: options may come before or after it. */
const bodyOf = (rest: readonly unknown[]): Body =>
  rest.find((one) => typeof one === "function") as Body;

/** `it` or `describe` with its variants. */
function withVariants(declare: (name: string, ...rest: unknown[]) => void) {
  const skip = () => {};
  const each =
    (rows: readonly unknown[]) =>
    (name: string, ...rest: unknown[]): void => {
      const body = bodyOf(rest);
      rows.forEach((row, i) => {
        declare(`${name} ${i}`, () => (Array.isArray(row) ? body(...row) : body(row)));
      });
    };
  const runIf = (condition: unknown) =>
    condition ? variants : Object.assign(skip, { each: () => skip });
  const variants = Object.assign(declare, {
    each,
    skip,
    runIf,
    skipIf: (condition: unknown) => runIf(!condition),
  });
  return variants;
}

export const it = withVariants((name, ...rest) => {
  const body = bodyOf(rest);
  space.__collected__.push({ name: [...suites, name].join(" "), run: () => body() });
});
export const test = it;

export const describe = withVariants((name, ...rest) => {
  suites.push(name);
  try {
    bodyOf(rest)();
  } finally {
    suites.pop();
  }
});
