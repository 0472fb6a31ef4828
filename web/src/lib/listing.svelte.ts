// A list that comes in parts: the first follows what is asked, and "Show more" adds to it. A new question begins anew.

import { get } from './api';
import { page } from './page.svelte';
import { Resource } from './resource.svelte';
import type { Page } from './types';

export class Listing<T> {
  #url: () => string;
  #first: Resource<Page<T>>;
  #rest = $state.raw<T[]>([]);
  #next = $state<string | null>(null);
  /** Whether more is on its way. */
  coming = $state(false);

  constructor(url: () => string, delay = 0) {
    this.#url = url;
    this.#first = new Resource<Page<T>>(url, delay);
    $effect(() => {
      this.#rest = [];
      this.#next = this.#first.data?.next ?? null;
    });
  }

  items = $derived.by(() => [...(this.#first.data?.items ?? []), ...this.#rest]);

  /** How many there are in all; none before the first answer. */
  get total(): number | undefined {
    return this.#first.data?.total;
  }

  /** Whether something can be shown. */
  get there(): boolean {
    return this.#first.data !== null;
  }

  get loading(): boolean {
    return this.#first.loading;
  }

  get error(): string | null {
    return this.#first.error;
  }

  get retry(): () => void {
    return this.#first.retry;
  }

  /** Whether there is more than what is shown. */
  get goesOn(): boolean {
    return this.#next !== null;
  }

  more = async (): Promise<void> => {
    if (this.#next === null || this.coming) return;
    const asked = this.#url();
    const first = this.#first.data;
    this.coming = true;
    try {
      const part = await get<Page<T>>(`${asked}&after=${encodeURIComponent(this.#next)}`);
      // What was asked meanwhile, or what the record has meanwhile, begins a list of its own.
      if (asked !== this.#url() || first !== this.#first.data) return;
      this.#rest = [...this.#rest, ...part.items];
      this.#next = part.next;
    } catch (error) {
      page.say(error instanceof Error ? error.message : String(error), true);
    } finally {
      this.coming = false;
    }
  };
}
