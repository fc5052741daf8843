/** Special tokens under each policy. */
import { expect, test } from 'vitest';
import { reference } from '../wasm/support/reference.ts';
import {
  editor,
  pasteText,
  picker,
  policyPicker,
  renderedText,
  shownCount,
  untilCounted,
  useBrowser,
} from './support/browser.ts';
import { paintedRanges } from './support/painted.ts';

const browser = useBrowser();
const text = 'first\n한 <|endoftext|>hello world';

test('the policy is named beside the count, and changes it', async () => {
  const page = await browser.open();
  await untilCounted(page);
  await picker(page).selectOption('cl100k_base');
  await page.getByText('cl100k_base, special tokens as plain text').waitFor();
  await pasteText(page, '<|endoftext|>hello world');
  const { encode } = reference('cl100k_base');
  const literal = encode('<|endoftext|>hello world', 'literal').length;
  await expect.poll(() => shownCount(page)).toBe(String(literal));
  await policyPicker(page).selectOption('parse');
  await page.getByText('cl100k_base, special tokens parsed').waitFor();
  await expect.poll(() => shownCount(page)).toBe('3');
  await expect
    .poll(() => paintedRanges(page))
    .toContainEqual({ from: 0, to: 13, style: 'bpeek-special' });
});

test('refused: says which and where, shows it, and keeps the text', async () => {
  const page = await browser.open();
  await untilCounted(page);
  await pasteText(page, text);
  await policyPicker(page).selectOption('error');
  const alert = page.getByRole('alert');
  await alert.getByText('<|endoftext|> at line 2, column 3 is a special token').waitFor();
  expect(await shownCount(page)).toBe('–');
  expect(await renderedText(page)).toBe(text);
  await expect
    .poll(() => paintedRanges(page))
    .toEqual([{ from: 8, to: 21, style: 'bpeek-special' }]);

  await alert.getByRole('button', { name: 'Show it' }).click();
  expect(await page.evaluate(() => String(getSelection()))).toBe('<|endoftext|>');
  expect(await editor(page).evaluate((element) => element === document.activeElement)).toBe(true);

  // Typing on is no trouble, and once the token is gone, so is the message.
  await page.keyboard.type('x');
  await alert.getByText('is a special token').waitFor({ state: 'detached' });
  await untilCounted(page);
});

test('refused: one step makes it plain text', async () => {
  const page = await browser.open();
  await untilCounted(page);
  await pasteText(page, text);
  await policyPicker(page).selectOption('error');
  await page.getByRole('button', { name: 'Treat as plain text' }).click();
  expect(await policyPicker(page).inputValue()).toBe('literal');
  await untilCounted(page);
  expect(await renderedText(page)).toBe(text);
});
