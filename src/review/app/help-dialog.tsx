/** All keys at a glance. */
import { useEffect, useRef } from "preact/hooks";
import { helpOpen } from "./signals.js";

const KEYS = [
  ["J / K", "next, previous question"],
  ["L", "same lesion (must-link)"],
  ["X", "different lesions (cannot-link)"],
  ["C", "confirm the matcher's answer"],
  ["S", "skip the question"],
  ["U", "remove the decision on the pair"],
  ["Z / ⇧Z", "undo, redo"],
  ["Arrows", "move between lesions of the view"],
  ["Enter", "select the first lesion, then the second"],
  ["Esc", "clear the selection"],
  ["N / P", "next, previous patient"],
  ["D", "patient done"],
  ["B / G / R", "board, lesion graph, growth"],
  ["?", "this list"],
] as const;

export function HelpDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => {
    helpOpen.value = false;
  };
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={close}>
      <h2 id="help-title">Keys</h2>
      <dl>
        {KEYS.map(([key, text]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">
        Decisions are saved as you make them. Nothing is sorted while you work; press Sort to bring
        the patients with most expected errors to the top again.
      </p>
      <button type="button" class="primary" onClick={close}>
        Close
      </button>
    </dialog>
  );
}
