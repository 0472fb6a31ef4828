import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { licences } from './licences.ts';

// `DATELINE_API` is where `npm run dev` finds a running `dateline serve`.
const api = process.env.DATELINE_API ?? 'http://127.0.0.1:8421';

export default defineConfig({
  plugins: [svelte(), licences()],
  build: {
    target: 'es2022',
    // Everything is a file of its own: the page's policy (CSP) allows no data addresses for scripts, styles or data.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  // The server answers only those who ask it by its own name.
  server: { proxy: { '/api': { target: api, changeOrigin: true, headers: { origin: api } } } },
  test: { include: ['test/**/*.test.ts'] },
});
