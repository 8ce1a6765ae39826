/** What colours and symbols of the swimmer chart mean. */
import { responseEntries, responseTitle } from "../growth/response-style.js";
import type { FigureStyle } from "../kit/figure-style.js";
import type { LegendEntry, LegendGroup } from "../kit/legend.js";
import { type SvgNode, svg } from "../kit/svg.js";
import { eventSize, eventSymbol } from "./draw-lane.js";
import type { LaneEvent, PatientLane } from "./patient-lanes.js";

const EVENTS: readonly (readonly [LaneEvent["kind"], string])[] = [
  ["response", "First response"],
  ["progression", "First progression"],
  ["new lesion", "First new lesion"],
];

/** Only what occurs. */
export function swimmerLegend(lanes: readonly PatientLane[], style: FigureStyle): LegendGroup[] {
  const used = new Set(
    lanes.flatMap(({ stages }) => stages.flatMap(({ response }) => (response ? [response] : []))),
  );
  const kinds = new Set(lanes.flatMap(({ events }) => events.map(({ kind }) => kind)));
  const size = eventSize(style);
  const entry = (text: string, symbol: SvgNode): LegendEntry => ({
    text,
    symbolWidth: size,
    symbol,
  });
  const arrow = svg("path", {
    d: `M${-size / 2},0H${size / 2}m-2.6,-2.4l2.6,2.4l-2.6,2.4`,
    fill: "none",
    stroke: style.theme.text,
    "stroke-width": 1,
  });
  const before = svg("rect", {
    x: -size / 2,
    y: -size * 0.4,
    width: size,
    height: size * 0.8,
    fill: style.theme.band,
    stroke: style.theme.neutral,
    "stroke-width": 0.5,
  });
  return [
    {
      title: responseTitle(style),
      entries: [...responseEntries(used, style), entry("Before the first assessment", before)],
    },
    {
      entries: [
        ...EVENTS.filter(([kind]) => kinds.has(kind)).map(([kind, text]) =>
          entry(text, eventSymbol(kind, style)),
        ),
        ...(lanes.some(({ ongoing }) => ongoing)
          ? [entry("No progression at the last study", arrow)]
          : []),
      ],
    },
  ];
}
