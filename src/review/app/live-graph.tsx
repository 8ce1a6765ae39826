/** The patient's lesion graph, laid out by d3-force: studies as columns, links of the match, near rejected pairs. */
import {
  forceCollide,
  forceLink,
  forceSimulation,
  forceX,
  forceY,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from "d3-force";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { select } from "./actions.js";
import type { LesionInfo, PatientView } from "./protocol.js";
import { activePair, focusRow, selection, view } from "./signals.js";

interface Vertex extends SimulationNodeDatum {
  readonly lesion: LesionInfo;
  readonly radius: number;
  readonly columnX: number;
  readonly laneY: number;
}
interface Edge extends SimulationLinkDatum<Vertex> {
  readonly kind: "link" | "uncertain" | "rejected";
  readonly title: string;
}

const HEIGHT = 560;
const MARGIN = 40;
const COLUMN = 120;

/** Colours of sequences, of equal visual weight; see the style sheet. */
const COLOURS = 8;

function layoutOf({ lesions, links, rejectedPairs }: PatientView, width: number) {
  const studies = [...new Set(lesions.map(({ study }) => study))].sort((a, b) => a - b);
  const step = studies.length > 1 ? (width - 2 * MARGIN) / (studies.length - 1) : 0;
  const sequences = [...new Set(lesions.map(({ sequence }) => sequence))].sort((a, b) => a - b);
  const lane = (HEIGHT - 2 * MARGIN) / Math.max(1, sequences.length - 1);
  const laneOf = (sequence: number) =>
    sequences.length === 1 ? HEIGHT / 2 : MARGIN + sequences.indexOf(sequence) * lane;
  const vertices: Vertex[] = lesions.map((lesion, i) => {
    const columnX = studies.length > 1 ? MARGIN + studies.indexOf(lesion.study) * step : width / 2;
    return {
      lesion,
      // The row number has room in every vertex.
      radius: Math.max(
        6 + Math.sqrt(Math.min(80, lesion.longAxisMm ?? 10)),
        2 + 3 * String(lesion.row).length,
      ),
      columnX,
      x: columnX,
      laneY: laneOf(lesion.sequence),
      // Beside each other, so that the forces have a direction to begin with.
      y: laneOf(lesion.sequence) + (i % 3),
    };
  });
  const byRow = new Map(vertices.map((vertex) => [vertex.lesion.row, vertex]));
  const edge = (
    {
      from,
      to,
      distance,
    }: { readonly from: number; readonly to: number; readonly distance?: number | undefined },
    kind: Edge["kind"],
  ): Edge[] => {
    const [source, target] = [byRow.get(from), byRow.get(to)];
    if (source === undefined || target === undefined) return [];
    const title = `rows ${from} and ${to}${distance === undefined ? "" : `, distance ${distance.toFixed(3)}`}`;
    return [{ source, target, kind, title }];
  };
  const edges = [
    ...rejectedPairs.flatMap((pair) => edge(pair, "rejected")),
    ...links.flatMap((link) => edge(link, link.uncertain ? "uncertain" : "link")),
  ];
  return { studies, step, vertices, edges };
}

export function LiveGraph() {
  const host = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(800);
  const [, redraw] = useState(0);
  const match = view.value;
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(Math.max(320, element.clientWidth - 16)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const columns = new Set(match?.lesions.map(({ study }) => study)).size;
  const drawnWidth = Math.max(width, columns * COLUMN * 0.5);
  const layout = useMemo(
    () => (match === undefined ? undefined : layoutOf(match, drawnWidth)),
    [match, drawnWidth],
  );
  const simulation = useRef<ReturnType<typeof forceSimulation<Vertex>>>(undefined);
  useEffect(() => {
    if (layout === undefined) return;
    const running = forceSimulation<Vertex>(layout.vertices)
      .force("x", forceX<Vertex>(({ columnX }) => columnX).strength(0.9))
      .force("y", forceY<Vertex>(({ laneY }) => laneY).strength(0.3))
      .force("collide", forceCollide<Vertex>(({ radius }) => radius + 4).iterations(2))
      .force(
        "link",
        forceLink<Vertex, Edge>(layout.edges.filter(({ kind }) => kind !== "rejected"))
          .distance(0)
          .strength(0.05),
      )
      .on("tick", () => {
        for (const vertex of layout.vertices) {
          vertex.y = Math.max(MARGIN, Math.min(HEIGHT - MARGIN, vertex.y ?? 0));
        }
        redraw((before) => before + 1);
      });
    simulation.current = running;
    return () => {
      running.stop();
    };
  }, [layout]);
  if (layout === undefined) return <div class="figure" ref={host} />;
  const pair = selection.value.length > 0 ? selection.value : (activePair.value ?? []);
  return (
    <div class="figure live" ref={host} tabIndex={0} role="region" aria-label="Lesion graph">
      <svg
        viewBox={`0 0 ${drawnWidth} ${HEIGHT}`}
        width={drawnWidth}
        height={HEIGHT}
        role="group"
        aria-label="Lesion graph: one column per study; solid lines are links, dashed ones uncertain, dotted ones rejected"
      >
        {layout.studies.map((study, i) => (
          <text
            key={study}
            class="column"
            x={layout.step === 0 ? drawnWidth / 2 : MARGIN + i * layout.step}
            y={16}
          >
            {study}
          </text>
        ))}
        {layout.edges.map((edge, i) => {
          const [a, b] = [edge.source as Vertex, edge.target as Vertex];
          return (
            <line
              key={`${i}-${edge.kind}`}
              class={`edge ${edge.kind}`}
              x1={a.x}
              y1={a.y}
              x2={b.x}
              y2={b.y}
            >
              <title>{edge.title}</title>
            </line>
          );
        })}
        {layout.vertices.map((vertex) => {
          const { row, study, sequence, longAxisMm } = vertex.lesion;
          const role = row === pair[0] ? "one" : row === pair[1] ? "two" : "";
          return (
            <g
              key={row}
              class={`vertex sequence-${(sequence - 1) % COLOURS} ${role}`}
              data-row={row}
              transform={`translate(${vertex.x ?? 0} ${vertex.y ?? 0})`}
              tabIndex={row === focusRow.value ? 0 : -1}
              role="button"
              aria-label={`row ${row}, study ${study}, sequence ${sequence}, ${longAxisMm?.toFixed(0) ?? "?"} mm`}
              onClick={() => select(row)}
              onKeyDown={(event) => {
                if (event.key === "Enter") select(row);
              }}
              onPointerDown={(event) => {
                event.currentTarget.setPointerCapture(event.pointerId);
              }}
              onPointerMove={(event) => {
                if (event.buttons !== 1) return;
                vertex.fy = (vertex.fy ?? vertex.y ?? 0) + event.movementY;
                simulation.current?.alpha(0.3).restart();
              }}
            >
              <circle r={vertex.radius} />
              <text>{row}</text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
