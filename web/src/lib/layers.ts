// The layers of a reading as spans of its article: what the reader shows, one layer or several at a time.

import { countryName } from './countries';
import type { Reading, Span } from './types';
import { days, lower, precision, title, toll, typeName, voice } from './words';

export type LayerKey = 'times' | 'places' | 'actors' | 'events' | 'tolls' | 'claims' | 'outlook';

/** One thing that a layer found, with all words that tell of it. */
export interface Finding {
  layer: LayerKey;
  id: string;
  /** In a few words. */
  name: string;
  note: string;
  spans: { start: number; end: number; role: string }[];
}

export const LAYERS: { key: LayerKey; name: string }[] = [
  { key: 'times', name: 'Times' },
  { key: 'places', name: 'Places' },
  { key: 'actors', name: 'Actors' },
  { key: 'events', name: 'Events' },
  { key: 'tolls', name: 'Tolls' },
  { key: 'claims', name: 'Claims' },
  { key: 'outlook', name: 'Outlook' },
];

export function findings(reading: Reading): Finding[] {
  const out: Finding[] = [];
  const actors = new Map(reading.actors.map((actor) => [actor.id, actor.name]));
  const places = new Map(reading.places.map((place) => [place.id, place.name]));
  const who = (id: string | null | undefined) => (!id ? 'somebody unnamed' : (actors.get(id) ?? voice(id)));
  const at = (role: string, ...spans: (Span | null | undefined)[]) =>
    spans.flatMap((span) => (span ? [{ start: span.start, end: span.end, role }] : []));

  for (const time of reading.times) {
    const value = time.from || time.to ? days(time.from, time.to) : time.value;
    out.push({ layer: 'times', id: time.id, name: value, note: `${lower(time.type)} ${time.value}`, spans: at('mention', time.span) });
  }
  for (const place of reading.places) {
    const note = [place.kind === 'unknown' ? '' : lower(place.kind), place.country ? countryName(place.country) : '', precision(place.precision)];
    out.push({ layer: 'places', id: place.id, name: place.name, note: note.filter(Boolean).join(', '), spans: at('mention', ...place.mentions) });
  }
  for (const actor of reading.actors) {
    const note = [actor.kind === 'unknown' ? '' : lower(actor.kind), actor.office ?? '', actor.country ? countryName(actor.country) : ''];
    out.push({ layer: 'actors', id: actor.id, name: actor.name, note: note.filter(Boolean).join(', '), spans: at('mention', ...actor.mentions) });
  }
  for (const event of reading.events) {
    const side = (role: string) => event.participants.filter((own) => own.role === role).map((own) => (own.actor ? who(own.actor) : (own.span?.quote ?? '')));
    const sides = [side('initiator').join(', '), side('recipient').join(', ')];
    const note = [
      event.evidence[0] ? `“${event.evidence[0].quote}”` : '',
      event.status === 'happened' ? '' : event.status,
      event.when ? days(event.when.from, event.when.to) : 'no date',
      event.where.map((own) => places.get(own.place) ?? '').filter(Boolean).join('; '),
      sides[0] || sides[1] ? `${sides[0] || 'nobody named'} → ${sides[1] || 'nobody named'}` : side('party').join(' and '),
    ];
    out.push({
      layer: 'events',
      id: event.id,
      name: typeName(event.type.plover, event.type.mode),
      note: note.filter(Boolean).join(' · '),
      spans: [...at('trigger', event.evidence[0]), ...at('clause', ...event.evidence.slice(1))],
    });
    for (const [index, casualties] of event.casualties.entries()) {
      out.push({
        layer: 'tolls',
        id: `${event.id}.${index}`,
        name: `${toll(casualties)} ${lower(casualties.kind)}`,
        note: `says ${who(casualties.source)}`,
        spans: at('mention', casualties.span),
      });
    }
  }
  for (const claim of reading.claims) {
    const disputed = reading.links.some((link) => link.type === 'disputes' && (link.from === claim.id || link.to === claim.id));
    out.push({
      layer: 'claims',
      id: claim.id,
      name: who(claim.source),
      note: [lower(claim.kind), claim.direct ? 'in their own words' : '', disputed ? 'disputed' : ''].filter(Boolean).join(', '),
      spans: [...at('content', claim.content), ...at('speaker', claim.source_span), ...at('cue', claim.cue)],
    });
  }
  for (const one of reading.outlook) {
    const until = one.horizon && (one.horizon.from || one.horizon.to) ? days(one.horizon.from, one.horizon.to) : '';
    out.push({
      layer: 'outlook',
      id: one.id,
      name: who(one.speaker),
      note: [title(one.modality).toLowerCase(), one.polarity === 'negative' ? 'will not be' : '', until].filter(Boolean).join(', '),
      spans: at('content', one.evidence),
    });
  }
  return out;
}
