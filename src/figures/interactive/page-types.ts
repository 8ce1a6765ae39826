/** The members of the DOM that the interactive script uses, so that the package compiles without DOM types. */

/** The part of a DOM event that is needed. */
export interface PageEvent {
  readonly target: PageElement | null;
  readonly key: string;
  readonly clientX: number;
  readonly clientY: number;
  readonly deltaY: number;
  readonly button: number;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  /** Prevents the browser's default action. */
  preventDefault(): void;
}

/** The part of a DOM `Element` that is needed. */
export interface PageElement {
  readonly tagName: string;
  textContent: string | null;
  readonly children: Iterable<PageElement>;
  readonly parentElement: PageElement | null;
  readonly classList: {
    /** Adds or removes a class. */
    toggle(name: string, on: boolean): void;
  };
  readonly style: { left: string; top: string; display: string };
  /** Returns an attribute, or null. */
  getAttribute(name: string): string | null;
  /** Sets an attribute. */
  setAttribute(name: string, value: string): void;
  /** Removes an attribute. */
  removeAttribute(name: string): void;
  /** Returns whether an attribute exists. */
  hasAttribute(name: string): boolean;
  /** Returns the nearest ancestor that matches the selector. */
  closest(selector: string): PageElement | null;
  /** Returns the descendants that match the selector. */
  querySelectorAll(selector: string): Iterable<PageElement>;
  /** Appends a child. */
  appendChild(child: PageElement): unknown;
  /** Removes the element from its parent. */
  remove(): void;
  /** Gives the element the keyboard focus. */
  focus(options?: { preventScroll: boolean }): void;
  /** Returns the box of the element in the viewport, in CSS px. */
  getBoundingClientRect(): {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
  /** Adds an event listener. */
  addEventListener(
    name: string,
    listener: (event: PageEvent) => void,
    options: { signal: unknown; passive?: boolean },
  ): void;
}

/** A document as callers have it, with the types of a browser or without: of a page, or of an SVG file. */
export interface InteractivePage {
  readonly documentElement: object;
  /** Returns the descendants that match the selector. */
  querySelectorAll(selector: string): object;
  /** Creates an element. */
  createElementNS(namespace: string, name: string): object;
}

/** The part of a document that is needed. */
export interface Page {
  readonly documentElement: PageElement;
  readonly body?: PageElement | null;
  readonly head?: PageElement | null;
  /** Returns the descendants that match the selector. */
  querySelectorAll(selector: string): Iterable<PageElement>;
  /** Creates an element. */
  createElementNS(namespace: string, name: string): PageElement;
  /** Adds an event listener. */
  addEventListener: PageElement["addEventListener"];
}
