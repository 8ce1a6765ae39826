/** The review application: one page, keyboard first. */
import { render } from "preact";
import { useEffect } from "preact/hooks";
import {
  confirm,
  decide,
  markReviewed,
  nextPatient,
  nextQuestion,
  removeDecision,
  skip,
  travel,
} from "./actions.js";
import { CentrePanel } from "./centre-panel.js";
import { HelpDialog } from "./help-dialog.js";
import { openInput } from "./open-review.js";
import { PatientList } from "./patient-list.js";
import { QuestionBar } from "./question-bar.js";
import { ReasonsPanel } from "./reasons-panel.js";
import { centre, dark, helpOpen, message, phase, selection, slicesAddress } from "./signals.js";
import { StartScreen } from "./start-screen.js";
import { servedConstraints, servedInput, servedReading } from "./storage.js";
import { Toolbar } from "./toolbar.js";
import "./style.css";

/** Keys of the review; every one has a button too. */
const KEYS: Readonly<Record<string, () => unknown>> = {
  j: () => nextQuestion(1),
  k: () => nextQuestion(-1),
  n: () => nextPatient(1),
  p: () => nextPatient(-1),
  l: () => decide("must-link"),
  x: () => decide("cannot-link"),
  c: () => confirm(),
  u: () => removeDecision(),
  s: () => skip(),
  d: () => markReviewed(),
  z: () => travel("undo"),
  Z: () => travel("redo"),
  b: () => show("board"),
  g: () => show("graph"),
  r: () => show("growth"),
  "?": () => toggleHelp(),
  Escape: () => dismiss(),
};

const show = (view: "board" | "graph" | "growth"): void => {
  centre.value = view;
};
const toggleHelp = (): void => {
  helpOpen.value = !helpOpen.value;
};
const dismiss = (): void => {
  if (helpOpen.value) helpOpen.value = false;
  else if (message.value !== undefined) message.value = undefined;
  else selection.value = [];
};

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target as HTMLElement;
  if (target.matches("input, select, textarea")) return;
  if (helpOpen.value && event.key !== "Escape" && event.key !== "?") return;
  const run = KEYS[event.key] ?? KEYS[event.key.toLowerCase()];
  if (run === undefined || phase.value !== "ready") return;
  event.preventDefault();
  void run();
}

function App() {
  useEffect(() => {
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  useEffect(() => {
    document.documentElement.dataset["theme"] = dark.value ? "dark" : "light";
  }, [dark.value]);
  if (phase.value !== "ready") return <StartScreen />;
  return (
    <div class="app">
      <Toolbar />
      <PatientList />
      <main class="centre" aria-label="Lesions of the patient">
        <CentrePanel />
        <QuestionBar />
      </main>
      <ReasonsPanel />
      {message.value !== undefined && (
        <div
          class={`toast ${message.value.bad ? "bad" : ""}`}
          role={message.value.bad ? "alert" : "status"}
        >
          <span>{message.value.text}</span>
          <button type="button" class="plain" onClick={dismiss} aria-label="Close message">
            ×
          </button>
        </div>
      )}
      {helpOpen.value && <HelpDialog />}
    </div>
  );
}

dark.value = matchMedia("(prefers-color-scheme: dark)").matches;
const root = document.getElementById("root");
if (root !== null) render(<App />, root);

const served = await servedInput();
if (served !== undefined) {
  slicesAddress.value = served.slices ? `${location.origin}/slices/` : undefined;
  const [constraints, reading] = [await servedConstraints(), await servedReading()];
  await openInput(served.name, served.bytes, constraints, reading);
}
