/** Pictures kept to notice changes. They are this package's own output; people judge whether they are right. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

const FOLDER = fileURLToPath(new URL("../golden/figures/", import.meta.url));

/** Numbers with three decimals at most, and ids that do not depend on the content. */
export const normalised = (svg: string): string =>
  svg
    .replaceAll(/lesion-graph-[0-9a-f]{8}/g, "lesion-graph-0")
    .replaceAll(/-?\d+\.\d{4,}/g, (number) => String(Math.round(Number(number) * 1000) / 1000))
    .replaceAll("><", ">\n<");

/**
 * The picture is the golden one. What differs is kept beside it as `name-changed.svg`; with UPDATE_GOLDEN=1
 * it becomes the golden one. A golden picture that is missing is a failure too.
 */
export function expectGolden(name: string, picture: string): void {
  const [golden, changed] = [`${FOLDER}${name}.svg`, `${FOLDER}${name}-changed.svg`];
  const now = normalised(picture);
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(golden, now);
  const before = existsSync(golden) ? readFileSync(golden, "utf8") : "";
  if (before === now) rmSync(changed, { force: true });
  else writeFileSync(changed, now);
  const [a, b] = [now.split("\n"), before.split("\n")];
  const line = a.findIndex((text, i) => text !== b[i]);
  expect(
    before === now ? "as before" : `line ${line + 1}: ${a[line]}`,
    `${name} differs from test/golden/figures/${name}.svg; the new picture is kept as ${name}-changed.svg`,
  ).toBe(before === now ? "as before" : `line ${line + 1}: ${b[line]}`);
}
