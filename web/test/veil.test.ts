import { expect, it } from 'vitest';
import { PAUSE_AFTER, Veil } from '../src/lib/veil.svelte';

it('veils until asked, and again', () => {
  const veil = new Veil();
  expect(veil.isLifted('i1')).toBe(false);
  veil.toggle('i1');
  expect(veil.isLifted('i1')).toBe(true);
  expect(veil.isLifted('i2')).toBe(false);
  veil.toggle('i1');
  expect(veil.isLifted('i1')).toBe(false);
});

it('offers a pause after so many, each counted once', () => {
  const veil = new Veil();
  for (let again = 0; again < 3 * PAUSE_AFTER; again++) veil.toggle('i1');
  expect(veil.pausing).toBe(false);
  for (let at = 2; at < PAUSE_AFTER; at++) veil.lift(`i${at}`);
  expect(veil.pausing).toBe(false);
  veil.lift('last');
  expect(veil.pausing).toBe(true);
  veil.goOn();
  expect(veil.pausing).toBe(false);
  expect(veil.isLifted('last')).toBe(false);
  veil.lift('last');
  expect(veil.pausing).toBe(false);
});
