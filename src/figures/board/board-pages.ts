/** A board on pages: the bands, or parts of a high band, that fit on each. */
import type { BandPlan } from "./plan-bands.js";

/** Heights in points. */
export interface PageFrame {
  readonly page: number;
  readonly lane: number;
  /** What a band has above and below its lanes. */
  readonly band: number;
}

/**
 * The bands of every page, in order. A band that is higher than a page is divided between lanes that no join crosses;
 * where all are crossed, its page is higher.
 */
export function pagesOf(bands: readonly BandPlan[], frame: PageFrame): BandPlan[][] {
  const most = Math.max(1, Math.floor((frame.page - frame.band) / frame.lane));
  const pages: BandPlan[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const part of bands.flatMap((band) => partsOf(band, most))) {
    const height = frame.band + part.lanes * frame.lane;
    if (used + height > frame.page) {
      pages.push([part]);
      used = height;
    } else {
      pages.at(-1)?.push(part);
      used += height;
    }
  }
  return pages;
}

/** The band in parts of at most so many lanes, as far as joins allow. */
function partsOf(band: BandPlan, most: number): BandPlan[] {
  const { laneOf, pairs, lanes } = band;
  /** Lanes of the two ends; those of other bands have none. */
  const endsOf = (pair: BandPlan["pairs"][number]): number[] =>
    [pair.from, pair.to].flatMap((node) => laneOf.get(node) ?? []);
  const isCrossed = (cut: number): boolean =>
    pairs.some((pair) => {
      const ends = endsOf(pair);
      return Math.min(...ends) < cut && Math.max(...ends) >= cut;
    });
  const cuts = Array.from({ length: Math.max(0, lanes - 1) }, (_, i) => i + 1).filter(
    (cut) => !isCrossed(cut),
  );
  const parts: BandPlan[] = [];
  for (let first = 0; first < lanes; ) {
    const start = first;
    const within = cuts.filter((cut) => cut > start && cut <= start + most).at(-1);
    const next =
      lanes - start <= most ? lanes : (within ?? cuts.find((cut) => cut > start) ?? lanes);
    const isHere = (lane: number | undefined): boolean =>
      lane !== undefined && lane >= start && lane < next;
    parts.push({
      studies: band.studies,
      lesions: band.lesions.filter(({ node }) => isHere(laneOf.get(node))),
      laneOf: new Map(
        Array.from(laneOf)
          .filter(([, lane]) => isHere(lane))
          .map(([node, lane]) => [node, lane - start]),
      ),
      lanes: next - start,
      besideOf: band.besideOf,
      pairs: pairs.filter((pair) => endsOf(pair).some(isHere)),
    });
    first = next;
  }
  return parts;
}
