// Spans of the record count Unicode scalar values; strings of this language count UTF-16 units. An emoji is one of the former
// and two of the latter. Everything that cuts an article's text goes through here.

export interface Range {
  start: number;
  end: number;
}

/** A piece of text and the ranges that cover it, by their index. */
export interface Piece {
  text: string;
  covers: number[];
  /** Where it begins, in scalar values. */
  start: number;
}

/** Cuts a text by scalar offsets. */
export class Text {
  /** Positions, in scalars, of characters that take two units; ascending. */
  readonly #wide: number[] = [];
  readonly length: number;

  constructor(readonly text: string) {
    let scalars = 0;
    for (let i = 0; i < text.length; i++, scalars++) {
      const unit = text.charCodeAt(i);
      if (unit >= 0xd800 && unit < 0xdc00 && i + 1 < text.length) {
        const low = text.charCodeAt(i + 1);
        if (low >= 0xdc00 && low < 0xe000) {
          this.#wide.push(scalars);
          i++;
        }
      }
    }
    this.length = scalars;
  }

  /** The UTF-16 offset of a scalar offset; those beyond the text are its end. */
  unit(scalar: number): number {
    const at = Math.max(0, Math.min(scalar, this.length));
    let low = 0;
    let high = this.#wide.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#wide[middle]! < at) low = middle + 1;
      else high = middle;
    }
    return at + low;
  }

  slice(start: number, end: number): string {
    return this.text.slice(this.unit(start), this.unit(end));
  }

  /**
   * The text between two offsets in pieces, so that each range begins and ends between pieces. Ranges may overlap and nest; those
   * that are empty or outside cover nothing.
   */
  pieces(ranges: readonly Range[], start = 0, end = this.length): Piece[] {
    const from = Math.max(0, start);
    const to = Math.min(this.length, end);
    if (from >= to) return [];
    const opens = new Map<number, number[]>();
    const closes = new Map<number, number[]>();
    const cuts = new Set([from, to]);
    const note = (map: Map<number, number[]>, at: number, index: number) => {
      const list = map.get(at);
      if (list) list.push(index);
      else map.set(at, [index]);
      cuts.add(at);
    };
    ranges.forEach((range, index) => {
      const a = Math.max(from, range.start);
      const b = Math.min(to, range.end);
      if (!(a < b)) return;
      note(opens, a, index);
      note(closes, b, index);
    });
    const order = [...cuts].sort((a, b) => a - b);
    const open = new Set<number>();
    const pieces: Piece[] = [];
    for (let i = 0; i + 1 < order.length; i++) {
      const at = order[i]!;
      for (const index of closes.get(at) ?? []) open.delete(index);
      for (const index of opens.get(at) ?? []) open.add(index);
      pieces.push({ text: this.slice(at, order[i + 1]!), covers: [...open].sort((a, b) => a - b), start: at });
    }
    return pieces;
  }
}
