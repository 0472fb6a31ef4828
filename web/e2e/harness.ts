// Starts `dateline serve` on a free port and a Chromium beside it.
//
// DATELINE_BIN      the program; else ../target/release/dateline
// CHROMIUM          the browser; else /usr/bin/chromium
// DATELINE_PICTURES a folder for pictures of each view; none are made where it is not set
//
// The program holds the page as it was when it was built. Where web/dist is newer, its files take the place of those that the
// program sends, under the headers (and so the policy) that the program sends.

import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';

const ROOT = resolve(import.meta.dirname, '..');
const BIN = process.env.DATELINE_BIN ?? resolve(ROOT, '../target/release/dateline');
const PICTURES = process.env.DATELINE_PICTURES;

const KINDS: Record<string, string> = { html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', json: 'application/json', svg: 'image/svg+xml' };

export class Desk {
  readonly asked: string[] = [];
  readonly complaints: string[] = [];

  private constructor(
    readonly base: string,
    private readonly server: ChildProcess,
    private readonly browser: Browser,
  ) {}

  /** With a record, that one; else the invented one. Without options, everybody is Ann. */
  static async start(record?: string, options: string[] = ['--as', 'Ann']): Promise<Desk> {
    const what = record ? [record] : ['--demo'];
    const server = spawn(BIN, ['serve', ...what, '--bind', '127.0.0.1:0', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
    const base = await new Promise<string>((done, fail) => {
      let told = '';
      const hear = (bytes: Buffer) => {
        told += bytes.toString();
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(told);
        if (found) done(found[0]);
      };
      server.stdout.on('data', hear);
      server.stderr.on('data', hear);
      server.on('exit', () => fail(new Error(`dateline serve ended: ${told}`)));
      server.on('error', fail);
    });
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--font-render-hinting=none'],
    });
    return new Desk(base, server, browser);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    this.server.kill();
  }

  /** A fresh window. What it complains of and whom it asks is noted for the last test. */
  async open(path: string, options: BrowserContextOptions = {}, before?: () => void): Promise<Page> {
    const context = await this.browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', acceptDownloads: true, reducedMotion: 'reduce', ...options });
    await this.dress(context);
    const page = await context.newPage();
    if (before) await page.addInitScript(before);
    page.setDefaultTimeout(20_000);
    page.on('request', (request) => this.asked.push(request.url()));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()) && !/GPU stall|software WebGL|swiftshader/i.test(message.text())) this.complaints.push(`${path}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.complaints.push(`${path}: ${error.message}`));
    await page.goto(this.base + path);
    return page;
  }

  private async dress(context: BrowserContext): Promise<void> {
    const held = await fetch(`${this.base}/`).then((response) => response.text());
    if (held === readFileSync(join(ROOT, 'dist/index.html'), 'utf8')) return;
    const head = await fetch(`${this.base}/`);
    const policy = Object.fromEntries([...head.headers].filter(([name]) => /policy|options|protection/i.test(name)));
    await context.route(
      (url) => url.origin === this.base && !url.pathname.startsWith('/api/'),
      (route) => {
        const name = new URL(route.request().url()).pathname.slice(1) || 'index.html';
        const file = join(ROOT, 'dist', name);
        if (!existsSync(file)) return route.fulfill({ status: 404 });
        return route.fulfill({ body: readFileSync(file), headers: { ...policy, 'content-type': KINDS[name.split('.').pop() ?? ''] ?? 'text/plain' } });
      },
    );
  }

  /** A picture for the documentation, in few colours. */
  async picture(page: Page, name: string): Promise<void> {
    if (!PICTURES) return;
    mkdirSync(PICTURES, { recursive: true });
    const file = join(PICTURES, `${name}.png`);
    await page.waitForTimeout(700);
    await page.screenshot({ path: file });
    try {
      execFileSync('pngquant', ['--force', '--skip-if-larger', '--strip', '--quality=70-100', '--nofs', '--output', file, '256', file]);
    } catch {
      // Without pngquant (or where it would not be smaller) the picture is larger, and as good.
    }
  }
}

/** The view has what it shows. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('load');
  await page.locator('main').waitFor();
  await page.waitForFunction(() => !document.querySelector('main [aria-busy="true"]') && !/Loading…|Opening…/.test(document.querySelector('.page')?.textContent ?? ''));
  await page.waitForTimeout(250);
}

/** Puts files, by their names, into a record in a folder, as a person at the same machine would; gives the record's path. */
export function ingest(folder: string, files: Record<string, string>): string {
  for (const [name, words] of Object.entries(files)) writeFileSync(join(folder, name), words);
  const record = join(folder, 'own.db');
  execFileSync(BIN, ['ingest', '--record', record, '--articles', 'feed', '--published', '2026-03-10', ...Object.keys(files).map((name) => join(folder, name))], { stdio: 'pipe' });
  return record;
}

/** A file of users, each with a password that is the name twice. */
export function users(file: string, ...all: [name: string, role: string][]): void {
  for (const [name, role] of all) execFileSync(BIN, ['users', 'add', file, name, '--role', role], { input: `${name}-${name}-word\n` });
}
