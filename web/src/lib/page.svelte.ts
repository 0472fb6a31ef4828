// The state of the page: what is asked, which view is open, what is selected. All of it is in the address bar.

import { setCsrf, get, address } from './api';
import { parameters, parse, type Query } from './query';
import type { About } from './types';

export const VIEWS = [
  { key: 'incidents', name: 'Incidents' },
  { key: 'actors', name: 'Actors' },
  { key: 'claims', name: 'Claims' },
  { key: 'outlook', name: 'Outlook' },
  { key: 'articles', name: 'Articles' },
  { key: 'review', name: 'Review' },
  { key: 'read', name: 'Read a text' },
] as const;

export type View = (typeof VIEWS)[number]['key'];

/** Parameters of single views, kept as they are. */
export interface Place {
  view: View;
  incident: string;
  document: string;
  sort: string;
  /** The map's middle and zoom: `lat,lon,zoom`. */
  at: string;
  speaker: string;
  stance: string;
  layers: string;
}

const PLACE = ['incident', 'document', 'sort', 'at', 'speaker', 'stance', 'layers'] as const;

function placeOf(parameters: URLSearchParams): Place {
  const wanted = parameters.get('view');
  const view = VIEWS.find((view) => view.key === wanted)?.key ?? 'incidents';
  const place: Place = { view, incident: '', document: '', sort: '', at: '', speaker: '', stance: '', layers: '' };
  for (const key of PLACE) place[key] = parameters.get(key) ?? '';
  return place;
}

class PageState {
  query = $state<Query>(parse(new URLSearchParams()));
  place = $state<Place>(placeOf(new URLSearchParams()));
  about = $state<About | null>(null);
  /** Counts the changes of the record that this page knows of; what shows data asks again when it grows. */
  version = $state(0);
  /** What was just done, for eyes and screen readers. */
  notice = $state<{ words: string; bad: boolean } | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** The query as the server takes it. */
  asked = $derived(parameters(this.query).toString());

  get mayDecide(): boolean {
    return !this.query.as_of && (this.about?.actions?.includes('correct') ?? this.about?.user?.role !== 'reader');
  }

  /** Whether this user may say which accounts are one. */
  get maySplit(): boolean {
    return this.mayDecide && (this.about?.actions?.includes('split') ?? false);
  }

  /** The address of a state. */
  href(place: Partial<Place>, query: Query = this.query): string {
    const out = parameters(query);
    const whole = { ...this.place, ...place };
    if (whole.view !== 'incidents') out.set('view', whole.view);
    for (const key of PLACE) if (whole[key]) out.set(key, whole[key]);
    const words = out.toString().replaceAll('%2C', ',');
    return words ? `?${words}` : location.pathname;
  }

  /** Takes the state from the address bar. */
  load(): void {
    const given = new URLSearchParams(location.search);
    this.query = parse(given);
    this.place = placeOf(given);
  }

  /** What makes an element a link to a place of this page: followed without loading it anew, unless another window is wanted. */
  link(place: Partial<Place>): { href: string; onclick: (event: MouseEvent) => void } {
    return {
      href: this.href(place),
      onclick: (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        this.go(place);
      },
    };
  }

  /** Goes to another place: a step that the back button undoes. */
  go(place: Partial<Place>, query?: Query): void {
    const href = this.href(place, query);
    if (query) this.query = query;
    Object.assign(this.place, place);
    if (href !== location.search) history.pushState(null, '', href);
  }

  /** Changes something small without a step. */
  touch(place: Partial<Place>): void {
    Object.assign(this.place, place);
    history.replaceState(null, '', this.href({}));
  }

  /** Asks otherwise. */
  ask(change: Partial<Query>, step = true): void {
    Object.assign(this.query, change);
    const href = this.href({});
    if (step) history.pushState(null, '', href);
    else history.replaceState(null, '', href);
  }

  say(words: string, bad = false): void {
    this.notice = { words, bad };
    clearTimeout(this.#timer);
    if (!bad) this.#timer = setTimeout(() => (this.notice = null), 6000);
  }

  async refreshAbout(): Promise<void> {
    const about = await get<About>(address('/record'));
    setCsrf(about.csrf);
    this.about = about;
  }

  /** Something changed in the record. */
  changed(): void {
    this.version += 1;
    void this.refreshAbout().catch(() => undefined);
  }
}

export const page = new PageState();
