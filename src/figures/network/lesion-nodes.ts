/** Nodes of the graph and of the sequences: one lesion of one study with all its annotations. */
import type { Box } from "../kit/boxes.js";
import { byNode, type ShownLesion, type ShownPatient } from "../kit/shown-patient.js";

/** Half the sides of a node, points. */
export type NodeSize = Pick<Box, "halfWidth" | "halfHeight">;

/** One lesion of one study, as large as its largest annotation. */
export interface LesionNode extends NodeSize {
  /** Its annotations, the first in front; at least one. */
  readonly lesions: readonly [ShownLesion, ...ShownLesion[]];
}

/** Nodes by the row of their first annotation, in the order of the lesions. O(n). */
export const lesionNodes = (
  { lesions }: Pick<ShownPatient, "lesions">,
  sizeOf: (lesion: ShownLesion) => NodeSize,
): Map<number, LesionNode> =>
  new Map(
    Array.from(byNode(lesions), ([node, own]) => {
      const sizes = own.map(sizeOf);
      return [
        node,
        {
          lesions: own as [ShownLesion, ...ShownLesion[]],
          halfWidth: Math.max(...sizes.map(({ halfWidth }) => halfWidth)),
          halfHeight: Math.max(...sizes.map(({ halfHeight }) => halfHeight)),
        },
      ];
    }),
  );

/** The nodes of lesions that are annotated more than once in a study; they have a second outline. */
export const duplicatesOf = (nodes: ReadonlyMap<number, LesionNode>): Set<number> =>
  new Set(Array.from(nodes).flatMap(([node, { lesions }]) => (lesions.length > 1 ? [node] : [])));
