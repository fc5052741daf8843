/** The token under pointer or caret: its outline, its card. */
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { reference } from '../wasm/support/reference.ts';
import {
  editor,
  focusedToken,
  tokens as listed,
  policyPicker,
  useOnePage,
} from './support/browser.ts';
import { expectedPaint, expectedTokens, paintedRanges } from './support/painted.ts';

const openPage = useOnePage();
const tiktoken = reference('o200k_base');

const card = (page: Page) => page.getByRole('region', { name: 'Token', exact: true });

async function openWith(text: string): Promise<Page> {
  const page = await openPage(text);
  const count = tiktoken.encode(text, 'literal').length;
  await page.locator('.count-figure strong', { hasText: RegExp(`^${count}$`) }).waitFor();
  // A frame after the count, the places of tokens are known with what is painted.
  await expect.poll(() => paintedRanges(page)).toEqual(expectedPaint(text, tiktoken));
  return page;
}

async function expectCard(page: Page, index: number, text: string): Promise<void> {
  const tokens = expectedTokens(text, tiktoken);
  const { id, bytes } = tokens[index]!;
  await card(page)
    .getByText(`Token ${index + 1} of ${tokens.length}`)
    .waitFor();
  expect(await card(page).locator('.card-id').innerText()).toBe(String(id));
  const own = card(page).locator('.bytes code:not(.is-elsewhere)');
  const hex = Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0'));
  expect(await own.allInnerTexts()).toEqual(hex);
  const selected = focusedToken(page);
  expect(await selected.getAttribute('aria-posinset')).toBe(String(index + 1));
}

/** The middle of a piece of text in the editor, `share` of the way from left to right. */
async function pointIn(content: Locator, text: string, share = 0.5) {
  return content.evaluate(
    (element, [wanted, part]) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.nodeValue?.indexOf(wanted) ?? -1;
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + wanted.length);
        const { left, top, width, height } = range.getBoundingClientRect();
        return { x: left + width * part, y: top + height / 2 };
      }
      throw new Error(`no ${wanted} in the editor`);
    },
    [text, share] as const,
  );
}

test('follows the pointer in the text, and stays when the pointer leaves', async () => {
  const text = 'one two three';
  const page = await openWith(text);
  for (const [index, word] of ['one', 'two', 'three'].entries()) {
    const { x, y } = await pointIn(page.locator('.cm-content'), word);
    await page.mouse.move(x, y);
    await expectCard(page, index, text);
  }
  await page.mouse.move(2, 2);
  await expectCard(page, 2, text);
});

test('follows the caret', async () => {
  const text = 'one two\nthree';
  const page = await openWith(text);
  await editor(page).focus();
  await page.keyboard.press('Control+Home');
  await expectCard(page, 0, text);
  const tokens = expectedTokens(text, tiktoken);
  for (let caret = 1; caret <= text.length; caret++) {
    await page.keyboard.press('ArrowRight');
    const index = tokens.findIndex(({ to }) => to >= caret);
    await expectCard(page, index, text);
  }
});

test('follows the pointer in the list', async () => {
  const text = 'one two three';
  const page = await openWith(text);
  await listed(page).nth(1).hover();
  await expectCard(page, 1, text);
  const outline = () => page.locator('.token-outline').getAttribute('d');
  expect(await outline()).not.toBe('');
});

test('shows whitespace', async () => {
  const page = await openWith('a\n\t b');
  await listed(page).nth(1).hover();
  const text = await card(page).locator('.card-text').innerText();
  expect(text).toMatch(/[↵⇥␣]/);
  expect(text).not.toMatch(/\s/);
});

test('says which bytes of which character a token holds', async () => {
  const text = 'x 뷁!';
  const page = await openWith(text);
  const tokens = expectedTokens(text, tiktoken);
  // Three tokens for one character, of which the first has the space before it.
  expect(tokens.map(({ bytes }) => Buffer.from(bytes).toString('hex'))).toEqual([
    '78',
    '20eb',
    'b7',
    '81',
    '21',
  ]);
  for (const [part, index] of [1, 2, 3].entries()) {
    const { x, y } = await pointIn(page.locator('.cm-content'), '뷁', (part + 0.5) / 3);
    await page.mouse.move(x, y);
    await expectCard(page, index, text);
    await card(page)
      .getByText(`Byte ${part + 1} of 3 of 뷁.`)
      .waitFor();
    const others = [2, 3, 4].filter((each) => each !== index + 1).join(', ');
    await card(page).getByText(`The rest of it is in tokens ${others}.`).waitFor();
    expect(await card(page).locator('.is-partial .bytes code').allInnerTexts()).toEqual([
      'EB',
      'B7',
      '81',
    ]);
    expect(await card(page).locator('.is-elsewhere').count()).toBe(2);
  }
});

test('says so of emoji as well, and of each token in turn', async () => {
  const text = '👩‍👩‍👧‍👦🏴󠁧󠁢';
  const page = await openWith(text);
  const tokens = expectedTokens(text, tiktoken);
  await page.getByRole('listbox', { name: 'Token list' }).focus();
  await page.keyboard.press('Home');
  for (const index of tokens.keys()) {
    await expectCard(page, index, text);
    await page.keyboard.press('ArrowRight');
  }
});

test('tells a special token from text that looks like it', async () => {
  const page = await openWith('<|endoftext|>');
  await policyPicker(page).selectOption('parse');
  await card(page).getByText('Token 1 of 1').waitFor();
  await card(page).getByText('special token').waitFor();
  expect(await card(page).locator('.card-id').innerText()).toBe('199999');
});

test('keeps its place in the text when the encoding changes', async () => {
  const text = 'one two three';
  const page = await openWith(text);
  await listed(page).nth(2).hover();
  await page.getByLabel('Encoding').selectOption('gpt2');
  await page.getByText('gpt2, special tokens').waitFor();
  expect(await card(page).locator('.card-text').innerText()).toBe('␣three');
});
