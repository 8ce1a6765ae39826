/** Settings of the matcher, undo and redo, exports. */

import { travel } from "./actions.js";
import { client } from "./client.js";
import { changeSettings, importReview, reviewJson, say } from "./open-review.js";
import type { ExportKind } from "./protocol.js";
import { dark, decisions, helpOpen, input, review, saving, settings } from "./signals.js";
import { download, fromServer } from "./storage.js";

const SAVING = { saved: "Saved", saving: "Saving…", failed: "Not saved" } as const;
const WEIGHTS = ["location", "size", "type"] as const;

async function exportText(kind: ExportKind): Promise<void> {
  try {
    const answer = await client.ask({
      type: "export",
      kind,
      settings: settings.value,
      decisions: decisions.value,
    });
    if (answer.type === "text") download(kind, answer.text, "text/csv");
  } catch (error) {
    say(error instanceof Error ? error.message : String(error), true);
  }
}

function exportFigure(): void {
  const figure = document.querySelector(".figure svg");
  if (figure === null) {
    say("The view has no figure yet.", true);
    return;
  }
  const text = new XMLSerializer().serializeToString(figure);
  download(`patient-${input.value?.name ?? ""}.svg`, text, "image/svg+xml");
}

/** A number field that means "default" when empty. */
function NumberField(props: {
  readonly label: string;
  readonly usual: number;
  readonly step: number;
  readonly value: number | undefined;
  readonly onValue: (value: number | undefined) => void;
}) {
  return (
    <label class="field">
      {props.label}
      <input
        type="number"
        min={0}
        step={props.step}
        placeholder={String(props.usual)}
        value={props.value ?? ""}
        onChange={(event) => {
          const { value } = event.currentTarget;
          const number = value === "" ? undefined : Number(value);
          if (number === undefined || (Number.isFinite(number) && number >= 0)) {
            props.onValue(number);
          }
        }}
      />
    </label>
  );
}

export function Toolbar() {
  const { method, t1, t2, location, uncertainBelow, weights } = settings.value;
  return (
    <header class="toolbar">
      <strong class="brand" title={input.value?.name}>
        {input.value?.name}
      </strong>
      <label class="field">
        Method
        <select
          value={method}
          onChange={(event) =>
            void changeSettings({ method: event.currentTarget.value as typeof method })
          }
        >
          <option value="joint">joint</option>
          <option value="algorithm1">Algorithm 1</option>
        </select>
      </label>
      <label class="field">
        Location
        <select
          value={location ?? "auto"}
          onChange={(event) =>
            void changeSettings({
              location: event.currentTarget.value as NonNullable<typeof location>,
            })
          }
        >
          <option value="auto">auto</option>
          <option value="normalised">normalised</option>
          <option value="physical">physical (mm)</option>
        </select>
      </label>
      {method === "algorithm1" ? (
        <>
          <NumberField
            label="T1"
            usual={0.02}
            step={0.005}
            value={t1}
            onValue={(v) => void changeSettings({ t1: v })}
          />
          <NumberField
            label="T2"
            usual={0.1}
            step={0.01}
            value={t2}
            onValue={(v) => void changeSettings({ t2: v })}
          />
          {WEIGHTS.map((name) => (
            <NumberField
              key={name}
              label={`Weight of ${name}`}
              usual={{ location: 1, size: 0.025, type: 0.05 }[name]}
              step={0.005}
              value={weights?.[name]}
              onValue={(value) => {
                const { [name]: _, ...others } = weights ?? {};
                void changeSettings({
                  weights: value === undefined ? others : { ...others, [name]: value },
                });
              }}
            />
          ))}
        </>
      ) : (
        <NumberField
          label="Uncertain below"
          usual={0.9}
          step={0.01}
          value={uncertainBelow}
          onValue={(v) => void changeSettings({ uncertainBelow: v })}
        />
      )}
      <span class="spacer" />
      <span class={`saving ${saving.value}`} role="status">
        {SAVING[saving.value]}
      </span>
      <button
        type="button"
        onClick={() => void travel("undo")}
        disabled={review.value.actions.length === 0}
      >
        Undo <kbd>Z</kbd>
      </button>
      <button
        type="button"
        onClick={() => void travel("redo")}
        disabled={review.value.undone.length === 0}
      >
        Redo <kbd>⇧Z</kbd>
      </button>
      <details class="menu">
        <summary>Export</summary>
        <div>
          <button type="button" onClick={() => void exportText("constraints.csv")}>
            constraints.csv
          </button>
          <button type="button" onClick={() => void exportText("sequences.csv")}>
            sequences.csv
          </button>
          <button type="button" onClick={() => void exportText("growth.csv")}>
            growth.csv
          </button>
          <button type="button" onClick={exportFigure}>
            View as SVG
          </button>
          <button
            type="button"
            onClick={() => download("review.json", reviewJson(), "application/json")}
          >
            review.json
          </button>
          {!fromServer() && (
            <label class="file small">
              <span>Open review.json</span>
              <input
                type="file"
                accept=".json"
                onChange={async (event) => {
                  const file = event.currentTarget.files?.[0];
                  if (file !== undefined) await importReview(await file.text());
                }}
              />
            </label>
          )}
        </div>
      </details>
      <button
        type="button"
        aria-pressed={dark.value}
        onClick={() => {
          dark.value = !dark.value;
        }}
      >
        Dark
      </button>
      <button
        type="button"
        onClick={() => {
          helpOpen.value = true;
        }}
      >
        Keys <kbd>?</kbd>
      </button>
    </header>
  );
}
