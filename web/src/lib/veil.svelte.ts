// Whoever reviews is spared: words of torture, rape and mutilation are veiled until asked for, and after some of them a pause is
// offered. Nothing of it is kept: a page that is opened anew veils all.

/** After how many graphic reports a pause is offered. */
export const PAUSE_AFTER = 8;

export class Veil {
  #lifted = $state.raw<ReadonlySet<string>>(new Set());
  /** Those that were looked at since the last pause: each counts once. */
  #seen = new Set<string>();
  /** Whether a pause is offered now. */
  pausing = $state(false);

  isLifted(what: string): boolean {
    return this.#lifted.has(what);
  }

  lift(what: string): void {
    this.#lifted = new Set([...this.#lifted, what]);
    this.#seen.add(what);
    this.pausing = this.#seen.size >= PAUSE_AFTER;
  }

  lower(what: string): void {
    this.#lifted = new Set([...this.#lifted].filter((own) => own !== what));
  }

  toggle(what: string): void {
    if (this.isLifted(what)) this.lower(what);
    else this.lift(what);
  }

  /** After a pause all is veiled again, and counted from nothing. */
  goOn(): void {
    this.#lifted = new Set();
    this.#seen.clear();
    this.pausing = false;
  }
}

export const veil = new Veil();
