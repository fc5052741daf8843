/** Opening files, by the picker and by dropping them. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { reference } from '../wasm/support/reference.ts';
import { renderedText, shownCount, useOnePage } from './support/browser.ts';

const openWith = useOnePage();
const before = 'what was there before';
const openWithText = () => openWith(before);

type Open = (page: Page, name: string, bytes: Buffer) => Promise<void>;

const pick: Open = async (page, name, buffer) => {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open file' }).click();
  await (await chooser).setFiles({ name, mimeType: 'text/plain', buffer });
};

const drop: Open = (page, name, bytes) => dropOn(page.locator('.cm-content'), name, bytes);

const dropOn = (place: Locator, name: string, bytes: Buffer) =>
  place.evaluate(
    (element, file) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([new Uint8Array(file.bytes)], file.name));
      for (const type of ['dragover', 'drop']) {
        element.dispatchEvent(
          new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }),
        );
      }
    },
    { name, bytes: [...bytes] },
  );

describe.each([
  ['picked', pick],
  ['dropped', drop],
])('a %s file', (_, open) => {
  test('becomes the text, byte for byte', async () => {
    const page = await openWithText();
    const text = '\ufeffa byte order mark,\ttabs, 한글 and\u00a0more\n\n  spaces  ';
    await open(page, 'notes.txt', Buffer.from(text));
    await page.getByText('The text is now notes.txt').waitFor();
    expect(await renderedText(page)).toBe(text);
    const count = reference('o200k_base').encode(text, 'literal').length;
    expect(await shownCount(page)).toBe(String(count));
  });

  test('can be undone', async () => {
    const page = await openWithText();
    await open(page, 'notes.txt', Buffer.from('something else'));
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await renderedText(page)).toBe(before);
  });

  test('keeps its carriage returns, which are tokens too', async () => {
    const page = await openWithText();
    const text = 'one\r\ntwo\r\n\r\nthree\rfour';
    await open(page, 'dos.txt', Buffer.from(text));
    const count = reference('o200k_base').encode(text, 'literal').length;
    await expect.poll(() => shownCount(page)).toBe(String(count));
  });

  test.each([
    ['a stray byte', [...Buffer.from('caf'), 0xe9, 0x20], 3, 'E9'],
    ['a character cut short', [...Buffer.from('안').subarray(0, 2)], 0, 'EC'],
    ['an overlong form', [0x41, 0xc0, 0xaf], 1, 'C0'],
    ['a surrogate', [0x41, 0x42, 0xed, 0xa0, 0x80], 2, 'ED'],
    ['more than U+10FFFF', [0xf4, 0x90, 0x80, 0x80], 0, 'F4'],
  ])('that is not UTF-8 is refused: %s', async (_what, bytes, offset, hex) => {
    const page = await openWithText();
    await open(page, 'latin1.txt', Buffer.from(bytes));
    await page
      .getByRole('alert')
      .getByText(`latin1.txt is not UTF-8 text: byte ${offset} is ${hex}`)
      .waitFor();
    expect(await renderedText(page)).toBe(before);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    expect(await page.getByRole('alert').innerText()).toBe('');
  });

  test('that is UTF-16 is refused by name', async () => {
    const page = await openWithText();
    await open(page, 'windows.txt', Buffer.from('\ufeffhello', 'utf16le'));
    await page.getByRole('alert').getByText('windows.txt is UTF-16 text').waitFor();
    expect(await renderedText(page)).toBe(before);
  });
});

test('by keyboard: a message that is dismissed or undone leaves the focus where it was said', async () => {
  const page = await openWithText();
  const press = async (name: string) => {
    await page.getByRole('button', { name }).focus();
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.className))
      .toMatch(/status|cm-content/);
  };
  await pick(page, 'latin1.txt', Buffer.from([0x61, 0xe9, 0x20]));
  await page.getByRole('alert').getByText('latin1.txt is not UTF-8 text').waitFor();
  await press('Dismiss');
  await page.keyboard.press('Tab');
  // On to what follows the text, and not back to the beginning of the page.
  expect(await page.evaluate(() => document.activeElement?.closest('[part]')?.part.value)).toBe(
    'card',
  );
  await pick(page, 'notes.txt', Buffer.from('something else'));
  await page.getByRole('status').getByText('The text is now notes.txt').waitFor();
  await press('Undo');
  await expect.poll(() => renderedText(page)).toBe(before);
});

test('the same file can be opened twice', async () => {
  const page = await openWithText();
  for (const text of ['first', 'second']) {
    await pick(page, 'notes.txt', Buffer.from(text));
    await expect.poll(() => renderedText(page)).toBe(text);
  }
});

const show = (page: Page, view: string) =>
  page.evaluate((id) => {
    location.hash = `#/${id}`;
  }, view);

describe.each(['merges', 'compare', 'languages', 'train'])('a file dropped on %s', (view) => {
  const openView = async () => {
    const page = await openWithText();
    await show(page, view);
    const main = page.locator(`.${view}-view`);
    await main.waitFor();
    return { page, main };
  };

  test('is refused there', async () => {
    const { page, main } = await openView();
    await dropOn(main, 'latin1.txt', Buffer.from([0x61, 0xe9, 0x20]));
    await page.getByRole('alert').getByText('latin1.txt is not UTF-8 text: byte 1 is E9').waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await show(page, 'tokens');
    await expect.poll(() => renderedText(page)).toBe(before);
  });

  const openNotes = async () => {
    const { page, main } = await openView();
    await dropOn(main, 'notes.txt', Buffer.from('something else'));
    await page.getByRole('status').getByText('The text is now notes.txt').waitFor();
    return page;
  };

  test('is undone there', async () => {
    const page = await openNotes();
    await page.getByRole('button', { name: 'Undo' }).click();
    await show(page, 'tokens');
    await expect.poll(() => renderedText(page)).toBe(before);
  });

  test('is undone later, by an editor that did not see it', async () => {
    const page = await openNotes();
    await show(page, 'tokens');
    await expect.poll(() => renderedText(page)).toBe('something else');
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await renderedText(page)).toBe(before);
  });
});
