/** Nothing that keeps anybody out, as far as axe can tell. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** All of the page, or what is in one part of it. */
export async function expectNoBarriers(page: Page, where = '', part = 'html'): Promise<void> {
  // "Legacy": no page of its own for the results, which only frames of other sites need.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().include(part).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    where,
  ).toEqual([]);
}
