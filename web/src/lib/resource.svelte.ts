// Data from the server that follows what is asked: older answers never overtake newer ones, and what was shown stays until the next
// is there.

import { get } from './api';
import { page } from './page.svelte';

export class Resource<T> {
  data = $state.raw<T | null>(null);
  error = $state<string | null>(null);
  loading = $state(true);
  #again = $state(0);

  /** `url` is asked again whenever what it depends on changes; null asks nothing. */
  constructor(url: () => string | null, delay = 0) {
    let first = true;
    $effect(() => {
      const address = url();
      void page.version;
      void this.#again;
      if (address === null) {
        this.data = null;
        this.error = null;
        this.loading = false;
        return;
      }
      const abort = new AbortController();
      this.loading = true;
      const ask = () =>
        get<T>(address, abort.signal).then(
          (data) => {
            this.data = data;
            this.error = null;
            this.loading = false;
          },
          (error: unknown) => {
            if (abort.signal.aborted) return;
            this.error = error instanceof Error ? error.message : String(error);
            this.loading = false;
          },
        );
      // The first answer is waited for; later ones may be for what is not yet settled (a map that moves, a word that is typed).
      let timer: ReturnType<typeof setTimeout> | undefined;
      if (first || delay === 0) void ask();
      else timer = setTimeout(ask, delay);
      first = false;
      return () => {
        clearTimeout(timer);
        abort.abort();
      };
    });
  }

  retry = () => {
    this.#again += 1;
  };
}
