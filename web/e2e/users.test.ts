// Where the server has users: who may look, who may decide.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { axe } from './axe';
import { Desk, ingest, settled, users } from './harness';

// Invented, as all here: a victim, and a relative who speaks.
const REPORT = {
  id: 'koro-1',
  title: 'Gunmen kill Bakary Zongotoro in Koro',
  publisher: 'Lakeside Wire',
  published: '2026-03-10',
  url: 'https://wire.example/gunmen-kill-bakary-zongotoro',
  text: 'Gunmen killed Bakary Zongotoro, a farmer, in Koro, Mali, on Monday. “They shot him at his door,” said his sister Mariama Zongotoro, 34. Gunmen of the Sahel Dawn Front also abducted the trader Issouf Wendelamba near Koro on Monday, the mayor said.',
};
const SECRETS = ['Zongotoro', 'Bakary', 'Wendelamba', 'Issouf', 'Mariama'];

let desk: Desk;
const folder = mkdtempSync(join(tmpdir(), 'dateline-users-'));

beforeAll(async () => {
  const file = join(folder, 'users.toml');
  users(file, ['rita', 'reader'], ['cora', 'coder']);
  const record = ingest(folder, { 'reports.jsonl': `${JSON.stringify(REPORT)}\n` });
  desk = await Desk.start(record, ['--users', file]);
});

afterAll(async () => {
  await desk?.stop();
  rmSync(folder, { recursive: true });
});

async function enter(page: Page, name: string, password = `${name}-${name}-word`): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
}

describe('users', () => {
  it('asks who is there, refuses a wrong password, and lets a coder decide', async () => {
    const page = await desk.open('/');
    await page.getByRole('heading', { name: 'Who is reading?' }).waitFor();
    expect(await axe(page)).toEqual([]);
    await enter(page, 'cora', 'wrong');
    await page.locator('form [role=alert]').waitFor();
    await enter(page, 'cora');
    await page.locator('section.table tbody tr').first().waitFor();
    await page.getByText('cora, coder').waitFor();
    await page.locator('a.what').first().click();
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.locator('aside.incident .tag.accepted').waitFor();
    await page.getByRole('button', { name: 'Undo the last' }).click();
    await page.locator('aside.incident .title .tag.unreviewed').waitFor();
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('heading', { name: 'Who is reading?' }).waitFor();
    await page.context().close();
  });

  it('shows a reader everything but what decides', async () => {
    const page = await desk.open('/');
    await enter(page, 'rita');
    await page.locator('a.what').first().click();
    await page.getByText('You may read, not decide').waitFor();
    expect(await page.getByRole('button', { name: /Accept|Reject|Correct/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Export' }).click();
    expect(await page.getByText('With rows that no person has accepted').count()).toBe(0);
    await page.context().close();
  });

  it('shows a reader no private names in any view, and a coder all', async () => {
    for (const [name, sees] of [['rita', false], ['cora', true]] as const) {
      const page = await desk.open('/');
      await enter(page, name);
      await page.locator('a.what').first().waitFor();
      let all = '';
      for (const view of ['incidents', 'actors', 'claims', 'outlook', 'articles', 'review']) {
        await page.goto(`${desk.base}/?view=${view}`);
        await settled(page);
        if (view === 'incidents') {
          await page.locator('a.what').first().click();
          await page.locator('aside.incident h3', { hasText: 'account' }).waitFor();
        }
        all += await page.locator('#page').innerHTML();
      }
      for (const secret of SECRETS) expect(all.includes(secret), `${secret} for ${name}`).toBe(sees);
      if (!sees) expect(all).toContain('[name]');
      await page.context().close();
    }
  });

  it('lets nobody guess on and on', async () => {
    const page = await desk.open('/');
    await page.getByRole('heading', { name: 'Who is reading?' }).waitFor();
    for (let turn = 0; turn < 8; turn++) {
      await enter(page, 'cora', `guess ${turn}`);
      await page.waitForTimeout(300);
    }
    await page.locator('form [role=alert]', { hasText: 'too many attempts' }).waitFor();
    await page.context().close();
  });
});
