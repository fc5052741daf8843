/** Everything by keyboard alone. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { reference } from '../wasm/support/reference.ts';
import {
  editor,
  focusedToken,
  pasteText,
  renderedText,
  untilCounted,
  useBrowser,
} from './support/browser.ts';

const browser = useBrowser();

const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return 'body';
    const label = element.closest('label')?.innerText ?? '';
    return (element.getAttribute('aria-label') ?? (label || element.textContent) ?? '').trim();
  });

test('Tab walks through all controls in order, with the focus in sight', async () => {
  const page = await browser.open();
  await untilCounted(page);
  const stops: string[] = [];
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    if (stop === 'body') break;
    stops.push(stop.split('\n')[0]!);
    const isShown = await page.evaluate(() => {
      const element = document.activeElement!;
      const rings = [element, element.parentElement!, element.closest('.panel') ?? element];
      const next = element.nextElementSibling;
      if (next) rings.push(next);
      return rings.some((each) => {
        const { outlineStyle, boxShadow } = getComputedStyle(each);
        return outlineStyle !== 'none' || boxShadow !== 'none';
      });
    });
    expect(isShown, stop).toBe(true);
  }
  const views = await page
    .getByRole('navigation', { name: 'Views' })
    .getByRole('link')
    .allInnerTexts();
  const header = ['Skip to the text', 'bpeek', ...views, 'Docs', 'Share', 'Use the dark theme'];
  const controls = ['Encoding', 'Special tokens', 'Whitespace', 'Examples', 'Open file', 'Text'];
  expect(stops.slice(0, header.length + controls.length)).toEqual([...header, ...controls]);
  for (const stop of ['Decode ids', 'Copy', 'Text', 'Token list']) {
    expect(stops.slice(header.length + controls.length)).toContain(stop);
  }
});

test('the skip link goes to the text', async () => {
  const page = await browser.open();
  await untilCounted(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await editor(page).evaluate((element) => element === document.activeElement)).toBe(true);
});

test('encoding and policy change by arrow keys', async () => {
  const page = await browser.open();
  await untilCounted(page);
  await page.getByLabel('Special tokens').focus();
  await page.keyboard.press('ArrowDown');
  await page.getByText('special tokens parsed').waitFor();
  await page.getByLabel('Encoding').focus();
  await page.keyboard.press('Home');
  const first = await page.getByLabel('Encoding').inputValue();
  await page.getByText(`${first}, special tokens`).waitFor();
});

test('an example is chosen from the menu, and undone in the editor', async () => {
  const page = await browser.open();
  await untilCounted(page);
  await pasteText(page, 'mine');
  await page.getByRole('button', { name: 'Examples' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.locator('[role=menuitem]:focus').waitFor();
  const items = page.getByRole('menuitem');
  expect(await items.count()).toBe(7);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('k');
  expect(await focused(page)).toMatch(/^Korean/);
  await page.keyboard.press('Escape');
  expect(await items.count()).toBe(0);
  expect(await focused(page)).toMatch(/^Examples/);
  await page.keyboard.press('Enter');
  await page.locator('[role=menuitem]:focus').waitFor();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect.poll(() => renderedText(page)).toContain('<|endoftext|>');
  await editor(page).focus();
  await page.keyboard.press('Control+z');
  await expect.poll(() => renderedText(page)).toBe('mine');
});

test('the list is walked by arrow keys, and Enter goes to the token in the text', async () => {
  const page = await browser.open();
  await untilCounted(page);
  const text = Array.from({ length: 300 }, (_, i) => `word${i}`).join(' ');
  await pasteText(page, text);
  await page.getByRole('listbox', { name: 'Token list' }).focus();
  const position = async () => Number(await focusedToken(page).getAttribute('aria-posinset'));
  const active = () =>
    page.getByRole('listbox', { name: 'Token list' }).evaluate((list) => {
      const id = list.getAttribute('aria-activedescendant');
      return id ? document.getElementById(id)?.getAttribute('aria-posinset') : null;
    });
  const expectAt = async (wanted: number) => {
    await expect.poll(position).toBe(wanted);
    expect(await active()).toBe(String(wanted));
  };
  await page.keyboard.press('Home');
  await expectAt(1);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expectAt(3);
  await page.keyboard.press('ArrowLeft');
  await expectAt(2);
  await page.keyboard.press('ArrowDown');
  const below = await expect.poll(position).toBeGreaterThan(5).then(position);
  await page.keyboard.press('ArrowUp');
  await expect.poll(position).toBeLessThan(below);
  await page.keyboard.press('PageDown');
  await expect.poll(position).toBeGreaterThan(below);
  await page.keyboard.press('End');
  await expect.poll(position).toBe(reference('o200k_base').encode(text, 'literal').length);
  const last = focusedToken(page);
  await last.waitFor();
  await page.keyboard.press('Enter');
  const selection = await page.evaluate(() => String(getSelection()));
  expect(text.endsWith(selection)).toBe(true);
  expect(selection).not.toBe('');
  expect(await editor(page).evaluate((element) => element === document.activeElement)).toBe(true);
});

test('Enter and Backspace change one character each', async () => {
  const page = await browser.open();
  await untilCounted(page);
  await pasteText(page, '    x');
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  expect(await renderedText(page)).toBe('    x\n');
  await page.keyboard.press('Control+Home');
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Backspace');
  expect(await renderedText(page)).toBe('   x\n');
});

test('Backspace and Delete take what a reader calls a character', async () => {
  const page = await browser.open();
  await untilCounted(page);
  const cases = [
    ['x👩‍👩‍👧‍👦', 'x', '👩‍👩‍👧‍👦'],
    ['x🇰🇷', 'x', '🇰🇷'],
    ['x❤️', 'x', '❤️'],
    ['x각', 'x', '각'],
    ['xe\u0301', 'xe', 'e\u0301'],
    ['x\n', 'x', '\n'],
  ] as const;
  for (const [text, afterBackspace, afterDelete] of cases) {
    await pasteText(page, text);
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Backspace');
    expect([text, await renderedText(page)]).toEqual([text, afterBackspace]);
    await pasteText(page, text);
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Delete');
    expect([text, await renderedText(page)]).toEqual([text, afterDelete]);
    await pasteText(page, `${text}y`);
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Delete');
    expect([text, await renderedText(page)]).toEqual([text, 'y']);
  }
});
