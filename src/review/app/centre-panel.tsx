/** The lesions of the patient: board and growth chart from the figure code, or a live lesion graph. */
import { useEffect, useRef, useState } from "preact/hooks";
import { select } from "./actions.js";
import { client } from "./client.js";
import { LiveGraph } from "./live-graph.js";
import type { CentreView, PatientView } from "./protocol.js";
import {
  activePair,
  centre,
  current,
  dark,
  decisions,
  focusRow,
  matching,
  selection,
  settings,
  slicesAddress,
  view,
} from "./signals.js";

const VIEWS = [
  ["board", "Board", "B"],
  ["graph", "Graph", "G"],
  ["growth", "Growth", "R"],
] as const;

const MM_PER_PX = 25.4 / 96;

export function CentrePanel() {
  return (
    <>
      <div class="views">
        <div class="tabs" role="tablist" aria-label="View">
          {VIEWS.map(([name, label, key]) => (
            <button
              type="button"
              role="tab"
              key={name}
              aria-selected={centre.value === name}
              onClick={() => {
                centre.value = name;
              }}
            >
              {label} <kbd>{key}</kbd>
            </button>
          ))}
        </div>
        <h1 class="patient-title">Patient {current.value}</h1>
      </div>
      {centre.value === "graph" ? <LiveGraph /> : <FigureView kind={centre.value} />}
    </>
  );
}

/** A figure of the library, drawn in the worker; every lesion can be reached and selected. */
function FigureView({ kind }: { readonly kind: Exclude<CentreView, "graph"> }) {
  const host = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<{ match: PatientView; kind: CentreView; dark: boolean }>();
  const patient = current.value;
  const match = view.value;
  useEffect(() => {
    const element = host.current;
    if (element === null || patient === undefined || match?.patient !== patient) return;
    let stale = false;
    const widthMm = Math.max(120, Math.min(420, (element.clientWidth - 32) * MM_PER_PX));
    client
      .ask({
        type: "figure",
        patient,
        view: kind,
        dark: dark.value,
        widthMm,
        slices: slicesAddress.value,
        settings: settings.value,
        decisions: decisions.value,
      })
      .then((answer) => {
        if (stale || answer.type !== "figure") return;
        element.innerHTML = answer.svg;
      })
      .catch((error: Error) => {
        if (!stale) element.textContent = error.message;
      })
      .finally(() => {
        if (!stale) setDrawn({ match, kind, dark: dark.value });
      });
    return () => {
      stale = true;
    };
  }, [patient, match, kind, dark.value]);
  useEffect(() => {
    const element = host.current;
    if (element !== null) drawFrames(element);
  }, [drawn, activePair.value, focusRow.value, selection.value, match]);
  const upToDate = drawn?.match === match && drawn?.kind === kind && drawn?.dark === dark.value;
  return (
    <div
      class="figure"
      ref={host}
      data-focus={focusRow.value}
      tabIndex={0}
      role="application"
      aria-busy={matching.value > 0 || !upToDate}
      aria-label={`${kind === "board" ? "Board" : "Growth chart"}: arrow keys move between lesions, Enter selects`}
      onClick={(event) => {
        const row = rowOf(event.target as Element);
        if (row !== undefined) select(row);
      }}
      onKeyDown={(event) => {
        const direction = DIRECTIONS[event.key];
        if (direction !== undefined) {
          event.preventDefault();
          const next = nearestRow(event.currentTarget, direction);
          if (next !== undefined) focusRow.value = next;
        } else if (event.key === "Enter" && focusRow.value !== undefined) {
          event.preventDefault();
          select(focusRow.value);
        }
      }}
    />
  );
}

const DIRECTIONS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const rowOf = (element: Element): number | undefined => {
  const row = element.closest("[data-row]")?.getAttribute("data-row");
  return row === null || row === undefined ? undefined : Number(row.split(" ")[0]);
};

/** The largest drawn element of each row. */
function elementsByRow(host: Element): Map<number, SVGGraphicsElement> {
  const byRow = new Map<number, SVGGraphicsElement>();
  for (const group of host.querySelectorAll<SVGGraphicsElement>("svg [data-row]")) {
    // The frame of a cell: the box of the whole group would include what is clipped off a slice.
    const frames = [...group.querySelectorAll<SVGGraphicsElement>("rect")];
    const element =
      frames.length === 0 ? group : frames.reduce((a, b) => (area(a) < area(b) ? b : a));
    for (const row of (group.getAttribute("data-row") ?? "").split(" ").map(Number)) {
      const before = byRow.get(row);
      if (before === undefined || area(element) > area(before)) byRow.set(row, element);
    }
  }
  return byRow;
}

function area(element: Element): number {
  const { width, height } = element.getBoundingClientRect();
  return width * height;
}

const middle = (element: Element): readonly [number, number] => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
};

/** The nearest lesion in a direction, as the eye sees it. */
function nearestRow(host: Element, [dx, dy]: readonly [number, number]): number | undefined {
  const elements = elementsByRow(host);
  const from = elements.get(focusRow.value ?? -1) ?? elements.values().next().value;
  if (from === undefined) return undefined;
  const [x, y] = middle(from);
  let best: { readonly row: number; readonly cost: number } | undefined;
  for (const [row, element] of elements) {
    const [ex, ey] = middle(element);
    const along = (ex - x) * dx + (ey - y) * dy;
    const across = Math.abs((ex - x) * dy) + Math.abs((ey - y) * dx);
    if (along < 2) continue;
    const cost = along + 2 * across;
    if (best === undefined || cost < best.cost) best = { row, cost };
  }
  return best?.row;
}

/** Frames around the focus and the pair, drawn over the figure. */
function drawFrames(host: Element): void {
  const figure = host.querySelector("svg");
  if (figure === null) return;
  for (const old of host.querySelectorAll(".marker")) old.remove();
  const elements = elementsByRow(host);
  const [one, two] = selection.value.length > 0 ? selection.value : (activePair.value ?? []);
  const frames = [
    [focusRow.value, "focus"],
    [one, "one"],
    [two, "two"],
    ...(view.value?.moved ?? []).map((row) => [row, "moved"] as const),
  ] as const;
  for (const [row, name] of frames) {
    const element = row === undefined ? undefined : elements.get(row);
    if (element !== undefined) figure.append(frameOf(figure, element, name));
  }
  const target = elements.get(focusRow.value ?? -1) ?? elements.get(one ?? -1);
  target?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function frameOf(figure: SVGSVGElement, element: Element, name: string): SVGElement {
  const scale = figure.viewBox.baseVal.width / figure.getBoundingClientRect().width;
  const origin = figure.getBoundingClientRect();
  const { left, top, width, height } = element.getBoundingClientRect();
  // Close to the lesion, so that the caption below it stays readable; the focus is drawn inside the pair.
  const gap = name === "focus" ? -1.5 : 0.5;
  const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  const box = {
    x: (left - origin.left - gap) * scale,
    y: (top - origin.top - gap) * scale,
    width: (width + 2 * gap) * scale,
    height: (height + 2 * gap) * scale,
    rx: 2,
  };
  for (const [key, value] of Object.entries(box)) rect.setAttribute(key, String(value));
  rect.setAttribute("class", `marker ${name}`);
  return rect;
}
