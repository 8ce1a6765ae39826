/** The members of the DOM that the interactive script uses, so that the package compiles without DOM types. */

export interface PageEvent {
  readonly target: PageElement | null;
  readonly key: string;
  readonly clientX: number;
  readonly clientY: number;
  readonly deltaY: number;
  readonly button: number;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  preventDefault(): void;
}

export interface PageElement {
  readonly tagName: string;
  textContent: string | null;
  readonly children: Iterable<PageElement>;
  readonly parentElement: PageElement | null;
  readonly classList: { toggle(name: string, on: boolean): void };
  readonly style: { left: string; top: string; display: string };
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  hasAttribute(name: string): boolean;
  closest(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  appendChild(child: PageElement): unknown;
  remove(): void;
  focus(options?: { preventScroll: boolean }): void;
  getBoundingClientRect(): {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
  addEventListener(
    name: string,
    listener: (event: PageEvent) => void,
    options: { signal: unknown; passive?: boolean },
  ): void;
}

/** A document: of a page, or of an SVG file opened on its own. */
export interface InteractivePage {
  readonly documentElement: PageElement;
  readonly body?: PageElement | null;
  readonly head?: PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  createElementNS(namespace: string, name: string): PageElement;
  addEventListener: PageElement["addEventListener"];
}
