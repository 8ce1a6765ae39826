/** Tooltips, highlighting and zoom for the figures of a page. */
import type { InteractivePage, Page, PageElement, PageEvent } from "./page-types.js";

/**
 * Makes the figures of a page interactive, as `makeInteractive` of the entry point says.
 *
 * It stands alone: it refers to nothing outside itself, because its text is the interactive script.
 */
export function interactive(document: InteractivePage): () => void {
  const page = document as unknown as Page;
  const DONE = "data-interactive";
  const stop = new AbortController();
  const { signal } = stop;
  const figures = [...page.querySelectorAll('svg[role~="graphics-document"]')].filter(
    (figure) => !figure.hasAttribute(DONE),
  );
  /** Key of the highlighted sequence that a click keeps. */
  let kept: string | undefined;
  /** The title whose text the tooltip shows, with its text. */
  let shown: { readonly title: PageElement; readonly text: string } | undefined;

  /** Lesions that the Tab key reaches without this script. */
  const stops: PageElement[] = [];
  const make = (name: string): PageElement =>
    page.createElementNS("http://www.w3.org/1999/xhtml", name);
  const style = page.createElementNS(
    page.body ? "http://www.w3.org/1999/xhtml" : "http://www.w3.org/2000/svg",
    "style",
  );
  style.textContent = [
    "[data-sequence]{cursor:pointer}",
    "[data-sequence]:focus-visible,svg:focus-visible{outline:1.5px solid #2f6fde;outline-offset:1px}",
    ".lesion-graph-faded [data-sequence]{opacity:.15;transition:opacity .12s}",
    ".lesion-graph-faded [data-sequence] [data-sequence],.lesion-graph-faded [data-sequence].lesion-graph-active{opacity:1}",
    ".lesion-graph-tooltip{position:fixed;z-index:9;max-width:24em;padding:.3em .55em;border-radius:4px;background:#1c1f24;color:#fff;font:12px/1.4 Arial,Helvetica,sans-serif;pointer-events:none;white-space:pre-line}",
    "@media print{.lesion-graph-faded [data-sequence]{opacity:1}.lesion-graph-tooltip{display:none}}",
    "@media (prefers-reduced-motion:reduce){[data-sequence]{transition:none!important}}",
  ].join("\n");
  (page.head ?? page.documentElement).appendChild(style);
  const tooltip = page.body ? make("div") : undefined;
  if (tooltip !== undefined) {
    tooltip.setAttribute("class", "lesion-graph-tooltip");
    tooltip.setAttribute("aria-hidden", "true");
    tooltip.style.display = "none";
    page.body?.appendChild(tooltip);
  }

  const keyOf = (element: PageElement): string => {
    const patient = element.closest("[data-patient]")?.getAttribute("data-patient") ?? "";
    return JSON.stringify([patient, element.getAttribute("data-sequence")]);
  };

  /** Highlights a sequence in all figures that have it; none ends the highlighting. */
  const highlight = (key: string | undefined): void => {
    for (const figure of page.querySelectorAll(`svg[${DONE}]`)) {
      let found = false;
      for (const item of figure.querySelectorAll("[data-sequence]")) {
        const active = key !== undefined && keyOf(item) === key;
        item.classList.toggle("lesion-graph-active", active);
        found ||= active;
      }
      figure.classList.toggle("lesion-graph-faded", found);
    }
  };

  /** The nearest element around a target that has a title of its own, the figure excepted. */
  const titleOf = (target: PageElement | null, figure: PageElement): PageElement | undefined => {
    for (let at = target; at !== null && at !== figure; at = at.parentElement) {
      for (const child of at.children) if (child.tagName === "title") return child;
    }
    return undefined;
  };

  const hide = (): void => {
    if (shown !== undefined) shown.title.textContent = shown.text;
    shown = undefined;
    if (tooltip !== undefined) tooltip.style.display = "none";
  };

  /** Shows a title at a place of the window. The browser's own tooltip would come late and twice. */
  const show = (title: PageElement | undefined, x: number, y: number): void => {
    if (tooltip === undefined) return;
    if (title !== shown?.title) {
      hide();
      if (title === undefined) return;
      shown = { title, text: title.textContent ?? "" };
      title.textContent = "";
      tooltip.textContent = shown.text;
    }
    if (shown === undefined) return;
    tooltip.style.display = "block";
    const { width, height } = tooltip.getBoundingClientRect();
    const window = page.documentElement.getBoundingClientRect();
    tooltip.style.left = `${Math.max(4, Math.min(x + 12, window.width - width - 8))}px`;
    tooltip.style.top = `${y - height - 12 < 4 ? y + 16 : y - height - 12}px`;
  };

  const itemOf = (target: PageElement | null): PageElement | null =>
    target?.closest("[data-sequence]") ?? null;

  const point = (figure: PageElement, target: PageElement | null, x: number, y: number): void => {
    show(titleOf(target, figure), x, y);
    const item = itemOf(target);
    highlight(item === null ? kept : keyOf(item));
  };

  const addHover = (figure: PageElement): void => {
    figure.addEventListener(
      "pointermove",
      (event) => point(figure, event.target, event.clientX, event.clientY),
      { signal },
    );
    figure.addEventListener(
      "pointerleave",
      () => {
        hide();
        highlight(kept);
      },
      { signal },
    );
    let pressed: readonly [x: number, y: number] = [0, 0];
    figure.addEventListener(
      "pointerdown",
      ({ clientX, clientY }) => {
        pressed = [clientX, clientY];
      },
      { signal },
    );
    figure.addEventListener(
      "click",
      ({ target, clientX, clientY }) => {
        // The end of a drag is no click.
        if (Math.hypot(clientX - pressed[0], clientY - pressed[1]) > 4) return;
        const item = itemOf(target);
        const key = item === null ? undefined : keyOf(item);
        kept = key === kept ? undefined : key;
        highlight(kept);
      },
      { signal },
    );
  };

  /** Arrow keys go from lesion to lesion; the figure is one stop of the Tab key. */
  const addKeys = (figure: PageElement, zoom: (factor: number) => void): void => {
    if (!figure.hasAttribute("tabindex")) figure.setAttribute("tabindex", "0");
    for (const one of figure.querySelectorAll('[tabindex="0"]')) {
      one.setAttribute("tabindex", "-1");
      stops.push(one);
    }
    let at = -1;
    const step = (by: number): void => {
      const items = [...figure.querySelectorAll("[data-sequence]")];
      if (items.length === 0) return;
      at = (at + by + items.length) % items.length;
      const item = items[at];
      if (item === undefined) return;
      item.setAttribute("tabindex", "-1");
      item.focus({ preventScroll: false });
      const box = item.getBoundingClientRect();
      point(figure, item, box.left + box.width / 2, box.top);
    };
    const keys: Readonly<Record<string, () => void>> = {
      ArrowRight: () => step(1),
      ArrowDown: () => step(1),
      ArrowLeft: () => step(at < 0 ? 0 : -1),
      ArrowUp: () => step(at < 0 ? 0 : -1),
      "+": () => zoom(1.5),
      "-": () => zoom(1 / 1.5),
      "0": () => zoom(0),
    };
    const onKey = (event: PageEvent): void => {
      const action = keys[event.key];
      if (action === undefined || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      action();
    };
    figure.addEventListener("keydown", onKey, { signal });
    figure.addEventListener(
      "focusout",
      () => {
        hide();
        highlight(kept);
      },
      { signal },
    );
  };

  /** Zooms by the view box. Returns a function that zooms about the middle; 0 shows the whole figure. */
  const addZoom = (figure: PageElement): ((factor: number) => void) => {
    const numbers = (figure.getAttribute("viewBox") ?? "0 0 1 1").split(" ").map(Number);
    const [left = 0, top = 0, width = 1, height = 1] = numbers;
    let view = { x: left, y: top, scale: 1 };
    const apply = (x: number, y: number, scale: number): void => {
      const [w, h] = [width / scale, height / scale];
      view = {
        x: Math.min(Math.max(x, left), left + width - w),
        y: Math.min(Math.max(y, top), top + height - h),
        scale,
      };
      figure.setAttribute("viewBox", [view.x, view.y, w, h].map((n) => n.toFixed(2)).join(" "));
    };
    /** About a point given in parts of the figure's width and height. */
    const zoomAbout = (factor: number, px: number, py: number): void => {
      const scale = factor === 0 ? 1 : Math.min(Math.max(view.scale * factor, 1), 20);
      const grown = width / view.scale - width / scale;
      const higher = height / view.scale - height / scale;
      apply(view.x + px * grown, view.y + py * higher, scale);
    };
    const placeOf = ({ clientX, clientY }: PageEvent): readonly [number, number] => {
      const box = figure.getBoundingClientRect();
      return [(clientX - box.left) / box.width, (clientY - box.top) / box.height];
    };
    const onWheel = (event: PageEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoomAbout(Math.exp(-event.deltaY / 300), ...placeOf(event));
    };
    figure.addEventListener("wheel", onWheel, { signal, passive: false });
    figure.addEventListener("dblclick", () => apply(left, top, 1), { signal });
    let from: readonly [x: number, y: number, px: number, py: number] | undefined;
    figure.addEventListener(
      "pointerdown",
      (event) => {
        if (view.scale > 1 && event.button === 0) from = [view.x, view.y, ...placeOf(event)];
      },
      { signal },
    );
    figure.addEventListener(
      "pointermove",
      (event) => {
        if (from === undefined) return;
        const [px, py] = placeOf(event);
        const { scale } = view;
        apply(
          from[0] - ((px - from[2]) * width) / scale,
          from[1] - ((py - from[3]) * height) / scale,
          scale,
        );
      },
      { signal },
    );
    for (const end of ["pointerup", "pointerleave", "pointercancel"]) {
      figure.addEventListener(end, () => (from = undefined), { signal });
    }
    return (factor) => zoomAbout(factor, 0.5, 0.5);
  };

  for (const figure of figures) {
    figure.setAttribute(DONE, "");
    addHover(figure);
    addKeys(figure, addZoom(figure));
  }
  const onEscape = ({ key }: PageEvent): void => {
    if (key !== "Escape") return;
    kept = undefined;
    hide();
    highlight(undefined);
  };
  page.addEventListener("keydown", onEscape, { signal });
  return () => {
    stop.abort();
    hide();
    highlight(undefined);
    style.remove();
    tooltip?.remove();
    for (const figure of figures) figure.removeAttribute(DONE);
    for (const one of stops) one.setAttribute("tabindex", "0");
  };
}
