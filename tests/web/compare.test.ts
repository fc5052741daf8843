/** The Compare view: one text under several encodings, as a learner reads it. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Tokenizer } from '../../wasm/index.ts';
import '../wasm/support/dist.ts';
import { expectNoBarriers } from './support/axe.ts';
import { policyPicker, useBrowser } from './support/browser.ts';

const browser = useBrowser();

async function openCompare(text: string, encodings: string, width = 1200): Promise<Page> {
  const page = await browser.open({
    viewport: { width, height: 860 },
    text,
    path: `#/compare?${new URLSearchParams({ encodings })}`,
  });
  await expect.poll(() => page.locator('.compare-count').count()).toBe(encodings.split(',').length);
  return page;
}

const counts = (page: Page) => page.locator('.compare-count strong').allInnerTexts();
const rows = (page: Page) => page.getByRole('list', { name: 'Text' }).getByRole('listitem');
const cells = (page: Page, row: number) => rows(page).nth(row).locator('.compare-tokens');
const tokens = (page: Page, row: number, column: number) =>
  cells(page, row)
    .nth(column)
    .locator('.text-token')
    .evaluateAll((all) =>
      all.map((token) => ({
        text: token.textContent,
        tint: /bpeek-tint-\d/.exec(token.className)?.[0],
        isMarked: token.classList.contains('is-marked'),
      })),
    );

const names = ['o200k_base', 'cl100k_base', 'gpt2'] as const;

type Name = (typeof names)[number];

const tokenizers = new Map<Name, Tokenizer>();

beforeAll(async () => {
  for (const name of names) tokenizers.set(name, await Tokenizer.load(name));
});
afterAll(() => {
  for (const tokenizer of tokenizers.values()) tokenizer.free();
});

const counted = (text: string, of: readonly Name[]) =>
  of.map((name) => tokenizers.get(name)!.count(text, { special: 'literal' }).toLocaleString('en'));

test('counts are exact, tints the same where encodings agree, other cuts marked', async () => {
  const text = 'She counted 1234 안녕하세요\nand slept.';
  const page = await openCompare(text, 'o200k_base,gpt2');
  expect(await counts(page)).toEqual(counted(text, ['o200k_base', 'gpt2']));
  expect(await rows(page).count()).toBe(2);
  const [first, second] = [await tokens(page, 0, 0), await tokens(page, 0, 1)];
  expect(first.map((each) => each.text).join('')).toBe('She␣counted␣1234␣안녕하세요↵');
  // Both begin with the same two words, on the same tints, and unmarked.
  for (const i of [0, 1]) expect(second[i]).toEqual(first[i]);
  expect(first[0]?.isMarked).toBe(false);
  // gpt2 has " 1234" as other tokens than o200k_base, and says so at each cut of its own.
  const bytes = (name: Name) =>
    Array.from(tokenizers.get(name)!.tokens(text, { special: 'literal', offsets: 'bytes' }).begins);
  const both = [bytes('o200k_base'), bytes('gpt2')];
  for (const [i, own] of both.entries()) {
    const expected = own.map((begin) => !both[1 - i]!.includes(begin));
    const shown = [...(await tokens(page, 0, i)), ...(await tokens(page, 1, i))];
    expect(shown.map(({ isMarked }) => isMarked)).toEqual(expected);
  }
  // Side by side.
  const [left, right] = await Promise.all([0, 1].map((i) => cells(page, 0).nth(i).boundingBox()));
  expect(right!.x).toBeGreaterThan(left!.x + left!.width - 1);
});

test('a character of several tokens stands once, with a sliver for each token more', async () => {
  const page = await openCompare('뷁', 'o200k_base,gpt2');
  const expected = counted('뷁', ['o200k_base', 'gpt2']);
  expect(await counts(page)).toEqual(expected);
  for (const i of [0, 1]) {
    expect(await cells(page, 0).nth(i).innerText()).toBe('뷁');
    expect(await cells(page, 0).nth(i).locator('.text-sliver').count()).toBe(
      Number(expected[i]) - 1,
    );
    expect(await cells(page, 0).nth(i).locator('.bpeek-shared').count()).toBe(1);
  }
});

test('encodings are exchanged, added and left out; the address has them', async () => {
  const text = 'one two 3456';
  const page = await openCompare(text, 'o200k_base,gpt2');
  await page.getByRole('button', { name: 'Add an encoding' }).click();
  await expect
    .poll(() => counts(page))
    .toEqual(counted(text, ['o200k_base', 'gpt2', 'cl100k_base']));
  await expect.poll(() => page.url()).toContain('encodings=o200k_base%2Cgpt2%2Ccl100k_base');
  await page.getByRole('button', { name: 'Add an encoding' }).click();
  await expect.poll(() => page.locator('.compare-count').count()).toBe(4);
  expect(await page.getByRole('button', { name: 'Add an encoding' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Leave out gpt2' }).click();
  await page.getByRole('button', { name: 'Leave out llama2' }).click();
  await expect.poll(() => counts(page)).toEqual(counted(text, ['o200k_base', 'cl100k_base']));
  // Two are the fewest.
  expect(await page.getByRole('button', { name: /^Leave out/ }).count()).toBe(0);
  await page.getByLabel('Encoding 2').focus();
  await page.getByLabel('Encoding 2').selectOption('gpt2');
  await expect.poll(() => counts(page)).toEqual(counted(text, ['o200k_base', 'gpt2']));
  await expect.poll(() => page.url()).toMatch(/encodings=o200k_base%2Cgpt2$/);
  await page.reload();
  await expect.poll(() => counts(page)).toEqual(counted(text, ['o200k_base', 'gpt2']));
});

test('what one encoding refuses, and what cannot be loaded, is said in its place', async () => {
  const page = await openCompare('a <|endofprompt|> b', 'gpt2,cl100k_base');
  await policyPicker(page).selectOption('error');
  await page.getByRole('alert').getByText('<|endofprompt|> at line 1, column 3').waitFor();
  expect(await page.locator('.compare-count').count()).toBe(1);
  await policyPicker(page).selectOption('parse');
  await expect
    .poll(() => page.locator('.compare-tokens .bpeek-special').allInnerTexts())
    .toEqual(['<|endofprompt|>']);
  await page.route('**/p50k_base.bpeek', (route) => route.abort());
  await page.getByLabel('Encoding 1').selectOption('p50k_base');
  await page.getByRole('alert').getByText('p50k_base could not be loaded').waitFor();
  await page.unroute('**/p50k_base.bpeek');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => page.locator('.compare-count').count()).toBe(2);
});

test('a megabyte is counted whole and shown by the page', async () => {
  const line = 'The lighthouse keeper counted ships 뷁.\n';
  const text = line.repeat(Math.ceil(1_000_000 / line.length));
  const page = await openCompare(text, 'o200k_base,cl100k_base,gpt2');
  expect(await counts(page)).toEqual(counted(text, ['o200k_base', 'cl100k_base', 'gpt2']));
  expect(await page.locator('.compare-tokens .text-token').count()).toBeLessThan(5000);
  await page.getByRole('button', { name: 'Page after' }).click();
  await page.getByText('Page 2 of').first().waitFor();
  expect(await cells(page, 0).first().innerText()).toBe('The␣lighthouse␣keeper␣counted␣ships␣뷁.↵');
});

test('a megabyte with a special token where none is allowed is refused, and counted once it may', async () => {
  const text = `${'Ships, 뷁.\n'.repeat(50_000)}<|endoftext|>`;
  const page = await openCompare(text, 'o200k_base,gpt2');
  await policyPicker(page).selectOption('error');
  await expect
    .poll(() => page.locator('.compare-view').getByRole('alert').allInnerTexts())
    .toEqual([
      expect.stringContaining('<|endoftext|> at line 50,001'),
      expect.stringContaining('<|endoftext|> at line 50,001'),
    ]);
  await policyPicker(page).selectOption('literal');
  await expect.poll(() => counts(page)).toEqual(counted(text, ['o200k_base', 'gpt2']));
});

test('on a phone they stand one under the other, line by line', async () => {
  const page = await openCompare('one two\nthree', 'o200k_base,gpt2', 360);
  const boxes = await Promise.all(
    [0, 1].flatMap((row) => [0, 1].map((i) => cells(page, row).nth(i).boundingBox())),
  );
  const tops = boxes.map((box) => box!.y);
  expect(tops).toEqual(tops.toSorted((a, b) => a - b));
  expect(new Set(boxes.map((box) => box!.x)).size).toBe(1);
  await rows(page).first().getByText('gpt2, 3 tokens').waitFor();
});

test.each([
  [1200, 'dark'],
  [360, 'light'],
] as const)('%i px wide, %s: accessible, and nothing sticks out', async (width, colorScheme) => {
  const page = await openCompare('Hello 뷁 world\n\n1234', 'o200k_base,gpt2,llama2', width);
  await page.emulateMedia({ colorScheme });
  await expectNoBarriers(page);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
});
