/**
 * Where the nodes of the graph stand: studies in time order along one direction, and across it d3-force
 * pulls near lesions together. Start positions are given, the number of ticks is fixed, and d3-force
 * then uses nothing but sums, products and square roots: the same places on every machine.
 */
import {
  forceCollide,
  forceLink,
  forceSimulation,
  forceX,
  forceY,
  type SimulationNodeDatum,
} from "d3-force";
import type { Point } from "../kit/boxes.js";
import { lanesOf } from "../kit/lanes.js";
import { spread } from "../kit/spread.js";
import type { LesionNode } from "../network/lesion-nodes.js";
import type { Direction } from "../network/study-headings.js";

/** A pair of rows that pull each other, 0 to 1. */
export interface Pull {
  readonly from: number;
  readonly to: number;
  readonly closeness: number;
}

/** What a layout is to keep to, in points. */
export interface Frame {
  readonly direction: Direction;
  /** Room from one study to the next, centre to centre. */
  readonly pitch: number;
  /** Room from one lane to the next at the start. */
  readonly lanePitch: number;
  /** Free room between two nodes of a study, where there is enough. */
  readonly gap: number;
  /** Room across, in which everything must stay. */
  readonly room: number;
}

const TICKS = 120;

/**
 * Centres of the nodes by row. Along the studies' direction coordinates begin at the middle of the first
 * study, across it at 0; no two boxes of a study overlap. O(ticks × n log n).
 */
export function placeNodes(
  nodes: readonly { readonly row: number; readonly node: LesionNode }[],
  studies: readonly number[],
  pulls: readonly Pull[],
  frame: Frame,
): Map<number, Point> {
  const { direction, pitch, lanePitch, gap, room } = frame;
  const firsts = nodes.map(({ node }) => node.lesions[0]);
  const lanes = lanesOf(firsts, direction === "across" ? 2 : 0);
  const columnOf = new Map(studies.map((study, i) => [study, i * pitch]));
  const bodies = nodes.map(({ row, node: { lesions, halfWidth, halfHeight } }, i) => {
    const [along, across] =
      direction === "across" ? [halfWidth, halfHeight] : [halfHeight, halfWidth];
    const [{ lesion }] = lesions;
    const home = columnOf.get(lesion.study) as number;
    const lane = (lanes.get(lesion.row) as number) * lanePitch;
    return { index: i, row, x: home, y: lane, home, lane, along, across };
  });
  settle(bodies, pulls, gap);
  const sway = Math.max(
    0,
    Math.min(pitch * 0.14, pitch / 2 - Math.max(0, ...bodies.map(({ along }) => along)) - 4),
  );
  const squeeze = squeezeInto(room, bodies);
  for (const body of bodies) body.y = squeeze(body.y);
  for (const study of studies) {
    keepApart(
      bodies.filter(({ home }) => home === columnOf.get(study)),
      gap,
      room,
    );
  }
  const least = Math.min(...bodies.map(({ y, across }) => y - across));
  return new Map(
    bodies.map(({ row, x, y, home }) => {
      const along = home + Math.max(-sway, Math.min(sway, x - home));
      const across = y - least;
      return [row, direction === "across" ? { x: along, y: across } : { x: across, y: along }];
    }),
  );
}

interface Body extends SimulationNodeDatum {
  readonly index: number;
  readonly row: number;
  x: number;
  y: number;
  readonly home: number;
  readonly lane: number;
  readonly along: number;
  readonly across: number;
}

function settle(bodies: Body[], pulls: readonly Pull[], gap: number): void {
  const bodyOf = new Map(bodies.map((body) => [body.row, body]));
  const links = pulls.flatMap(({ from, to, closeness }) => {
    const [source, target] = [bodyOf.get(from), bodyOf.get(to)];
    return source === undefined || target === undefined ? [] : [{ source, target, closeness }];
  });
  forceSimulation(bodies)
    .stop()
    .force("study", forceX<Body>(({ home }) => home).strength(0.5))
    .force("lane", forceY<Body>(({ lane }) => lane).strength(0.15))
    .force(
      "near",
      forceLink<Body, (typeof links)[number]>(links)
        .distance(({ source, target }) =>
          Math.max(Math.abs(source.home - target.home), source.across + target.across + gap),
        )
        .strength(({ closeness }) => 0.15 * closeness),
    )
    .force(
      "apart",
      forceCollide<Body>(({ along, across }) => Math.max(along, across) + gap / 2),
    )
    .tick(TICKS);
}

/** Moves places across so that they begin at 0, and pushes them together where they take more than the room. */
function squeezeInto(room: number, bodies: readonly Body[]): (y: number) => number {
  const least = Math.min(...bodies.map(({ y, across }) => y - across));
  const most = Math.max(...bodies.map(({ y, across }) => y + across));
  const factor = most - least > room ? room / (most - least) : 1;
  return (y) => (y - least) * factor;
}

/** Moves the bodies of one study across so that none covers another and all stay in 0 to `room`. */
function keepApart(bodies: readonly Body[], gap: number, room: number): void {
  const ordered = [...bodies].sort((a, b) => a.index - b.index);
  const places = spread(
    ordered.map(({ y }) => y),
    ordered.map(({ across }) => across),
    gap,
    room,
  );
  ordered.forEach((body, i) => {
    body.y = places[i]!;
  });
}
