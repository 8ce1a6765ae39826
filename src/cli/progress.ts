/** One line of progress on standard error, only where that is a terminal. */

export interface Progress {
  show(text: string): void;
  clear(): void;
}

/** Shows at most ten times a second, and nothing in the first half second. */
export function progressLine(): Progress {
  if (!process.stderr.isTTY) return { show: () => {}, clear: () => {} };
  let next = performance.now() + 500;
  let shown = false;
  return {
    show(text) {
      const now = performance.now();
      if (now < next) return;
      next = now + 100;
      shown = true;
      process.stderr.write(`\r\u001b[K${text}`);
    },
    clear() {
      if (shown) process.stderr.write("\r\u001b[K");
    },
  };
}
