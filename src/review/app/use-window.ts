/** Which rows of a long list are in sight. */
import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

/** Rows beyond the edges that are kept ready. */
const SPARE = 8;

export function useWindow(
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
