/** The list of tokens: its three forms, and its size. */
import { expect, test } from 'vitest';
import { reference } from '../wasm/support/reference.ts';
import {
  editor,
  focusedToken,
  tokens as listed,
  pasteText,
  shownCount,
  untilCounted,
  useBrowser,
} from './support/browser.ts';
import { expectedTokens } from './support/painted.ts';

const browser = useBrowser();
const tiktoken = reference('o200k_base');

const digits = (text: string) => Number(text.replace(/\D/g, ''));

test('shows text, ids and bytes', async () => {
  const page = await browser.open();
  await untilCounted(page);
  const text = 'It is\ta 뷁 <|endoftext|>';
  await pasteText(page, text);
  const tokens = expectedTokens(text, tiktoken);
  await expect.poll(() => listed(page).count()).toBe(tokens.length);

  await page.getByRole('radio', { name: 'IDs' }).check();
  expect(await listed(page).allInnerTexts()).toEqual(tokens.map(({ id }) => String(id)));
  await page.getByRole('radio', { name: 'Bytes' }).check();
  const hex = tokens.map(({ bytes }) =>
    Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' '),
  );
  expect(await listed(page).allInnerTexts()).toEqual(hex);
  await page.getByRole('radio', { name: 'Text' }).check();
  const shown = await listed(page).allInnerTexts();
  expect(shown.slice(0, 2)).toEqual(['It', '␣is']);
  expect(shown).toContain('B7');

  // What a screen reader hears names what cannot be seen.
  const names = await listed(page).evaluateAll((options) =>
    options.map((option) => option.getAttribute('aria-label')),
  );
  expect(names[1]).toBe(`space is, id ${tokens[1]!.id}`);
  expect(names).toContain(`bytes B7, id ${tokens.find(({ bytes }) => bytes[0] === 0xb7)!.id}`);

  // The form is kept from visit to visit.
  await page.getByRole('radio', { name: 'IDs' }).check();
  await page.reload();
  await untilCounted(page);
  expect(await page.getByRole('radio', { name: 'IDs' }).isChecked()).toBe(true);
});

test('a megabyte of text: a few rows in the document, every token within reach', async () => {
  const page = await browser.open();
  await untilCounted(page);
  const line = 'The keeper counted ships the way other people count sheep: 뷁, 127 + 677 = 804.\n';
  const text = line.repeat(Math.ceil(1_000_000 / line.length));
  await pasteText(page, text);
  const ids = tiktoken.encode(text, 'literal');
  await expect
    .poll(async () => digits(await shownCount(page)), { timeout: 60_000 })
    .toBe(ids.length);

  const options = listed(page);
  expect(await options.count()).toBeLessThan(600);
  await page.getByRole('radio', { name: 'IDs' }).check();
  const list = page.getByRole('listbox', { name: 'Token list' });
  for (const share of [0.25, 0.75, 1]) {
    await list.evaluate((element, part) => {
      element.scrollTop = part * element.scrollHeight;
    }, share);
    await expect
      .poll(async () => Number(await options.first().getAttribute('aria-posinset')))
      .toBeGreaterThan(ids.length * (share - 0.1));
    // All at one moment: the list may still be drawing rows.
    const shown = await options.evaluateAll((elements) =>
      elements.map((each) => ({
        position: Number(each.getAttribute('aria-posinset')),
        id: Number(each.textContent),
      })),
    );
    expect(shown).toEqual(shown.map(({ position }) => ({ position, id: ids[position - 1] })));
    expect(shown.length).toBeLessThan(600);
  }

  await list.focus();
  await page.keyboard.press('End');
  await expect.poll(() => focusedToken(page).count()).toBe(1);
  expect(await focusedToken(page).getAttribute('aria-posinset')).toBe(String(ids.length));
});

test('an empty text has no tokens, and the page says what to do', async () => {
  const page = await browser.open();
  await untilCounted(page);
  await pasteText(page, '');
  await page.keyboard.press('Delete');
  await expect.poll(() => shownCount(page)).toBe('0');
  expect(await listed(page).count()).toBe(0);
  await page.getByText('No tokens yet').waitFor();
  await page.getByText('Type or paste some text').waitFor();
});

test('rows fill the width and never overflow it', async () => {
  const page = await browser.open();
  await untilCounted(page);
  for (const mode of ['Text', 'IDs', 'Bytes']) {
    await page.getByRole('radio', { name: mode }).check();
    const overflow = await page.getByRole('listbox', { name: 'Token list' }).evaluate((list) => {
      const right = list.getBoundingClientRect().right;
      const tokens = Array.from(list.querySelectorAll('[role=option]'));
      return tokens.filter(
        (each) => each.getBoundingClientRect().right > right || each.scrollWidth > each.clientWidth,
      ).length;
    });
    expect(overflow, mode).toBe(0);
  }
});

test('a list that is scrolled in the very moment of an edit shows what came of it', async () => {
  const page = await browser.open();
  await untilCounted(page);
  await pasteText(page, 'a '.repeat(3000));
  const list = page.getByRole('listbox', { name: 'Token list' });
  await expect.poll(() => listed(page).allInnerTexts()).toContain('␣a');
  await list.press('End');
  await expect.poll(() => list.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(500);
  const text = 'international '.repeat(3000);
  await editor(page).focus();
  await page.keyboard.press('Control+a');
  await editor(page).evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    const paste = { clipboardData, bubbles: true, cancelable: true };
    element.dispatchEvent(new ClipboardEvent('paste', paste));
    const list = document.querySelector('[role=listbox]');
    if (list) list.scrollTop -= 100;
  }, text);
  await expect.poll(() => listed(page).allInnerTexts()).toContain('␣international');
  expect(await listed(page).allInnerTexts()).not.toContain('␣a');
});
