/** Slices of equal body-part score across volumes, as thumbnails of one scale. */
import { bodyImage, STEP_MM } from "../../bodypart/body-image.js";
import type { CtVolume } from "../../bodypart/ct-volume.js";
import type { VolumeScores } from "../../bodypart/score.js";
import { greyPicture, pngDataUri } from "../../images/picture.js";
import type { Area } from "../kit/boxes.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { label } from "../kit/label.js";
import { type SvgChild, svg } from "../kit/svg.js";

/** A volume with what `scoreVolume` says of it. */
export interface ScoredVolume {
  readonly volume: CtVolume;
  readonly scores: VolumeScores;
}

/** Field of a thumbnail in mm. */
const FIELD_MM = { width: 420, height: 330 } as const;
/** Scores of the rows. */
const ROWS = [-8, -6, -4, -2, 0, 2, 4, 6, 8];
const MOST_ROWS = 6;
/** A slice stands for a score if its own is no farther away. */
const NEAR = 0.5;

/** A volume in the colour of its line. */
export interface ColouredVolume extends ScoredVolume {
  readonly colour: string;
}

/** The thumbnails, and where they end. */
export function scoreThumbnails(
  volumes: readonly ColouredVolume[],
  { left, right, top, bottom }: Area,
  style: FigureStyle,
): { readonly nodes: SvgChild[]; readonly bottom: number } {
  const { theme, fontSize, smallSize } = style;
  const gap = 2;
  const labelRoom = fontSize * 2.6;
  const width = Math.min(
    (right - left - labelRoom) / volumes.length - gap,
    (right - left - labelRoom) / 3,
  );
  const height = (width * FIELD_MM.height) / FIELD_MM.width;
  const header = fontSize * 1.9;
  const room = Math.max(
    1,
    Math.min(MOST_ROWS, Math.floor((bottom - top - header) / (height + gap))),
  );
  const rows = shownRows(volumes, room);
  const at = (column: number): number => left + labelRoom + column * (width + gap);
  const heads = volumes.map(({ colour }, column) =>
    svg("rect", { x: at(column), y: top + fontSize * 1.3, width, height: 2, fill: colour }),
  );
  const cells = rows.flatMap((score, row) => {
    const y = top + header + row * (height + gap);
    return [
      label(String(score).replace("-", "−"), left + labelRoom - 4, y + height / 2, {
        size: smallSize,
        fill: theme.muted,
        anchor: "end",
      }),
      ...volumes.map((one, column) => cell(one, score, at(column), y, width, height, style)),
    ];
  });
  return {
    nodes: [
      label("Score", left + labelRoom - 4, top + fontSize * 0.6, {
        size: smallSize,
        anchor: "end",
      }),
      label("Slices of equal score", at(0), top + fontSize * 0.6, { size: smallSize }),
      ...heads,
      ...cells,
    ],
    bottom: top + header + rows.length * (height + gap),
  };
}

/** The rows that most volumes have a slice for, from head to feet. */
function shownRows(volumes: readonly ScoredVolume[], most: number): number[] {
  const counts = ROWS.map((score) => ({
    score,
    count: volumes.filter((one) => sliceNear(one, score) !== undefined).length,
  })).filter(({ count }) => count > 0);
  counts.sort((a, b) => b.count - a.count || a.score - b.score);
  return counts
    .slice(0, most)
    .map(({ score }) => score)
    .sort((a, b) => a - b);
}

/** The slice whose score is nearest, if near enough. */
function sliceNear({ scores }: ScoredVolume, score: number): number | undefined {
  let [best, distance]: [number | undefined, number] = [undefined, NEAR];
  scores.slices.forEach((one, i) => {
    if (one === undefined || Math.abs(one.score - score) > distance) return;
    [best, distance] = [i, Math.abs(one.score - score)];
  });
  return best;
}

function cell(
  one: ColouredVolume,
  score: number,
  x: number,
  y: number,
  width: number,
  height: number,
  { theme, smallSize }: FigureStyle,
): SvgChild {
  const index = sliceNear(one, score);
  if (index === undefined) {
    return svg(
      "g",
      {},
      svg("rect", { x, y, width, height, fill: theme.band }),
      label("–", x + width / 2, y + height / 2, {
        size: smallSize,
        fill: theme.muted,
        anchor: "middle",
      }),
    );
  }
  const [sx, sy] = one.volume.spacingMm;
  const image = bodyImage(one.volume.slices[index]!, [sx, sy]);
  const [columns, rows] = [FIELD_MM.width / STEP_MM, FIELD_MM.height / STEP_MM];
  const crop = {
    left: Math.round((image.width - columns) / 2),
    top: Math.round((image.height - rows) / 2),
    width: columns,
    height: rows,
  };
  const text = `slice ${one.volume.numbers?.[index] ?? index + 1}, score ${one.scores.slices[index]!.score.toFixed(1)}`;
  return svg(
    "image",
    {
      x,
      y,
      width,
      height,
      href: pngDataUri(greyPicture(image, [-160, 240], crop)),
      preserveAspectRatio: "none",
      role: "graphics-symbol img",
      "aria-label": text,
    },
    svg("title", {}, text),
  );
}
