/** Ids out of the page, and back into it. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { readIds, writeIds } from '../../web/src/state/ids.ts';
import { reference } from '../wasm/support/reference.ts';
import { pasteText, renderedText, untilCounted, useBrowser } from './support/browser.ts';

const browser = useBrowser();
const text = 'hello123!!!? (안녕하세요!) 😉';
const ids = reference('o200k_base').encode(text, 'literal');

async function open(): Promise<Page> {
  const page = await browser.open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await untilCounted(page);
  return page;
}

async function decodeDialog(page: Page, typed: string) {
  await page.getByRole('button', { name: 'Decode ids' }).click();
  await page.getByLabel('Ids to decode').fill(typed);
}

describe('copying', () => {
  const copied = async (page: Page, item: string) => {
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    await page.getByText(/(ids|tokens) are in your clipboard/).waitFor();
    const clipboard = await page.evaluate(() => navigator.clipboard.readText());
    await page.getByRole('button', { name: 'Dismiss' }).click();
    return clipboard;
  };

  test('gives ids and tokens as programs read them', async () => {
    const page = await open();
    await pasteText(page, text);
    const list = [...ids];
    expect(await copied(page, 'IDs as JSON')).toBe(JSON.stringify(list));
    expect(await copied(page, 'IDs as a Python list')).toBe(`[${list.join(', ')}]`);
    expect(await copied(page, 'IDs with spaces')).toBe(list.join(' '));
    const tokens = JSON.parse(await copied(page, 'Tokens as JSON')) as string[];
    expect(tokens).toHaveLength(list.length);
    const whole = tokens.filter((token) => !token.includes('<0x'));
    expect(whole.every((token) => text.includes(token))).toBe(true);
  });
});

describe('decoding', () => {
  test('takes what programs print', () => {
    const list = [1, 20, 300];
    for (const typed of [
      '[1,20,300]',
      '[1, 20, 300]',
      '1 20 300',
      '1\n20\n300\n',
      '(1, 20, 300)',
      'tensor([[ 1, 20, 300]])',
      'array([1, 20, 300])',
      '{1; 20; 300}',
    ]) {
      const read = readIds(typed);
      expect([typed, Array.isArray(read) && read.map(({ id }) => id)]).toEqual([typed, list]);
    }
    for (const form of ['json', 'python', 'plain'] as const) {
      const read = readIds(writeIds(ids, form));
      expect([form, Array.isArray(read) && read.map(({ id }) => id)]).toEqual([form, [...ids]]);
    }
  });

  test('says what is no id, and where', () => {
    const wrong = [
      ['1, two, 3', 'two', 3],
      ['1.5', '1.5', 0],
      ['-1', '-1', 0],
      ['12 34x', '34x', 3],
      ['tensors', 'tensors', 0],
    ] as const;
    for (const [typed, found, offset] of wrong) {
      expect(readIds(typed)).toEqual({ kind: 'not-an-id', found, offset });
    }
  });

  test('puts the text of ids into the editor, and back comes what was there', async () => {
    const page = await open();
    await pasteText(page, 'before');
    await decodeDialog(page, `[${ids.join(', ')}]`);
    await page.getByRole('button', { name: 'Use as the text' }).click();
    await expect.poll(() => renderedText(page)).toBe(text);
    await page.getByText(`The text is now that of ${ids.length} ids.`).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => renderedText(page)).toBe('before');
  });

  test('refuses what has no text, in words, as it is typed', async () => {
    const page = await open();
    const use = page.getByRole('button', { name: 'Use as the text' });
    await decodeDialog(page, '24912\n99999999');
    await page
      .getByText('o200k_base has no token with the id 99999999 (line 2, column 1)')
      .waitFor();
    expect(await use.isDisabled()).toBe(true);
    const field = page.getByLabel('Ids to decode');
    await field.fill('24912 hello');
    await page.getByText('“hello” at line 1, column 7 is not an id').waitFor();
    await field.fill('1112');
    await page.getByText('hold only a part of a character').waitFor();
    expect(await use.isEnabled()).toBe(true);
    await field.fill('99999999999999999999');
    await page.getByText('o200k_base has no token with the id').waitFor();
    await page.keyboard.press('Escape');
    await field.waitFor({ state: 'hidden' });
  });
});
