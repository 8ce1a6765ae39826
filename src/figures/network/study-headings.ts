/** Headings of studies and the bands they stand over. */
import { label } from "../kit/label.js";
import { breakSign, followsGap } from "../kit/study-gaps.js";
import { type SvgChild, svg } from "../kit/svg.js";
import { textWidth } from "../kit/text-metrics.js";
import { headingOf, type Network } from "./network.js";

/** Faint bands for every other study, and a heading for each. */
export function headings({ shown, style, direction, pitch, plot, studyAt }: Network): SvgChild[] {
  const { fontSize, smallSize, theme } = style;
  const across = direction === "across";
  const words = shown.studies.map(headingOf);
  const fits = (size: number): boolean =>
    words.every((text) => textWidth(text, size, "bold") < pitch - 2);
  const size = across && !fits(fontSize) ? smallSize : fontSize;
  const short = across && !fits(size);
  const widest = Math.max(0, ...shown.studies.map((study) => textWidth(`${study}`, size, "bold")));
  const every = short ? Math.ceil((widest + 2) / pitch) : 1;
  return shown.studies.flatMap((study, i) => {
    const middle = studyAt.get(study) as number;
    const band = across
      ? { x: middle - pitch / 2, y: plot.top, width: pitch, height: plot.bottom - plot.top }
      : { x: plot.left, y: middle - pitch / 2, width: plot.right - plot.left, height: pitch };
    const text = short ? String(study) : words[i]!;
    return [
      i % 2 === 0 ? svg("rect", { ...band, fill: theme.band }) : undefined,
      followsGap(shown.studies, i)
        ? breakSign(
            across
              ? { x: middle - pitch / 2, y: plot.top }
              : { x: plot.left + fontSize * 0.6, y: middle - pitch / 2 },
            direction,
            style,
          )
        : undefined,
      i % every > 0
        ? undefined
        : across
          ? label(text, middle, plot.top - fontSize, {
              size,
              weight: "bold",
              anchor: "middle",
            })
          : label(text, 2, middle, { size: fontSize, weight: "bold" }),
    ].filter((node) => node !== undefined);
  });
}
