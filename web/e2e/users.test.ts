// Where the server has users: who may look, who may decide.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { axe } from './axe';
import { Desk, users } from './harness';

let desk: Desk;
const folder = mkdtempSync(join(tmpdir(), 'dateline-users-'));

beforeAll(async () => {
  const file = join(folder, 'users.toml');
  users(file, ['rita', 'reader'], ['cora', 'coder']);
  desk = await Desk.start(undefined, ['--users', file]);
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
});
