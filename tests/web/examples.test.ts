/** The example pages that need no tool to be built: a plain one under a strict policy, and slides. */
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { useBrowser } from './support/browser.ts';
import { exampleWith } from './support/example.ts';
import { serveFolder } from './support/folder.ts';
import {
  eventsOf,
  learns,
  observe,
  seesTokens,
  stepsThroughMerges,
  types,
  watch,
  widgetAt,
} from './support/learner.ts';

const browser = useBrowser();
const endings: (() => unknown)[] = [];
afterAll(() => Promise.all(endings.map((end) => end())));

async function serveExample(name: string, links: Readonly<Record<string, string>>) {
  const { folder, remove } = await exampleWith(name, links);
  const served = await serveFolder(folder);
  endings.push(remove, served.close);
  return served.address;
}

async function open(address: string, viewport = { width: 1000, height: 700 }) {
  const page = await browser.open({ before: watch, path: 'icon.svg', viewport });
  const observed = observe(page);
  await page.goto(address);
  return { page, ...observed };
}

test('a plain page under a strict policy', async () => {
  const address = await serveExample('plain', { bpeek: 'dist' });
  const { page, expectPeace } = await open(address);
  await learns(page);
  await expectPeace();
});

/** Where a token of the text is on the screen, what is drawn around it, and the ticks beside it. */
const placesOf = (page: Page, index: number, from: number, to: number) =>
  widgetAt(page, index).evaluate(
    (element, [begin, end]) => {
      const root = element.shadowRoot!;
      const walker = document.createTreeWalker(
        root.querySelector('.cm-line')!,
        NodeFilter.SHOW_TEXT,
      );
      const node = walker.nextNode()!;
      const range = document.createRange();
      range.setStart(node, begin);
      range.setEnd(node, end);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      const outline = root.querySelector('.token-outline')!.getBoundingClientRect();
      const ticks = root.querySelector<SVGPathElement>('.token-ticks')!;
      const matrix = ticks.getScreenCTM()!;
      const xs = [...(ticks.getAttribute('d') ?? '').matchAll(/M([\d.]+) ([\d.]+)/g)].map(
        ([, x, y]) => new DOMPoint(Number(x), Number(y)).matrixTransform(matrix).x,
      );
      return {
        scale: element.getBoundingClientRect().width / (element as HTMLElement).offsetWidth,
        token: { left, right, top, bottom },
        outline: { left: outline.left, right: outline.right },
        nearestTick: Math.min(...xs.map((x) => Math.abs(x - left))),
      };
    },
    [from, to] as const,
  );

test('scaled slides: what is pointed at is what is meant', async () => {
  const address = await serveExample('reveal', {
    'node_modules/reveal.js': 'node_modules/reveal.js',
    'node_modules/bpeek': '.',
  });
  const { page, expectPeace } = await open(address, { width: 760, height: 560 });
  const onSlide = (number: number) =>
    expect.poll(() => page.evaluate(() => location.hash)).toBe(number === 0 ? '' : `#/${number}`);

  await seesTokens(page, 0);
  await types(page, 0, ' n p');
  await onSlide(0);
  await page.locator('h2').first().click();
  await page.keyboard.press('ArrowRight');
  await onSlide(1);

  await seesTokens(page, 1);
  // "Hello" "," " tokens" "!"
  const [begin, end] = [6, 13];
  const before = await placesOf(page, 1, begin, end);
  expect(before.scale).toBeLessThan(0.8);
  await page.mouse.move(
    (before.token.left + before.token.right) / 2,
    (before.token.top + before.token.bottom) / 2,
  );
  await expect
    .poll(async () => (await eventsOf(page, 'token', 1)).at(-1))
    .toMatchObject({ index: 2, begin, end });
  const { token, outline, nearestTick } = await placesOf(page, 1, begin, end);
  expect(Math.abs(outline.left - token.left)).toBeLessThan(2);
  expect(Math.abs(outline.right - token.right)).toBeLessThan(2);
  expect(nearestTick).toBeLessThan(1);
  await types(page, 1, ' More');

  await page.locator('h2').nth(1).click();
  await page.keyboard.press('ArrowRight');
  await onSlide(2);
  await seesTokens(page, 2);
  await stepsThroughMerges(page, 2);
  await onSlide(2);
  await expectPeace();
});
