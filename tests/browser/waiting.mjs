// How the browser tests wait.
import { setTimeout as delay } from 'node:timers/promises';

/** The longest wait for what should happen at once, in milliseconds. */
export const SOON = 15_000;

/** The longest wait for a run: all its own deadlines used up. */
export const RUN = 180_000;

/** How often a condition that raises no event is looked at. */
export const POLL = 50;

/**
 * Waits until `look` finds something, and returns it.
 * @template T
 * @param {() => T | Promise<T>} look
 * @param {{what: string, limit?: number}} options
 * @returns {Promise<NonNullable<T>>}
 */
export async function until(look, { what, limit = SOON }) {
  for (const end = Date.now() + limit; ;) {
    const found = await look();
    if (found) return found;
    if (end < Date.now()) throw new Error(`waited ${limit / 1000} s for ${what}`);
    await delay(POLL);
  }
}
