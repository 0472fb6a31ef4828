// How the record's values are said: ranges as ranges, "at least" where no upper bound is known, nothing where nothing is known.

import { countryName } from './countries';
import type { Precision, Toll } from './types';

/** Families of PLOVER's types: what they share in colour and sign. The order is that of legends. */
export const FAMILIES = [
  { key: 'violence', name: 'Violence', sign: '●', types: ['ASSAULT'] },
  { key: 'coercion', name: 'Coercion', sign: '■', types: ['COERCE', 'SANCTION'] },
  { key: 'posture', name: 'Threat and movement', sign: '▲', types: ['THREATEN', 'MOBILIZE', 'RETREAT'] },
  { key: 'protest', name: 'Protest', sign: '◆', types: ['PROTEST'] },
  { key: 'words', name: 'Words', sign: '▬', types: ['REQUEST', 'ACCUSE', 'REJECT'] },
  { key: 'cooperation', name: 'Cooperation', sign: '✚', types: ['AGREE', 'CONSULT', 'SUPPORT', 'COOPERATE', 'AID', 'CONCEDE'] },
] as const;

export type Family = (typeof FAMILIES)[number];

export function familyOf(type: string): Family {
  return FAMILIES.find((family) => (family.types as readonly string[]).includes(type)) ?? FAMILIES[4];
}

export const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

export function number(n: number): string {
  return grouped.format(n);
}

/** A count where there is little room: 1.2K. */
export function short(n: number): string {
  return n < 1000 ? String(n) : compact.format(n);
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${number(n)} ${n === 1 ? one : many}`;
}

/** A range of people: `14–21`, `at least 14`, `up to 20`, `9`. Nothing where no toll is told of. */
export function toll(value: Toll | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return `at least ${number(value)}`;
  const { low, high } = value;
  if (low !== null && low !== undefined && high !== null && high !== undefined) {
    return low === high ? number(low) : `${number(low)}–${number(high)}`;
  }
  if (low !== null && low !== undefined) return `at least ${number(low)}`;
  if (high !== null && high !== undefined) return `up to ${number(high)}`;
  return value.best === null || value.best === undefined ? 'not counted' : `about ${number(value.best)}`;
}

/** The same for a narrow column: `14–21`, `≥ 14`, `≤ 20`, `9`. */
export function tollShort(value: Toll | number | null | undefined): string {
  return toll(value).replace('at least ', '≥ ').replace('up to ', '≤ ').replace('about ', '~ ').replace('not counted', 'some');
}

/** The least of a toll, for sums and bars. */
export function least(value: Toll | number | null | undefined): number {
  if (value === null || value === undefined) return 0;
  return typeof value === 'number' ? value : (value.low ?? 0);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2026-03-09` as 9 Mar 2026; a month or year as such; anything else as it stands. */
export function day(iso: string | null | undefined): string {
  if (!iso) return '';
  const found = /^(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:$|T)/.exec(iso);
  if (!found) return iso;
  const [, year, month, date] = found;
  if (!month) return year!;
  const name = MONTHS[Number(month) - 1] ?? month;
  return date ? `${Number(date)} ${name} ${year}` : `${name} ${year}`;
}

/** A day so many days later, or earlier. */
export function shifted(iso: string, by: number): string {
  const day = new Date(`${iso}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + by);
  return day.toISOString().slice(0, 10);
}

/** A day or a stretch of days, with what they share said once: 9–11 Mar 2026. A whole month or year as one word. */
export function days(from: string | null | undefined, to: string | null | undefined): string {
  if (!from && !to) return 'no date';
  if (!to || from === to) return from ? day(from) : `until ${day(to)}`;
  if (!from) return `until ${day(to)}`;
  const [y1, m1, d1] = from.split('-');
  const [y2, m2, d2] = to.split('-');
  if (!d1 || !d2) return `${day(from)} – ${day(to)}`;
  if (y1 === y2 && m1 === '01' && d1 === '01' && m2 === '12' && d2 === '31') return y1!;
  if (y1 === y2 && m1 === m2) {
    const last = new Date(Date.UTC(Number(y1), Number(m1), 0)).getUTCDate();
    if (d1 === '01' && Number(d2) === last) return day(`${y1}-${m1}`);
    return `${Number(d1)}–${day(to)}`;
  }
  if (y1 === y2) return `${day(from).replace(/ \d+$/, '')} – ${day(to)}`;
  return `${day(from)} – ${day(to)}`;
}

/** An instant of the log, as UTC to the minute. */
export function instant(at: string | null | undefined): string {
  if (!at) return '';
  const found = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)/.exec(at);
  return found ? `${day(found[1])}, ${found[2]} UTC` : at;
}

/** ASSAULT as Assault, `did_not_come` as Did not come. */
export function title(word: string): string {
  const plain = word.replaceAll('_', ' ').toLowerCase();
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

export function lower(word: string): string {
  return word.replaceAll('_', ' ').toLowerCase();
}

export function typeName(type: string, mode?: string | null): string {
  return mode ? `${title(type)}: ${lower(mode)}` : title(type);
}

const PRECISIONS: Record<Precision, string> = {
  exact: 'named place',
  near: 'near a named place',
  admin2: 'somewhere in the district',
  admin1: 'somewhere in the region',
  country: 'somewhere in the country',
  unlocated: 'not located',
};

/** How far a place may be trusted, in words. */
export function precision(value: Precision | null | undefined): string {
  return PRECISIONS[value ?? 'unlocated'] ?? 'not located';
}

export const STATES: Record<string, string> = { unreviewed: 'Not reviewed', accepted: 'Accepted', rejected: 'Rejected' };

/** A value of a facet as people say it. */
export function facetName(facet: string, value: string): string {
  if (facet === 'country') return countryName(value);
  if (facet === 'state') return STATES[value] ?? title(value);
  return facet === 'actor' ? value : title(value);
}

/** `outlet` is the article's own voice. */
export function voice(source: string | null | undefined): string {
  if (!source) return 'somebody unnamed';
  return source === 'outlet' ? 'the article itself' : source;
}
