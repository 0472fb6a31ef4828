// The licences of what the page bundles, as `licences.txt` beside it: found by asking which packages gave a module.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

interface Manifest {
  name: string;
  version: string;
  license?: string;
}

/** The folder of the package that holds a module. */
function packageOf(id: string): string | null {
  const found = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll('\\', '/'));
  return found?.[1] ?? null;
}

/** Name, licence and its text. */
function describe(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const file = readdirSync(folder).sort().find((name) => /^licen[cs]e/i.test(name));
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : 'No licence text comes with this package.';
  return `${manifest.name} ${manifest.version} (${manifest.license ?? 'see below'})\n\n${text}\n`;
}

export function licences(): Plugin {
  return {
    name: 'licences',
    apply: 'build',
    generateBundle(_, bundle) {
      const folders = new Set<string>();
      for (const file of Object.values(bundle)) {
        const ids = file.type === 'chunk' ? file.moduleIds : (file.originalFileNames ?? []);
        for (const id of ids) {
          const folder = packageOf(id.startsWith('node_modules') ? `${process.cwd()}/${id}` : id);
          if (folder) folders.add(folder);
        }
      }
      const texts = [...folders].map(describe).sort();
      const head =
        'This page contains the following works, each under its own licence. The shapes of countries are made from\n' +
        'Natural Earth data, which is in the public domain.\n';
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source: [head, ...texts].join(`\n${'-'.repeat(78)}\n\n`) });
    },
  };
}
