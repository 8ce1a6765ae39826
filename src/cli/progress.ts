/** One line of progress on standard error, only where that is a terminal. */

export interface Progress {
  show(text: string): void;
  clear(): void;
}

/** Whether a line stands on the terminal. */
let shown = false;

/** Shows at most ten times a second, and nothing in the first half second. */
export function progressLine(): Progress {
  if (!process.stderr.isTTY) return { show: () => {}, clear: () => {} };
  let next = performance.now() + 500;
  return {
    show(text) {
      const now = performance.now();
      if (now < next) return;
      next = now + 100;
      shown = true;
      process.stderr.write(`${CLEAR}${text}`);
    },
    clear: clearProgress,
  };
}

/** Takes the line away, if one stands there: whoever else writes to the terminal begins with it. */
export function clearProgress(): void {
  if (shown) process.stderr.write(CLEAR);
  shown = false;
}

const CLEAR = "\r\u001b[K";
