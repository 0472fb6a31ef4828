import { describe, expect, it } from 'vitest';
import { Text } from '../src/lib/spans';

/** What a slice by scalar values must be: the plain, slow way. */
const slow = (text: string, start: number, end: number) => [...text].slice(start, end).join('');

describe('offsets', () => {
  const cases: [string, number, number, string][] = [
    ['plain words', 6, 11, 'words'],
    ['', 0, 0, ''],
    ['😀 fire 🔥 in Mopti', 9, 17, slow('😀 fire 🔥 in Mopti', 9, 17)],
    ['𝒜𝒷c', 1, 3, '𝒷c'],
    ['as two: e\u0301', 8, 9, 'e'],
    ['short', 3, 99, 'rt'],
    ['short', -3, 2, 'sh'],
    ['a\u{10FFFF}b', 2, 3, 'b'],
  ];
  it.each(cases)('%j from %i to %i', (text, start, end, expected) => {
    expect(new Text(text).slice(start, end)).toBe(expected);
  });

  it('agrees with the plain way on any text, halves of pairs included', () => {
    const alphabet = ['a', 'é', '字', '😀', '🇲🇱', '\u0301', '\n', '\ud83d', '\ude00', '𝒜', ' '];
    let seed = 11;
    const random = (n: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
    for (let round = 0; round < 300; round++) {
      const text = Array.from({ length: random(24) }, () => alphabet[random(alphabet.length)]).join('');
      const all = new Text(text);
      expect(all.length).toBe([...text].length);
      for (let start = 0; start <= all.length; start++) {
        for (let end = start; end <= all.length; end++) expect(all.slice(start, end)).toBe(slow(text, start, end));
      }
    }
  });
});

describe('pieces', () => {
  const pieces = (text: string, ...ranges: [number, number][]) =>
    new Text(text).pieces(ranges.map(([start, end]) => ({ start, end }))).map((piece) => `${piece.text}:${piece.covers.join('')}`);

  it('cuts where ranges begin and end', () => {
    expect(pieces('gunmen attacked', [0, 6], [7, 15])).toEqual(['gunmen:0', ' :', 'attacked:1']);
  });
  it('tells of ranges that overlap and nest', () => {
    expect(pieces('abcdef', [0, 4], [2, 6], [2, 3])).toEqual(['ab:0', 'c:012', 'd:01', 'ef:1']);
  });
  it('leaves out what is empty or outside', () => {
    expect(pieces('abc', [1, 1], [5, 9], [2, 1])).toEqual(['abc:']);
  });
  it('counts in scalars', () => {
    expect(pieces('😀🔥x', [1, 2])).toEqual(['😀:', '🔥:0', 'x:']);
  });
  it('keeps the whole text, whatever the ranges', () => {
    let seed = 3;
    const random = (n: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
    const text = 'The 😀 army said 🔥 nothing.';
    for (let round = 0; round < 200; round++) {
      const ranges = Array.from({ length: random(8) }, () => ({ start: random(34) - 3, end: random(34) - 3 }));
      expect(new Text(text).pieces(ranges).map((piece) => piece.text).join('')).toBe(text);
    }
  });
});
