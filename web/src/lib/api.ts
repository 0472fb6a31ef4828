// Asking the server. No other machine is ever asked: the address is the page's own, and its policy (CSP) holds it to that.

import type { Decision } from './types';

export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** Whether the server wants to know who asks. */
    readonly login = false,
  ) {
    super(message);
  }
}

export const BASE = '/api/v1';

let csrf: string | null | undefined;

/** The token that unsafe methods carry where there are users. */
export function setCsrf(token: string | null | undefined): void {
  csrf = token;
}

/** `/incidents` and parameters as one address. */
export function address(path: string, ...parts: (URLSearchParams | Record<string, string | number | null | undefined>)[]): string {
  const all = new URLSearchParams();
  for (const part of parts) {
    const entries = part instanceof URLSearchParams ? part.entries() : Object.entries(part);
    for (const [key, value] of entries) if (value !== null && value !== undefined && value !== '') all.append(key, String(value));
  }
  const query = all.toString();
  return `${BASE}${path}${query ? `?${query}` : ''}`;
}

async function answer<T>(response: Response): Promise<T> {
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const told = body && typeof body === 'object' && 'error' in body ? String(body.error) : '';
    const login = response.status === 401 && body !== null && typeof body === 'object' && 'login' in body;
    throw new ApiError(response.status, told || `The server answered ${response.status}.`, login);
  }
  return body as T;
}

function unreachable(error: unknown): never {
  if (error instanceof DOMException && error.name === 'AbortError') throw error;
  if (error instanceof ApiError) throw error;
  throw new ApiError(0, 'The server does not answer. Is `dateline serve` still running?');
}

export async function get<T>(url: string, signal?: AbortSignal): Promise<T> {
  return fetch(url, { signal: signal ?? null, headers: { Accept: 'application/json' } }).then(answer<T>).catch(unreachable);
}

export async function post<T>(path: string, body: unknown): Promise<T> {
  const headers: Record<string, string> = { 'Content-Type': 'application/json', 'X-Dateline': '1' };
  if (csrf) headers['X-CSRF-Token'] = csrf;
  return fetch(BASE + path, { method: 'POST', headers, body: JSON.stringify(body) }).then(answer<T>).catch(unreachable);
}

export interface Draft {
  verb: string;
  ids: string[];
  field?: string;
  value?: string;
  why: string;
}

export function decide(draft: Draft): Promise<Decision> {
  return post<Decision>('/decisions', draft);
}
