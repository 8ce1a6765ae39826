/** Patients, those with most expected errors first. */
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { counted } from "../../figures/kit/wording.js";
import { openPatient, sortPatients } from "./open-review.js";
import {
  current,
  filter,
  patients,
  progress,
  reviewed,
  shownPatients,
  summaries,
} from "./signals.js";

/** Height of a row in px; the style sheet has the same. */
const ROW = 40;
const FILTERS = [
  ["all", "All"],
  ["todo", "To do"],
  ["done", "Done"],
] as const;

export function PatientList() {
  const list = useRef<HTMLDivElement>(null);
  const shown = shownPatients.value;
  const { first, last } = useWindow(list, ROW, shown.length);
  useEffect(() => {
    const at = shown.indexOf(current.value ?? "");
    const element = list.current;
    if (at < 0 || element === null) return;
    const top = at * ROW;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + ROW > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + ROW - element.clientHeight;
    }
  }, [current.value]);
  const sizes = new Map(patients.value.map((one) => [one.patient, one]));
  const matched = summaries.value.size;
  return (
    <nav class="patients" aria-label="Patients">
      <div class="progress" title={`${reviewed.value.size} of ${patients.value.length} reviewed`}>
        <span>
          {reviewed.value.size} / {patients.value.length} reviewed
        </span>
        <progress value={progress.value} max={1} aria-label="Share of patients reviewed" />
      </div>
      <div class="row-of-buttons" role="group" aria-label="Filter">
        {FILTERS.map(([value, label]) => (
          <button
            type="button"
            key={value}
            aria-pressed={filter.value === value}
            onClick={() => {
              filter.value = value;
            }}
          >
            {label}
          </button>
        ))}
        <button type="button" onClick={sortPatients} title="Most expected errors first">
          Sort
        </button>
      </div>
      <p class="list-heading">
        <span>Patient</span>
        <span>Expected errors</span>
      </p>
      <div class="list" ref={list} tabIndex={0} role="region" aria-label="List of patients">
        <ul style={{ height: `${shown.length * ROW}px` }}>
          {shown.slice(first, last).map((patient, i) => {
            const summary = summaries.value.get(patient);
            const size = sizes.get(patient);
            return (
              <li key={patient} style={{ top: `${(first + i) * ROW}px` }}>
                <button
                  type="button"
                  class="patient"
                  aria-current={current.value === patient}
                  onClick={() => void openPatient(patient)}
                >
                  <span class="name">
                    {reviewed.value.has(patient) && (
                      <span class="check">
                        ✓<span class="hidden"> reviewed </span>
                      </span>
                    )}
                    {patient}
                  </span>
                  <span class="size">
                    {counted(size?.annotations ?? 0, "annotation")} ·{" "}
                    {counted(size?.studies ?? 0, "study", "studies")}
                  </span>
                  <span class="wrong" title="Expected errors">
                    {summary === undefined ? "…" : summary.expectedWrong.toFixed(1)}
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
      </div>
      {matched < patients.value.length && (
        <p class="hint" role="status">
          Matching {matched} of {patients.value.length}
        </p>
      )}
    </nav>
  );
}

/** Rows beyond the edges that are kept ready. */
const SPARE = 8;

/** The rows of a long list that are in sight. */
function useWindow(
  list: RefObject<HTMLElement | null>,
  rowPx: number,
  count: number,
): { readonly first: number; readonly last: number } {
  const [range, setRange] = useState({ top: 0, height: 800 });
  useEffect(() => {
    const element = list.current;
    if (element === null) return;
    const measure = () => setRange({ top: element.scrollTop, height: element.clientHeight });
    measure();
    element.addEventListener("scroll", measure, { passive: true });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      element.removeEventListener("scroll", measure);
      observer.disconnect();
    };
  }, [list]);
  const first = Math.max(0, Math.floor(range.top / rowPx) - SPARE);
  const last = Math.min(count, Math.ceil((range.top + range.height) / rowPx) + SPARE);
  return { first, last };
}
