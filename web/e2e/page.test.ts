// What a person does with the page, in a real browser against the real program and its invented record.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { axe } from './axe';
import { Desk, settled } from './harness';

let desk: Desk;

beforeAll(async () => {
  desk = await Desk.start();
});

afterAll(async () => {
  await desk?.stop();
});

const VIEWS = ['incidents', 'actors', 'claims', 'outlook', 'articles', 'review', 'read'];

const rows = (page: Page) => page.locator('section.table tbody tr');

/** The incident that most reports tell of. */
async function openFirst(page: Page): Promise<void> {
  await page.getByLabel('Order').selectOption('-sources');
  await settled(page);
  await page.locator('a.what').first().click();
  await page.locator('aside.incident h3', { hasText: 'account' }).waitFor();
}

describe('the first five minutes', () => {
  it('opens map, timeline and table; an incident with its accounts side by side; corrects it in place; exports it', async () => {
    const page = await desk.open('/');
    await settled(page);
    expect(await rows(page).count()).toBeGreaterThan(10);
    expect(await page.locator('.map canvas').evaluate((canvas: HTMLCanvasElement) => canvas.width)).toBeGreaterThan(300);
    expect(await page.locator('.timeline rect.n').count()).toBeGreaterThan(5);
    await desk.picture(page, 'incidents');

    await openFirst(page);
    const panel = page.locator('aside.incident');
    expect(await panel.locator('article').count()).toBeGreaterThan(1);
    for (const article of await panel.locator('article').all()) {
      expect(await article.locator('mark[data-role="trigger"]').count()).toBeGreaterThan(0);
    }
    await panel.getByText('Toll, and who says so').waitFor();
    await panel.getByText('Why these are one incident').waitFor();
    await panel.getByText('Not reviewed').first().waitFor();
    await desk.picture(page, 'incident');

    for (const [name, value, shown] of [
      ['date', '2026-03-08', '8 Mar 2026'],
      ['place', 'Seytenga', 'Seytenga'],
      ['who', 'Sahel Dawn Front', 'Sahel Dawn Front'],
    ] as const) {
      await panel.getByRole('button', { name: `Correct ${name}`, exact: true }).click();
      const form = panel.locator('form');
      await form.locator('input').first().fill(value);
      await form.getByPlaceholder('Why').fill('the later report says so');
      await page.keyboard.press('Enter');
      await panel.locator('.field-row', { hasText: 'corrected by Ann' }).filter({ hasText: shown }).waitFor();
    }
    await desk.picture(page, 'corrected');
    await panel.getByRole('button', { name: 'Correct type' }).click();
    await panel.locator('form select').selectOption('PROTEST');
    await panel.getByRole('button', { name: 'Save' }).click();
    await panel.locator('[data-field="type"]', { hasText: 'corrected by Ann' }).waitFor();

    // It stays.
    await page.reload();
    await panel.locator('[data-field="place"]', { hasText: 'Seytenga' }).waitFor();
    await panel.locator('[data-field="type"]', { hasText: 'Protest' }).waitFor();
    expect(await panel.locator('.decisions li').count()).toBe(4);

    await panel.getByRole('button', { name: 'Accept' }).click();
    await panel.locator('.title .tag.accepted').waitFor();

    await page.getByRole('button', { name: 'Export' }).click();
    // It says what such a file does not show.
    const dialog = page.getByRole('dialog', { name: 'Export' });
    await dialog.getByText('1 row from', { exact: false }).waitFor();
    await dialog.getByText('not reviewed by a person').waitFor();
    await dialog.getByText('replaced by the part they play').waitFor();
    await dialog.getByLabel('With rows that no person has accepted').check();
    await dialog.getByText('reviewed by nobody').waitFor();
    await dialog.getByText('told as background, denied or not to have happened').waitFor();
    await dialog.getByText('without coordinates: no more is known than an area').waitFor();
    await desk.picture(page, 'export');
    const [note] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Save the note' }).click()]);
    expect(readFileSync(await note.path(), 'utf8')).toContain('## Purpose and limits');
    await dialog.getByLabel('With rows that no person has accepted').uncheck();
    await dialog.getByText('1 row from', { exact: false }).waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Save the file' }).click()]);
    expect(file.suggestedFilename()).toMatch(/acled.*\.csv$/);
    const lines = readFileSync(await file.path(), 'utf8').trim().split('\n');
    expect(lines[0]).toContain('event_id_cnty');
    expect(lines.length).toBe(2); // what a person accepted, and nothing else
    expect(lines[1]).toContain('2026-03-08');
    await page.context().close();
  });

  it('takes an account out of an incident, and puts it back', async () => {
    const page = await desk.open('/?q=drone');
    await settled(page);
    await openFirst(page);
    const panel = page.locator('aside.incident');
    // In its place may come what else the same report tells.
    const accounts = () => panel.locator('.accounts').innerText();
    const before = await accounts();
    await panel.getByRole('button', { name: 'Another incident' }).last().click();
    await panel.locator('.decisions li', { hasText: 'split' }).waitFor();
    await expect.poll(accounts, { timeout: 15_000 }).not.toBe(before);
    await panel.getByRole('button', { name: 'Undo the last' }).click();
    await expect.poll(accounts, { timeout: 15_000 }).toBe(before);
    await page.context().close();
  });

  it('makes two incidents one, and undoes it', async () => {
    const page = await desk.open('/?q=fuel');
    await settled(page);
    const before = await rows(page).count();
    await openFirst(page);
    const panel = page.locator('aside.incident');
    const accounts = async () => Number((await panel.locator('section[aria-label="Accounts"] h3').textContent())!.match(/\d+/)![0]);
    const first = await accounts();
    const title = await panel.locator('.title h2').textContent();
    await panel.getByRole('button', { name: 'Merge with…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Merge with another incident' });
    await dialog.getByText(title!).waitFor();
    const offered = dialog.locator('label.other');
    await offered.first().waitFor();
    // The focus is in the search; what it finds goes before what lies near in time.
    await page.keyboard.type('fuel');
    await expect.poll(async () => (await offered.allTextContents()).length, { timeout: 15_000 }).toBeGreaterThan(0);
    expect(await dialog.getByRole('button', { name: 'Merge them' }).isDisabled()).toBe(true);
    await page.waitForTimeout(400);
    await offered.first().click();
    await dialog.getByLabel('Why').fill('one march, told twice');
    await desk.picture(page, 'merge');
    await dialog.getByRole('button', { name: 'Merge them' }).click();
    await dialog.waitFor({ state: 'detached' });
    await panel.locator('.decisions li', { hasText: 'one march, told twice' }).waitFor();
    expect(await accounts()).toBeGreaterThan(first);
    await expect.poll(() => rows(page).count(), { timeout: 15_000 }).toBe(before - 1);
    await panel.getByRole('button', { name: 'Undo the last' }).click();
    await expect.poll(() => rows(page).count(), { timeout: 15_000 }).toBe(before);
    await page.context().close();
  });

  it('says what is wrong with a correction that cannot be', async () => {
    const page = await desk.open('/');
    await settled(page);
    await openFirst(page);
    const panel = page.locator('aside.incident');
    await panel.getByRole('button', { name: 'Correct date' }).click();
    await panel.locator('form input').first().fill('someday');
    await page.keyboard.press('Enter');
    expect(await panel.getByRole('alert').textContent()).toContain('2026-04-25');
    await page.context().close();
  });
});

describe('one query, in the address', () => {
  it('narrows all views, survives a reload, and goes back', async () => {
    const page = await desk.open('/');
    await settled(page);
    const all = await rows(page).count();
    await page.locator('.facets label', { hasText: /^\s*Protest/ }).click();
    await settled(page);
    expect(new URL(page.url()).searchParams.get('type')).toBe('PROTEST');
    const some = await rows(page).count();
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(all);
    await page.reload();
    await settled(page);
    expect(await rows(page).count()).toBe(some);
    // The condition goes along to other views, and can be taken off there.
    await page.getByRole('link', { name: 'Claims' }).click();
    await settled(page);
    expect(new URL(page.url()).searchParams.get('type')).toBe('PROTEST');
    await page.goBack();
    await page.goBack();
    await settled(page);
    expect(new URL(page.url()).searchParams.get('type')).toBeNull();
    expect(await rows(page).count()).toBe(all);
    await page.context().close();
  });

  it('searches the words of reports', async () => {
    const page = await desk.open('/');
    await settled(page);
    const all = await rows(page).count();
    await page.keyboard.press('/');
    await page.keyboard.type('market');
    await page.waitForURL(/q=market/);
    await settled(page);
    const found = await rows(page).count();
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThan(all);
    await page.getByRole('button', { name: 'Clear all' }).click();
    await settled(page);
    expect(await rows(page).count()).toBe(all);
    await page.context().close();
  });

  it('takes a stretch of days from the timeline, by pointer and by keyboard', async () => {
    const page = await desk.open('/');
    await settled(page);
    const box = (await page.locator('.timeline svg').boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.3, box.y + 30);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 30, { steps: 5 });
    await page.mouse.up();
    await page.waitForURL(/from=.*to=/);
    const before = new URL(page.url()).searchParams.get('from')!;
    await page.getByRole('slider', { name: 'First day shown' }).focus();
    await page.keyboard.press('ArrowLeft');
    await settled(page);
    expect(new URL(page.url()).searchParams.get('from')! < before).toBe(true);
    await page.context().close();
  });

  it('makes a part of the map a condition', async () => {
    const page = await desk.open('/?at=12,-1,4.5');
    await settled(page);
    const all = await page.locator('section.table h2').textContent();
    await page.getByRole('button', { name: 'Only this part' }).click();
    await page.waitForURL(/bbox=/);
    await settled(page);
    expect(await page.locator('section.table h2').textContent()).not.toBe(all);
    await page.getByRole('button', { name: 'Farther' }).click();
    await settled(page);
    await desk.picture(page, 'map');
    await page.context().close();
  });

  it('opens with a mistyped address, and says so where nothing fits', async () => {
    const page = await desk.open('/?view=nowhere&from=yesterday&dead=many&q=zzzzqqqq');
    await settled(page);
    await page.getByText('No incidents fit what you asked for.').waitFor();
    await page.goto(`${desk.base}/?incident=i000000000000`);
    await page.locator('aside.incident [role=alert]').waitFor();
    await page.context().close();
  });
});

describe('the review queue, by keyboard alone', () => {
  it('accepts, rejects, corrects, skips and undoes', async () => {
    const page = await desk.open('/');
    await settled(page);
    await page.getByRole('link', { name: 'Review' }).focus();
    await page.keyboard.press('Enter');
    await settled(page);
    const title = () => page.locator('.review .title h2').textContent();
    const left = async () => Number((await page.locator('.queue h2').textContent())!.replace(/\D/g, ''));
    const begin = await left();
    const first = await title();
    await desk.picture(page, 'review');

    await page.keyboard.press('a');
    await page.getByText(`Accepted: ${first}`).waitFor();
    await page.waitForFunction((n) => Number(document.querySelector('.queue h2')!.textContent!.replace(/\D/g, '')) === n, begin - 1);
    await settled(page);
    const second = await title();
    expect(second).not.toBe(null);

    await page.keyboard.press('r');
    await page.getByText(`Rejected: ${second}`).waitFor();
    await page.waitForFunction((n) => Number(document.querySelector('.queue h2')!.textContent!.replace(/\D/g, '')) === n, begin - 2);

    await page.keyboard.press('u');
    await page.getByText(`Undone. Rejected: ${second}`).waitFor();
    await page.waitForFunction((n) => Number(document.querySelector('.queue h2')!.textContent!.replace(/\D/g, '')) === n, begin - 1);
    await settled(page);
    expect(await title()).toBe(second);

    await page.keyboard.press('s');
    await settled(page);
    expect(await page.locator('.queue li').filter({ has: page.locator('[aria-current]') }).count()).toBe(1);

    await page.keyboard.press('c');
    await page.getByText('Correct which?').waitFor();
    await page.keyboard.press('3');
    await page.locator('.field-row[data-field="place"] input').first().waitFor();
    await page.keyboard.type('Kaya');
    await page.keyboard.press('Enter');
    await page.locator('.field-row[data-field="place"]', { hasText: 'corrected by Ann' }).waitFor();

    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
    await page.keyboard.press('j');
    await settled(page);
    await page.keyboard.press('k');
    await settled(page);
    await page.context().close();
  });
});

describe('views', () => {
  it('shows actors and what passed between them, with the words each tie rests on', async () => {
    const page = await desk.open('/?view=actors');
    await settled(page);
    expect(await page.locator('.ties li').count()).toBeGreaterThan(3);
    await page.waitForFunction(() => document.querySelectorAll('.graph canvas').length > 2);
    await desk.picture(page, 'actors');
    // Every tie has words to show.
    const n = Math.min(12, await page.locator('.ties button').count());
    for (let at = 0; at < n; at++) {
      await page.locator('.ties button').nth(at).click();
      await page.locator('.evidence li .words, .evidence li mark').first().waitFor();
      await page.getByRole('button', { name: 'All ties' }).click();
    }
    await page.context().close();
  });

  it('shows who says what, and disputed pairs', async () => {
    const page = await desk.open('/?view=claims');
    await settled(page);
    expect(await page.locator('.claims tbody tr').count()).toBeGreaterThan(5);
    expect(await page.locator('.pairs li').count()).toBeGreaterThan(0);
    await desk.picture(page, 'claims');
    for (const pair of await page.locator('.pairs li').all()) expect(await pair.locator('blockquote').count()).toBe(2);
    await page.locator('.claims tbody a.about').first().click();
    await page.locator('aside.incident .title h2').waitFor();
    await page.getByRole('button', { name: 'Close the incident' }).click();
    await page.context().close();
  });

  it('shows what was expected, and how it turned out', async () => {
    const page = await desk.open('/?view=outlook');
    await settled(page);
    expect(await page.locator('.outlook tbody tr').count()).toBeGreaterThan(0);
    await desk.picture(page, 'outlook');
    // What came names the incident that did.
    const came = page.locator('.outlook tr', { hasText: 'It came' }).locator('.came-of a').first();
    const words = (await came.textContent())!;
    await came.click();
    const title = (await page.locator('aside.incident .title h2').textContent())!;
    expect(words).toContain(title);
    await page.context().close();
  });

  it('reads an article layer by layer', async () => {
    const page = await desk.open('/?view=articles');
    await settled(page);
    const text = await page.locator('.article').textContent();
    expect(text!.length).toBeGreaterThan(100);
    const spans = await page.locator('.article .span').count();
    await page.keyboard.press('4');
    await page.waitForURL(/layers=/);
    expect(await page.locator('.article .span').count()).not.toBe(spans);
    // Marking takes nothing from the words and adds nothing to them.
    expect((await page.locator('.article').textContent())!.replace(/\s+/g, ' ')).toBe(text!.replace(/\s+/g, ' '));
    await page.locator('.found li button').first().click();
    await page.locator('.article .picked').first().waitFor();
    await page.locator('.articles nav a', { hasText: 'attack on market' }).first().click();
    await settled(page);
    for (const layer of ['4', '5', '6']) await page.keyboard.press(layer);
    await page.locator('.found li button', { hasText: '“killing”' }).first().click();
    await desk.picture(page, 'article');
    await page.context().close();
  });

  it('reads a pasted text at once; offsets hold beyond the first plane', async () => {
    const page = await desk.open('/?view=read');
    await page.getByLabel('The article').fill('KORO, Mali 🔥😀 - Gunmen killed 12 people near the town of Koro on Monday, the army said. <img src=x onerror=alert(1)>');
    await page.keyboard.press('Control+Enter');
    await page.locator('.article').waitFor();
    const marked = await page.locator('.article .span').allTextContents();
    expect(marked).toContain('Gunmen');
    expect(marked).toContain('killed');
    expect(await page.locator('.article img').count()).toBe(0);
    await page.getByLabel('The article').fill('At least nine people were killed on Monday when gunmen attacked a bus near Gao in northern Mali, local officials said. The army denied that soldiers had been at the place. Aid workers fear that thousands will flee if the road stays closed.');
    await page.getByLabel('Published').fill('2026-03-10');
    await page.getByRole('button', { name: 'Read', exact: true }).click();
    await page.locator('.article', { hasText: 'nine people' }).waitFor();
    await desk.picture(page, 'read');
    await page.context().close();
  });
});

describe('for all eyes and hands', () => {
  for (const scheme of ['light', 'dark'] as const) {
    for (const view of VIEWS) {
      it(`axe finds nothing: ${view}, ${scheme}`, async () => {
        const page = await desk.open(`/?view=${view}`, { colorScheme: scheme });
        await settled(page);
        expect(await axe(page)).toEqual([]);
        await page.context().close();
      });
    }
    it(`axe finds nothing: two incidents being merged, ${scheme}`, async () => {
      const page = await desk.open('/', { colorScheme: scheme });
      await settled(page);
      await openFirst(page);
      await page.getByRole('button', { name: 'Merge with…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Merge with another incident' });
      await dialog.waitFor();
      expect(await axe(page)).toEqual([]);
      await page.keyboard.type('killed');
      await dialog.locator('label.other').first().click();
      expect(await axe(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await page.context().close();
    });
    it(`axe finds nothing: an incident, being corrected, ${scheme}`, async () => {
      const page = await desk.open('/', { colorScheme: scheme });
      await settled(page);
      await openFirst(page);
      await page.getByRole('button', { name: 'Correct status' }).click();
      expect(await axe(page)).toEqual([]);
      await page.getByRole('button', { name: 'Export' }).click();
      expect(await axe(page)).toEqual([]);
      await page.context().close();
    });
  }

  it('is dark where the system is, or where one wants it, and keeps that', async () => {
    const paper = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const page = await desk.open('/', { colorScheme: 'dark' });
    await settled(page);
    const dark = await paper(page);
    await desk.picture(page, 'dark');
    await page.getByRole('button', { name: /Theme/ }).click();
    const light = await paper(page);
    expect(light).not.toBe(dark);
    await page.reload();
    await settled(page);
    expect(await paper(page)).toBe(light);
    await page.context().close();
  });

  it('fits a telephone', async () => {
    const page = await desk.open('/', { viewport: { width: 390, height: 844 } });
    await settled(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.context().close();
  });
});

describe('hostile words', () => {
  const PAYLOADS = ['<img src=x onerror=window.struck=1>', '<script>window.struck=1</script>', '"><svg onload=window.struck=1>', 'javascript:window.struck=1', '{{constructor.constructor("window.struck=1")()}}', '\u202Edesrever'];
  const KEYS = new Set(['title', 'publisher', 'source_id', 'name', 'place', 'speaker', 'who', 'words', 'says', 'value', 'why', 'url', 'cue', 'quote', 'kind', 'raw']);
  let turn = 0;

  /** Words of others, made hostile; what the page computes with is left as it is. */
  function poison(value: unknown, key = ''): unknown {
    if (typeof value === 'string') return KEYS.has(key) ? `${PAYLOADS[turn++ % PAYLOADS.length]} ${value}` : value;
    if (Array.isArray(value)) return value.map((own) => (['initiators', 'recipients', 'reasons'].includes(key) && typeof own === 'string' ? `${PAYLOADS[turn++ % PAYLOADS.length]} ${own}` : poison(own, key)));
    if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([own, inner]) => [own, poison(inner, own)]));
    return value;
  }

  for (const view of VIEWS.filter((view) => view !== 'read')) {
    it(`are words and nothing else: ${view}`, async () => {
      const page = await desk.open('/?view=outlook');
      await page.route('**/api/v1/**', async (route) => {
        if (route.request().url().includes('/changes')) return route.continue();
        const response = await route.fetch();
        if (!response.headers()['content-type']?.includes('json')) return route.fulfill({ response });
        await route.fulfill({ response, json: poison(await response.json()) });
      });
      await page.goto(`${desk.base}/?view=${view}`);
      await settled(page);
      if (view === 'incidents') await openFirst(page);
      if (view === 'actors') await page.locator('.ties button').first().click();
      await settled(page);
      expect(await page.evaluate(() => (window as unknown as { struck?: number }).struck)).toBeUndefined();
      expect(await page.locator('#page img, #page script, #page iframe, #page svg[onload], #page a[href^="javascript:"]').count()).toBe(0);
      expect(await page.locator('#page').textContent()).toContain('window.struck=1');
      await page.context().close();
    });
  }
});

describe('at the end', () => {
  it('nobody else was asked', () => {
    expect([...new Set(desk.asked.map((url) => new URL(url)).filter((url) => url.origin !== desk.base && !['data:', 'blob:'].includes(url.protocol)).map(String))]).toEqual([]);
    expect(desk.asked.length).toBeGreaterThan(100);
  });

  it('the browser had nothing to complain of', () => {
    // Answers that are refusals on purpose are told of by the browser too.
    expect(desk.complaints.filter((words) => !/status of 4\d\d/.test(words))).toEqual([]);
  });
});
