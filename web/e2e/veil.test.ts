// Whoever reviews is spared: graphic words are veiled until asked for, by keyboard too, and a pause is offered.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axe } from './axe';
import { Desk, ingest, settled } from './harness';

const TOWNS = ['Mopti', 'Gao', 'Kano', 'Jos', 'Goma', 'Juba', 'Aleppo', 'Homs', 'Kharkiv', 'Lima'];
const reports = TOWNS.map((town, at) => ({
  id: `r${at}`,
  title: `Report from ${town}`,
  published: `2026-0${1 + (at % 9)}-1${at}`,
  text: `Soldiers tortured three farmers in ${town} on Monday, residents said.\n\nThe price of rice rose in the town's market.`,
}));
reports.push({ id: 'plain', title: 'Attack near Beni', published: '2025-03-10', text: 'Gunmen killed 14 villagers near Beni on Monday, the army said.' });

let folder: string;
let desk: Desk;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dateline-veil-'));
  desk = await Desk.start(ingest(folder, { 'reports.jsonl': reports.map((report) => JSON.stringify(report)).join('\n') }));
}, 60_000);
afterAll(async () => {
  await desk.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('graphic words', () => {
  it('are veiled in the review queue until asked for, and a pause is offered after some', async () => {
    const page = await desk.open('/?view=review');
    await settled(page);
    const graphic = page.locator('.queue li button', { hasText: 'graphic' });
    expect(await graphic.count()).toBe(TOWNS.length);
    await graphic.first().click();
    await settled(page);
    const accounts = page.locator('.accounts');
    expect(await accounts.textContent()).not.toContain('tortured');
    expect(await accounts.textContent()).toContain('Graphic words, veiled.');
    expect(await axe(page)).toEqual([]);
    await desk.picture(page, 'veiled');
    await page.keyboard.press('v');
    await accounts.getByText('tortured').first().waitFor();
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('v');
    await page.getByText('Graphic words, veiled.').first().waitFor();

    for (let at = 1; at < 8; at++) {
      await graphic.nth(at).click();
      await settled(page);
      expect(await page.getByRole('dialog').count()).toBe(0);
      await page.getByRole('button', { name: /Show/ }).press('Enter');
    }
    const pause = page.getByRole('dialog', { name: 'Time for a pause?' });
    await pause.waitFor();
    expect(await axe(page)).toEqual([]);
    await pause.getByRole('button', { name: 'Go on' }).click();
    await pause.waitFor({ state: 'detached' });
    expect(await accounts.textContent()).not.toContain('tortured');
    await page.context().close();
  });

  it('are veiled in an article, passage by passage', async () => {
    const page = await desk.open('/?view=articles');
    await settled(page);
    await page.locator('.articles nav a', { hasText: 'Report from Gao' }).click();
    await settled(page);
    const article = page.locator('.article');
    expect(await article.textContent()).toContain('price of rice');
    expect(await page.locator('.reader').textContent()).not.toContain('tortured');
    expect(await axe(page)).toEqual([]);
    await article.getByRole('button', { name: /Show/ }).press('Enter');
    await article.getByText('tortured').waitFor();
    await page.keyboard.press('v');
    await page.waitForFunction(() => !document.querySelector('.reader')!.textContent!.includes('tortured'));
    await page.context().close();
  });

  it('do not veil what only tells that people were killed', async () => {
    const page = await desk.open('/?view=articles');
    await settled(page);
    await page.locator('.articles nav a', { hasText: 'Attack near Beni' }).click();
    await page.locator('.article', { hasText: 'killed 14 villagers' }).waitFor();
    await page.context().close();
  });

  it('nobody else was asked, and the browser had nothing to complain of', () => {
    expect(desk.asked.filter((url) => !url.startsWith(desk.base))).toEqual([]);
    expect(desk.complaints).toEqual([]);
  });
});
