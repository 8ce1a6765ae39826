/** The content of a structured report as a tree. */
import { fail } from "../core/errors.js";
import { type Code, isSame } from "./codes.js";
import type { DataSet } from "./data-set.js";

/** One content item. */
export interface ContentItem {
  readonly valueType: string;
  readonly name: Code | undefined;
  /** Value of a CODE item. */
  readonly code: Code | undefined;
  /** Value of a TEXT or UIDREF item. */
  readonly text: string | undefined;
  readonly data: DataSet;
  readonly children: readonly ContentItem[];
}

/** No report nests deeper. */
const MAX_DEPTH = 32;

/** The tree below a data set. @throws LesionGraphError BAD_REPORT where it nests deeper than 32 items. */
export function contentTree(data: DataSet, depth = 0): ContentItem {
  if (depth > MAX_DEPTH) fail("BAD_REPORT", `at most ${MAX_DEPTH} nested items`, "more");
  return {
    valueType: data.text("x0040a040") ?? "",
    name: data.code("x0040a043"),
    code: data.code("x0040a168"),
    text: data.text("x0040a160") ?? data.text("x0040a124"),
    data,
    children: data.items("x0040a730").map((item) => contentTree(item, depth + 1)),
  };
}

/** Children with a name. */
export const childrenOf = (item: ContentItem, name: Code): ContentItem[] =>
  item.children.filter((child) => isSame(child.name, name));

/** The items of a name anywhere below, not looking into those found. */
export const below = (item: ContentItem, name: Code): ContentItem[] =>
  item.children.flatMap((child) => (isSame(child.name, name) ? [child] : below(child, name)));
