// What outsiders write (headlines, texts, feeds, pages, names of actors, addresses, names of files) goes through the real program into
// a record and onto the page. None of it may run, and none of it may be more than words. Nor may what people write who decide.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { Desk, ingest, settled } from './harness';

const PAYLOADS = [
  '<img src=x onerror=window.struck=1>',
  '<script>window.struck=1</script>',
  '"><svg onload=window.struck=1>',
  "'-window.struck=1-'",
  'javascript:window.struck=1',
  '{{constructor.constructor("window.struck=1")()}}',
  '${window.struck=1}',
  '</textarea></title></style></script><iframe srcdoc="<script>parent.struck=1</script>">',
];
const escaped = (words: string) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const story = (payload: string, n: number) =>
  `Gunmen of the ${payload} Front killed ${n} farmers in Koro, Mali, on Monday, ${payload} said. The army denied that its soldiers had killed farmers in Koro on Monday.\n\n${payload}\n\nPolice arrested Amadou ${payload} in Bamako, Mali, on Sunday. Aid workers of ${payload} fear that fighters will attack Koro next week.`;

/** As a line of JSON, in every field that a source fills. */
const lines = PAYLOADS.map((payload, n) =>
  JSON.stringify({ id: `${payload}-${n}`, title: `${payload} kills ${n + 2}`, publisher: `${payload} Wire`, published: '2026-03-10', url: `https://news.example/${n}?${payload}`, text: story(payload, n + 2) }),
).join('\n');

/** As a feed: bare in what must be text, escaped once and twice in what may be HTML. */
const feed = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>${escaped(PAYLOADS[0]!)} Feed</title>
${PAYLOADS.map(
  (payload, n) => `<item><title>${escaped(escaped(payload))} feed ${n}</title><link>${n % 2 ? `javascript:window.struck=${n}` : `https://feed.example/${n}`}</link>
<content:encoded><![CDATA[<p>${payload.replaceAll(']]>', '')}</p><p>${escaped(story(payload, n + 20))}</p>]]></content:encoded><pubDate>Tue, 10 Mar 2026 08:30:00 GMT</pubDate></item>`,
).join('\n')}
</channel></rss>`;

const page = `<!doctype html><html><head><title>${escaped(PAYLOADS[0]!)} page</title><meta name="author" content="&quot;&gt;&lt;svg onload=window.struck=1&gt;"></head><body><article><h1>${escaped(PAYLOADS[2]!)}</h1>${PAYLOADS.map((payload, n) => `<p>${escaped(story(payload, n + 40))}</p>`).join('')}${PAYLOADS[0]}${PAYLOADS[1]}</article></body></html>`;

let desk: Desk;
const folder = mkdtempSync(join(tmpdir(), 'dateline-hostile-'));

beforeAll(async () => {
  const record = ingest(folder, { 'lines.jsonl': `${lines}\n`, 'feed.rss': feed, '"><img src=x onerror=window.struck=1>.html': page, 'plain.txt': PAYLOADS.map((payload, n) => story(payload, n + 60)).join('\n\n') });
  desk = await Desk.start(record, ['--as', PAYLOADS[0]!]);
});

afterAll(async () => {
  await desk?.stop();
  rmSync(folder, { recursive: true });
});

async function unharmed(page: Page): Promise<void> {
  await settled(page);
  expect(await page.evaluate(() => (window as unknown as { struck?: number }).struck)).toBeUndefined();
  expect(await page.locator('#page img, #page script, #page iframe, #page svg[onload], #page [onerror], #page a[href^="javascript:" i]').count()).toBe(0);
}

describe('hostile sources', () => {
  it('become words in a list of reports, in each report and in its layers', async () => {
    const page = await desk.open('/?view=articles&layers=events,actors,places,times,tolls,claims,outlook');
    await unharmed(page);
    const all = page.locator('nav[aria-label="Reports"] a');
    const n = await all.count();
    expect(n).toBeGreaterThan(PAYLOADS.length * 2);
    const shown = await page.locator('nav[aria-label="Reports"]').textContent();
    for (const payload of PAYLOADS.slice(0, 3)) expect(shown).toContain(payload);
    for (let at = 0; at < n; at++) {
      await all.nth(at).click();
      await unharmed(page);
      expect(await page.locator('.article').textContent()).toContain('struck=1');
    }
    await page.context().close();
  });

  it('become words in every view, with what people decide about them', async () => {
    const page = await desk.open('/');
    await unharmed(page);
    await page.locator('a.what').first().click();
    const panel = page.locator('aside.incident');
    for (const [field, value] of [['who', PAYLOADS[0]!], ['to whom', PAYLOADS[2]!], ['place', PAYLOADS[1]!]] as const) {
      await panel.getByRole('button', { name: `Correct ${field}`, exact: true }).click();
      await panel.locator('form input').first().fill(value);
      await panel.locator('form').getByPlaceholder('Why').fill(PAYLOADS[3]!);
      await page.keyboard.press('Enter');
      await panel.locator('.field-row strong', { hasText: value }).waitFor();
      await unharmed(page);
    }
    const id = new URL(page.url()).searchParams.get('incident')!;
    for (const view of ['incidents', 'actors', 'claims', 'outlook', 'review']) {
      await page.goto(`${desk.base}/?view=${view}&incident=${id}`);
      await unharmed(page);
      expect(await page.locator('#page').textContent()).toContain('window.struck=1');
    }
    await page.goto(`${desk.base}/?view=actors`);
    await settled(page);
    await page.locator('.ties button', { hasText: PAYLOADS[0]! }).first().click();
    await unharmed(page);
    await page.context().close();
  });

  it('are words in addresses too', async () => {
    for (const payload of PAYLOADS) {
      const word = encodeURIComponent(payload);
      const page = await desk.open(`/?q=${word}&actor=${word}&type=${word}&speaker=${word}&incident=${word}&layers=${word}&view=claims`);
      await unharmed(page);
      await page.context().close();
    }
  });

  it('asked nobody else, and ran into the policy nowhere', () => {
    expect([...new Set(desk.asked.map((url) => new URL(url)).filter((url) => url.origin !== desk.base && !['data:', 'blob:'].includes(url.protocol)).map(String))]).toEqual([]);
    expect(desk.complaints.filter((words) => !/status of 4\d\d/.test(words))).toEqual([]);
  });
});

describe('news', () => {
  it('comes onto an open page by itself, and leaves alone what is being typed', async () => {
    const page = await desk.open('/');
    await settled(page);
    await page.locator('a.what').first().click();
    await page.getByRole('button', { name: 'Correct place', exact: true }).click();
    const form = page.locator('aside.incident form input').first();
    await form.fill('half a na');
    const n = async () => Number((await page.locator('section.table h2').textContent())!.replace(/\D/g, ''));
    const before = await n();
    ingest(folder, { 'news.jsonl': `${JSON.stringify({ id: 'news', title: 'A blast', publisher: 'Harbour Report', published: '2026-04-02', text: 'A bomb killed six traders in Quetta, Pakistan, on 1 April 2026, the police said.' })}\n` });
    await expect.poll(n, { timeout: 20_000 }).toBe(before + 1);
    await settled(page);
    expect(await form.inputValue()).toBe('half a na');
    await page.context().close();
  });
});
