/** Advance widths out of a TrueType font: head, hhea, hmtx and the format 4 table of cmap. */
import { readFileSync } from "node:fs";

export interface FontWidths {
  readonly unitsPerEm: number;
  /** In font units; undefined for a character the font does not have. */
  of(character: string): number | undefined;
}

export function fontWidths(path: string): FontWidths {
  const bytes = readFileSync(path);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const tables = new Map<string, number>();
  for (let i = 0; i < view.getUint16(4); i++) {
    const at = 12 + 16 * i;
    tables.set(bytes.toString("latin1", at, at + 4), view.getUint32(at + 8));
  }
  const table = (name: string): number => tables.get(name) as number;
  const metrics = view.getUint16(table("hhea") + 34);
  const cmap = table("cmap");
  let map = 0;
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const at = cmap + 4 + 8 * i;
    if (view.getUint16(at) === 3 && view.getUint16(at + 2) === 1)
      map = cmap + view.getUint32(at + 4);
  }
  const segments = view.getUint16(map + 6) / 2;
  const glyphOf = (code: number): number => {
    for (let s = 0; s < segments; s++) {
      if (code > view.getUint16(map + 14 + 2 * s)) continue;
      const start = view.getUint16(map + 16 + 2 * segments + 2 * s);
      if (code < start) return 0;
      const delta = view.getUint16(map + 16 + 4 * segments + 2 * s);
      const at = map + 16 + 6 * segments + 2 * s;
      const offset = view.getUint16(at);
      if (offset === 0) return (code + delta) & 0xffff;
      const glyph = view.getUint16(at + offset + 2 * (code - start));
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
  return {
    unitsPerEm: view.getUint16(table("head") + 18),
    of: (character) => {
      const glyph = glyphOf(character.codePointAt(0) as number);
      if (glyph === 0) return undefined;
      return view.getUint16(table("hmtx") + 4 * Math.min(glyph, metrics - 1));
    },
  };
}
