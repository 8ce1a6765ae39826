/** How responses are named and coloured in all charts. Red is progressive disease and nothing else. */
import type { OverallResponse } from "../../response/response-criteria.js";
import type { FigureStyle } from "../kit/figure-style.js";
import type { LegendEntry } from "../kit/legend.js";
import { type SvgNode, svg } from "../kit/svg.js";
import { fitting } from "../kit/text-metrics.js";
import { onColour, type Theme } from "../kit/theme.js";

/** RECIST's abbreviations, and their meaning. */
export const RESPONSE_NAMES: Readonly<
  Record<OverallResponse, readonly [short: string, long: string]>
> = Object.freeze({
  CR: ["CR", "complete response"],
  PR: ["PR", "partial response"],
  SD: ["SD", "stable disease"],
  "non-CR/non-PD": ["NN", "non-CR/non-PD"],
  PD: ["PD", "progressive disease"],
  NE: ["NE", "not evaluable"],
  NED: ["NED", "no evidence of disease"],
});

/** From best to worst, as legends list them. */
export const RESPONSES = Object.freeze(Object.keys(RESPONSE_NAMES) as OverallResponse[]);

const [LIGHT, DARK] = [
  { CR: "#0b4f8a", PR: "#3a78b4", SD: "#878d95", NED: "#d5e6f5", growth: "#b45f06" },
  { CR: "#b5d9ff", PR: "#5a9be0", SD: "#8b929b", NED: "#2c4a66", growth: "#e8a04c" },
] as const;

const coloursOf = ({ background }: Theme) => (onColour(background) === "#ffffff" ? DARK : LIGHT);

/** Growth of a single lesion beyond the limit, which is no progression yet: orange, not red. */
export const growthColour = (theme: Theme): string => coloursOf(theme).growth;

/** Fill of a response; undefined for NE, which is drawn as an outline. */
export function responseColour(response: OverallResponse, theme: Theme): string | undefined {
  const colours = coloursOf(theme);
  if (response === "PD") return theme.alert;
  if (response === "NE") return undefined;
  return colours[response === "non-CR/non-PD" ? "SD" : response];
}

/** Fill and outline of a response, and the colour of a text on it. */
export function responseFill(response: OverallResponse, theme: Theme) {
  const fill = responseColour(response, theme);
  return {
    fill: fill ?? theme.background,
    stroke: response === "NED" ? theme.neutral : (fill ?? theme.neutral),
    text: fill === undefined ? theme.text : onColour(fill),
  };
}

/** A small square in the colour of a response, about (0, 0). */
function responseSwatch(response: OverallResponse, { theme, smallSize }: FigureStyle): SvgNode {
  const { fill, stroke } = responseFill(response, theme);
  const side = smallSize * 0.95;
  return svg("rect", {
    x: -side / 2,
    y: -side / 2,
    width: side,
    height: side,
    rx: 1,
    fill,
    stroke,
    "stroke-width": 0.7,
  });
}

/** The title of a legend of responses, for this much room. */
export const responseTitle = (style: FigureStyle, best = false): string =>
  fitting(
    best
      ? ["Best overall response (RECIST 1.1)", "Best response"]
      : ["Overall response (RECIST 1.1)", "Response"],
    style.width * 0.85,
    style.smallSize,
  );

/** Legend entries of the responses that occur. */
export function responseEntries(
  used: ReadonlySet<OverallResponse>,
  style: FigureStyle,
): LegendEntry[] {
  return RESPONSES.filter((response) => used.has(response)).map((response) => ({
    text: RESPONSE_NAMES[response].join(" "),
    symbolWidth: style.smallSize,
    symbol: responseSwatch(response, style),
  }));
}
