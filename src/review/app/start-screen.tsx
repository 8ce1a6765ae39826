/** The screen before an input is open. */
import { openInput } from "./open-review.js";
import { message, phase } from "./signals.js";

async function openFile(file: File | undefined): Promise<void> {
  if (file !== undefined) await openInput(file.name, new Uint8Array(await file.arrayBuffer()));
}

export function StartScreen() {
  const opening = phase.value === "opening";
  return (
    <main
      class="start"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void openFile(event.dataTransfer?.files[0]);
      }}
    >
      <h1>Review lesion sequences</h1>
      <p>
        Open a <code>DL_info.csv</code>, a measurement CSV or a vectors CSV. The file stays on this
        computer: the page makes no network requests.
      </p>
      <label class={`file ${opening ? "busy" : ""}`}>
        <span>{opening ? "Reading…" : "Open a file"}</span>
        <input
          type="file"
          accept=".csv,text/csv"
          disabled={opening}
          onChange={(event) => void openFile(event.currentTarget.files?.[0])}
        />
      </label>
      <p class="hint">or drop it here</p>
      {message.value !== undefined && (
        <p class="fault" role="alert">
          {message.value.text}
        </p>
      )}
      <p class="hint">Research software; not a medical device.</p>
    </main>
  );
}
