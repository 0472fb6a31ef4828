// Light or dark: as the system has it until somebody chooses.

export type Theme = 'system' | 'light' | 'dark';
const KEY = 'dateline-theme';

class ThemeState {
  chosen = $state<Theme>('system');
  #system = $state(false);

  dark = $derived(this.chosen === 'system' ? this.#system : this.chosen === 'dark');

  start(): void {
    const media = matchMedia('(prefers-color-scheme: dark)');
    this.#system = media.matches;
    media.addEventListener('change', (event) => (this.#system = event.matches));
    try {
      const kept = localStorage.getItem(KEY);
      if (kept === 'light' || kept === 'dark') this.chosen = kept;
    } catch {
      // Without storage the choice lasts as long as the page.
    }
    this.#show();
  }

  next(): void {
    this.chosen = this.chosen === 'system' ? (this.#system ? 'light' : 'dark') : this.chosen === 'light' ? 'dark' : 'light';
    try {
      localStorage.setItem(KEY, this.chosen);
    } catch {
      // As above.
    }
    this.#show();
  }

  #show(): void {
    if (this.chosen === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.chosen;
  }
}

export const theme = new ThemeState();

export function stillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
