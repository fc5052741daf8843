/** Nothing that keeps anybody out, as far as axe can tell. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Rules are checked as ever; only what is said of those that are kept is left out. */
const options: axe.RunOptions = { resultTypes: ['violations'], selectors: false };

/** All of the page, or what is in one part of it. */
export async function expectNoBarriers(page: Page, where = '', part = 'html'): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  const violations = await page.evaluate(
    async ([context, settings]) => {
      // Colours on their way from one theme to the other are nobody's to read.
      const moving = document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
      await Promise.allSettled(moving.map(({ finished }) => finished));
      const { violations } = await (window as never as { axe: typeof axe }).axe.run(
        context,
        settings,
      );
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    },
    [part, options] as const,
  );
  expect(violations, where).toEqual([]);
}
