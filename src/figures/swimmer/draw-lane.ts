/** One lane of the swimmer chart. */
import { RESPONSE_NAMES, responseFill } from "../growth/response-style.js";
import type { Area } from "../kit/boxes.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { label } from "../kit/label.js";
import type { Scale } from "../kit/scale.js";
import { spread } from "../kit/spread.js";
import { pathData, type SvgChild, type SvgNode, svg, translate } from "../kit/svg.js";
import { symbol } from "../kit/symbols.js";
import type { LaneEvent, LaneStage, PatientLane } from "./patient-lanes.js";

/** Bar, symbols, arrow and best response, centred on `y`. */
export function drawLane(
  lane: PatientLane,
  scale: Scale,
  y: number,
  plot: Area,
  style: FigureStyle,
): SvgChild[] {
  const { fontSize, smallSize, theme } = style;
  const end = scale.at(lane.duration);
  const size = eventSize(style);
  const places = spread(
    lane.events.map(({ at }) => scale.at(at) - plot.left),
    lane.events.map(() => size / 2),
    1,
    plot.right - plot.left,
  );
  const tail = Math.max(end + 1, ...places.map((place) => plot.left + place + size * 0.6));
  return [
    ...lane.stages.map((stage) => stageBar(stage, scale, y, style)),
    lane.ongoing
      ? svg("path", {
          class: "ongoing",
          d: pathData`M${tail},${y}h${fontSize * 0.9}m${-2.6},${-2.4}l${2.6},${2.4}l${-2.6},${2.4}`,
          fill: "none",
          stroke: theme.text,
          "stroke-width": 1,
        })
      : undefined,
    ...lane.events.map((event, i) =>
      svg(
        "g",
        {
          transform: translate(plot.left + (places[i] ?? 0), y),
          role: "graphics-symbol img",
          "aria-label": event.text,
          "data-study": event.study,
        },
        svg("title", {}, event.text),
        eventSymbol(event.kind, style),
      ),
    ),
    svg(
      "g",
      {},
      svg("title", {}, `best overall response ${lane.best}: ${lane.bestReason}`),
      label(RESPONSE_NAMES[lane.best][0], plot.right + fontSize * 2.2, y, {
        size: smallSize,
        weight: "bold",
        anchor: "middle",
        fill: lane.best === "PD" ? theme.alert : theme.text,
      }),
    ),
  ].filter((child) => child !== undefined);
}

/** Thin after the first progression. The last study has no time after it: a short stop in its colour. */
function stageBar(
  { study, from, to, response, reason, late }: LaneStage,
  scale: Scale,
  y: number,
  { theme, fontSize }: FigureStyle,
): SvgChild {
  const height = fontSize * (late ? 0.32 : 0.9);
  const { fill, stroke } =
    response === undefined
      ? { fill: theme.band, stroke: theme.neutral }
      : responseFill(response, theme);
  const x = scale.at(from);
  const width = Math.max(scale.at(to) - x, from === to ? 2.4 : 0.5);
  const text =
    response === undefined ? `study ${study}: baseline` : `study ${study}: ${response}, ${reason}`;
  return svg(
    "g",
    { role: "graphics-symbol img", "aria-label": text, "data-study": study },
    svg("title", {}, text),
    svg("rect", { x, y: y - height / 2, width, height, fill, stroke, "stroke-width": 0.5 }),
  );
}

export const eventSize = ({ fontSize }: FigureStyle): number => fontSize * 0.95;

/** A triangle for response, a red lozenge for progression, a star for a new lesion; all with a rim. */
export function eventSymbol(kind: LaneEvent["kind"], style: FigureStyle): SvgNode {
  const { theme } = style;
  const size = eventSize(style);
  if (kind === "response") return symbol("up", size, theme.text, theme.background);
  if (kind === "progression") return symbol("diamond", size * 0.85, theme.alert, theme.background);
  const points = Array.from({ length: 10 }, (_, i) => {
    const radius = (i % 2 === 0 ? 0.62 : 0.27) * size;
    const angle = (i * Math.PI) / 5;
    return pathData`${radius * Math.sin(angle)},${-radius * Math.cos(angle)}`;
  });
  return svg("path", {
    d: `M${points.join("L")}Z`,
    fill: theme.text,
    stroke: theme.background,
    "stroke-width": 0.6,
  });
}
