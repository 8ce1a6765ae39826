/** Colour and shape of sequences and of lesion types. */
import { LESION_TYPES, type Lesion, type LesionType } from "../../core/lesion.js";
import type { FigureStyle } from "./figure-style.js";
import type { ColourBy } from "./patient-options.js";
import type { Theme } from "./theme.js";

/** Shapes take turns when the colours are used up, so that a style stands for one sequence. */
const SHAPES = Object.freeze(["circle", "square", "diamond"] as const);
export type Shape = (typeof SHAPES)[number];

/** Colour and shape of a sequence. */
export interface SequenceStyle {
  readonly colour: string;
  readonly shape: Shape;
}

/** The style of a lesion: by its type, or by its sequence; undefined where it has none of its own. */
export function styleOfLesion(
  { lesion, sequence }: { readonly lesion: Lesion; readonly sequence: number },
  colourBy: ColourBy,
  styles: ReadonlyMap<number, SequenceStyle>,
  { theme }: FigureStyle,
): SequenceStyle | undefined {
  if (colourBy === "none") return undefined;
  if (colourBy === "sequence") return styles.get(sequence);
  return lesion.type && { colour: typeColour(lesion.type, theme.palette), shape: "circle" };
}

export const typeColour = (type: LesionType, palette: readonly string[]): string =>
  palette[LESION_TYPES.indexOf(type) % palette.length]!;

/** Styles by number of the sequence: colours in turn, then the next shape; more sequences share styles. */
export function sequenceStyles(
  sequences: readonly { readonly id: number; readonly studies: number }[],
  { palette }: Theme,
): Map<number, SequenceStyle> {
  const followed = sequences.filter(({ studies }) => studies > 1).map(({ id }) => id);
  return new Map(
    followed
      .sort((a, b) => a - b)
      .map((id, i) => [
        id,
        {
          colour: palette[i % palette.length]!,
          shape: SHAPES[Math.floor(i / palette.length) % SHAPES.length] as Shape,
        },
      ]),
  );
}
