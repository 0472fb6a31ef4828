import { describe, expect, it } from 'vitest';
import { countryName, countryNumber } from '../src/lib/countries';
import { day, days, FAMILIES, familyOf, instant, toll, tollShort } from '../src/lib/words';

describe('tolls', () => {
  it.each([
    [null, ''],
    [undefined, ''],
    [{ low: 14, high: null }, 'at least 14'],
    [{ low: 14, high: 21 }, '14–21'],
    [{ low: 9, high: 9 }, '9'],
    [{ low: 0, high: 0 }, '0'],
    [{ low: null, high: 20 }, 'up to 20'],
    [{ low: null, high: null, best: 30 }, 'about 30'],
    [{ low: null, high: null, best: null }, 'not counted'],
    [{ low: 1200, high: null }, 'at least 1,200'],
    [7, 'at least 7'],
  ])('%j is %j', (value, expected) => expect(toll(value)).toBe(expected));

  it.each([
    [{ low: 14, high: null }, '≥ 14'],
    [{ low: null, high: 20 }, '≤ 20'],
    [{ low: null, high: null, best: null }, 'some'],
  ])('%j is %j where room is short', (value, expected) => expect(tollShort(value)).toBe(expected));
});

describe('days', () => {
  it.each([
    [null, null, 'no date'],
    ['2026-03-09', '2026-03-09', '9 Mar 2026'],
    ['2026-03-09', null, '9 Mar 2026'],
    [null, '2026-03-09', 'until 9 Mar 2026'],
    ['2026-03-09', '2026-03-11', '9–11 Mar 2026'],
    ['2026-03-30', '2026-04-02', '30 Mar – 2 Apr 2026'],
    ['2025-12-30', '2026-01-02', '30 Dec 2025 – 2 Jan 2026'],
    ['2026-02-01', '2026-02-28', 'Feb 2026'],
    ['2024-02-01', '2024-02-28', '1–28 Feb 2024'],
    ['2025-01-01', '2025-12-31', '2025'],
  ])('%s to %s is %s', (from, to, expected) => expect(days(from, to)).toBe(expected));

  it.each([
    ['2026-03', 'Mar 2026'],
    ['2026', '2026'],
    ['PAST_REF', 'PAST_REF'],
  ])('%s is %s', (value, expected) => expect(day(value)).toBe(expected));

  it('tells instants as UTC', () => expect(instant('2026-03-10T09:05:33Z')).toBe('10 Mar 2026, 09:05 UTC'));
});

describe('families', () => {
  it('holds each type of PLOVER once', () => {
    const types = FAMILIES.flatMap((family) => family.types as readonly string[]);
    expect(types).toHaveLength(16);
    expect(new Set(types).size).toBe(16);
  });
  it('knows a place for what it does not know', () => expect(familyOf('NEW').key).toBe('words'));
});

describe('countries', () => {
  it('names and numbers them', () => {
    expect(countryName('BFA')).toBe('Burkina Faso');
    expect(countryNumber('BFA')).toBe('854');
    expect(countryName('???')).toBe('???');
  });
});
