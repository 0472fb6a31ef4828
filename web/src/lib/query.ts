// The one query behind all views, and its form in the address bar. Names are those of the server's parameters.

export interface Query {
  q: string;
  from: string;
  to: string;
  bbox: string;
  type: string[];
  status: string[];
  state: string[];
  country: string[];
  actor: string[];
  dead: string;
  disputed: boolean;
  as_of: string;
}

const ONE = ['q', 'from', 'to', 'bbox', 'dead', 'as_of'] as const;
const MANY = ['type', 'status', 'state', 'country', 'actor'] as const;

export type Many = (typeof MANY)[number];

export function empty(): Query {
  return { q: '', from: '', to: '', bbox: '', type: [], status: [], state: [], country: [], actor: [], dead: '', disputed: false, as_of: '' };
}

/** What a parameter may hold; anything else in an address is left out, so that a mistyped link still opens. */
const FORMS: Partial<Record<(typeof ONE)[number], RegExp>> = {
  from: /^\d{4}-\d\d-\d\d$/,
  to: /^\d{4}-\d\d-\d\d$/,
  bbox: /^-?\d+(\.\d+)?(,-?\d+(\.\d+)?){3}$/,
  dead: /^\d{1,9}$/,
};

export function parse(parameters: URLSearchParams): Query {
  const query = empty();
  for (const key of ONE) {
    const value = parameters.get(key)?.trim() ?? '';
    if (FORMS[key]?.test(value) ?? true) query[key] = value;
  }
  for (const key of MANY) query[key] = [...new Set(parameters.getAll(key).filter(Boolean))];
  query.disputed = parameters.get('disputed') === '1';
  return query;
}

/** In an order that does not change, so that one query is one address (and one entry of a cache). */
export function parameters(query: Query): URLSearchParams {
  const out = new URLSearchParams();
  for (const key of ONE) if (query[key]) out.set(key, query[key]);
  for (const key of MANY) for (const value of query[key]) out.append(key, value);
  if (query.disputed) out.set('disputed', '1');
  return out;
}

/** How many conditions a query has. */
export function conditions(query: Query): number {
  return [...parameters(query).keys()].length;
}
