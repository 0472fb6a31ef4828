import { describe, expect, it } from 'vitest';
import { conditions, empty, parameters, parse } from '../src/lib/query';

const again = (address: string) => parameters(parse(new URLSearchParams(address))).toString();

describe('the query in the address', () => {
  it.each([
    ['', ''],
    ['q=market+attack&from=2026-01-01&to=2026-02-01', 'q=market+attack&from=2026-01-01&to=2026-02-01'],
    ['type=ASSAULT&type=COERCE&type=ASSAULT', 'type=ASSAULT&type=COERCE'],
    ['country=MLI&actor=Sahel+Dawn+Front', 'country=MLI&actor=Sahel+Dawn+Front'],
    ['disputed=1&dead=5', 'dead=5&disputed=1'],
    ['bbox=-5.5,11.9,1.2,16.8', 'bbox=-5.5%2C11.9%2C1.2%2C16.8'],
    // What cannot be meant is left out, so that a mistyped link still opens.
    ['from=yesterday&dead=many&bbox=1,2&disputed=yes', ''],
    ['view=claims&unknown=1', ''],
  ])('%j stays %j', (address, expected) => {
    expect(again(address)).toBe(expected);
    expect(again(expected)).toBe(expected);
  });

  it('holds what is hostile as words', () => {
    const words = '"><script>alert(1)</script>&type=X';
    expect(parse(parameters({ ...empty(), q: words })).q).toBe(words);
  });

  it('counts conditions', () => {
    expect(conditions(empty())).toBe(0);
    expect(conditions({ ...empty(), type: ['A', 'B'], disputed: true })).toBe(3);
  });
});
