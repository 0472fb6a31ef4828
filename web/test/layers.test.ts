import { expect, it } from 'vitest';
import { findings } from '../src/lib/layers';
import type { Reading } from '../src/lib/types';

const span = (start: number, end: number, quote: string) => ({ start, end, quote });

const reading: Reading = {
  document: { id: 'sha256:0', title: null, published: null, language: 'en' },
  sentences: [],
  times: [{ id: 't1', span: span(30, 36, 'Monday'), type: 'DATE', value: '2026-03-09', from: '2026-03-09', to: '2026-03-09' }],
  places: [{ id: 'p1', name: 'Koro', kind: 'city', country: 'MLI', precision: 'exact', mentions: [span(22, 26, 'Koro')] }],
  actors: [{ id: 'a1', name: 'gunmen', kind: 'unknown', country: null, mentions: [span(0, 6, 'Gunmen')] }],
  events: [
    {
      id: 'e1',
      type: { plover: 'ASSAULT', mode: null },
      status: 'attempted',
      when: { from: '2026-03-09', to: '2026-03-09', precision: 'day' },
      where: [{ place: 'p1' }],
      participants: [{ role: 'initiator', kind: 'unknown', actor: 'a1', span: span(0, 6, 'Gunmen') }],
      casualties: [{ kind: 'killed', low: 3, best: 3, high: null, source: 'outlet', span: span(40, 47, '3 dead') }],
      assertions: [],
      evidence: [span(7, 15, 'attacked'), span(0, 60, '...')],
    },
  ],
  claims: [{ id: 'c1', source: null, content: span(0, 20, '...'), kind: 'report' }],
  links: [{ type: 'disputes', from: 'c2', to: 'c1' }],
  relations: [],
  outlook: [],
};

it('says in a few words what each layer found', () => {
  expect(findings(reading).map((own) => `${own.layer} ${own.name} | ${own.note}`)).toEqual([
    'times 9 Mar 2026 | date 2026-03-09',
    'places Koro | city, Mali, named place',
    'actors gunmen | ',
    'events Assault | “attacked” · attempted · 9 Mar 2026 · Koro · gunmen → nobody named',
    'tolls at least 3 killed | says the article itself',
    'claims somebody unnamed | report, disputed',
  ]);
});
