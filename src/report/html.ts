/** HTML as text: what is put into a template is escaped unless it is HTML itself. */

/** A piece of HTML that is not escaped again. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What a template takes; nothing is written for `undefined`. */
export type HtmlValue = Html | string | number | undefined | readonly HtmlValue[];

/** HTML of a template: html`<p>${text}</p>`. */
export const html = (parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html =>
  new Html(parts.map((part, i) => part + (i < values.length ? written(values[i]) : "")).join(""));

/** Text that is HTML already, such as a figure. */
export const rawHtml = (text: string): Html => new Html(text);

function written(value: HtmlValue): string {
  if (value === undefined) return "";
  if (value instanceof Html) return value.text;
  if (typeof value === "object") return value.map(written).join("");
  return escapeHtml(String(value));
}

/** Text with the characters that mean something in HTML, in text and in attributes, as references. */
export const escapeHtml = (text: string): string =>
  text
    .replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: HTML cannot hold these characters.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, "\ufffd");
