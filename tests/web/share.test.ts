/** Links that hold the whole state, files for what no link can hold, and Back and Forward. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import {
  pasteText,
  picker,
  policyPicker,
  renderedText,
  shownCount,
  untilCounted,
  useBrowser,
} from './support/browser.ts';

const browser = useBrowser();

const allowed = { permissions: ['clipboard-read', 'clipboard-write'] };

async function sharedLink(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByText('The link is in your clipboard.').waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(await page.getByLabel('Link to what you see').inputValue()).toBe(link);
  await page.keyboard.press('Escape');
  return link;
}

/** The present text with its settings, made into a link. */
async function linkTo(page: Page, text: string, encoding: string, special: string) {
  await pasteText(page, text);
  await picker(page).selectOption(encoding);
  await policyPicker(page).selectOption(special);
  return sharedLink(page);
}

const fragment = (link: string) => new URL(link).hash;

const state = async (page: Page) => [
  await renderedText(page),
  await picker(page).inputValue(),
  await policyPicker(page).inputValue(),
];

test('a link brings text, encoding and policy to somebody else, and nothing to a server', async () => {
  const page = await browser.open(allowed);
  await untilCounted(page);
  const text = 'Grüße, 안녕 👩‍👩‍👧‍👦<|endoftext|>\n\tend\r';
  const link = await linkTo(page, text, 'gpt2', 'parse');
  const count = await shownCount(page);

  const requests: string[] = [];
  const other = await browser.open({ path: 'icon.svg' });
  other.on('request', (request) => requests.push(request.url()));
  await other.goto(link);
  await expect.poll(() => state(other)).toEqual([text, 'gpt2', 'parse']);
  await expect.poll(() => shownCount(other)).toBe(count);
  expect(requests.filter((url) => /[?#]/.test(url))).toEqual([]);
  // Nothing was there before, so there is nothing to say of it.
  expect(await other.getByText('The text is now').count()).toBe(0);
});

test('Back and Forward go from one shared state to the other', async () => {
  const page = await browser.open(allowed);
  await untilCounted(page);
  const one = await linkTo(page, 'first state', 'gpt2', 'literal');
  const two = await linkTo(page, '두 번째', 'cl100k_base', 'parse');
  const first = ['first state', 'gpt2', 'literal'];
  const second = ['두 번째', 'cl100k_base', 'parse'];
  await page.goto(browser.address() + fragment(one));
  await expect.poll(() => state(page)).toEqual(first);
  await page.goto(browser.address() + fragment(two));
  await expect.poll(() => state(page)).toEqual(second);
  await page.goBack();
  await expect.poll(() => state(page)).toEqual(first);
  await page.goForward();
  await expect.poll(() => state(page)).toEqual(second);
  await page.reload();
  await expect.poll(() => state(page)).toEqual(second);
});

test('a link replaces no text for good, and an edit outlives a reload', async () => {
  const page = await browser.open(allowed);
  await untilCounted(page);
  const link = await linkTo(page, 'from the link', 'gpt2', 'literal');
  await pasteText(page, 'my own work');
  await page.goto(browser.address() + fragment(link));
  await page.getByText('The text is now that of the link.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => renderedText(page)).toBe('my own work');
  const hash = () => page.evaluate(() => location.hash);
  await expect.poll(hash).not.toContain('text=');
  await page.goto(browser.address() + fragment(link));
  await expect.poll(() => renderedText(page)).toBe('from the link');
  await page.getByRole('textbox', { name: 'Text' }).focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(', edited');
  await expect.poll(hash).not.toContain('text=');
  await page.reload();
  await untilCounted(page);
  expect(await renderedText(page)).toBe('from the link, edited');
});

test('a link that was cut off says so and leaves the text alone', async () => {
  const page = await browser.open(allowed);
  await untilCounted(page);
  const link = await linkTo(page, 'a text of some length, to be cut off', 'gpt2', 'literal');
  await pasteText(page, 'mine');
  const text = /text=([^&]*)/.exec(link)?.[1] ?? '';
  for (const damaged of [text.slice(0, -9), `%%%${text}`, 'AAAA']) {
    await page.goto(`${browser.address()}#/tokens?text=${damaged}&encoding=gpt2`);
    await page.getByRole('alert').getByText('The text in this link cannot be read').waitFor();
    expect(await renderedText(page)).toBe('mine');
    await page.getByRole('button', { name: 'Dismiss' }).click();
  }
});

test('an encoding that a link names and nobody has is named', async () => {
  const page = await browser.open({ path: '#/tokens?encoding=o300k_base' });
  await page.getByRole('alert').getByText('There is no encoding named o300k_base.').waitFor();
});

test('what no link can hold becomes a file, and the file all of it again', async () => {
  const page = await browser.open(allowed);
  await untilCounted(page);
  // Words that no compression makes short.
  const text = Array.from({ length: 9000 }, (_, i) => Math.sin(i).toString(36).slice(3)).join(' ');
  await pasteText(page, text);
  await picker(page).selectOption('gpt2');
  await expect.poll(() => page.locator('.count-how').innerText()).toContain('gpt2');
  await untilCounted(page);
  const count = await shownCount(page);
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('alert').getByText('This text is too long for a link').waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as a file' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('bpeek-playground.json');
  const saved = readFileSync(await download.path());
  expect(JSON.parse(String(saved)).text).toBe(text);

  const other = await browser.open();
  await untilCounted(other);
  await other.setInputFiles('input[type=file]', {
    name: 'bpeek-playground.json',
    mimeType: 'application/json',
    buffer: saved,
  });
  await expect.poll(() => picker(other).inputValue()).toBe('gpt2');
  await expect.poll(() => shownCount(other)).toBe(count);
});

test('where the clipboard is refused, the link is there to be copied by hand', async () => {
  const page = await browser.open({
    before: () => {
      navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'));
    },
  });
  await untilCounted(page);
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByText('The browser did not let the page copy the link.').waitFor();
  const field = page.getByLabel('Link to what you see');
  await expect
    .poll(() =>
      field.evaluate((input) => {
        const { selectionStart, selectionEnd, value } = input as HTMLInputElement;
        return selectionStart === 0 && selectionEnd === value.length && value.length > 100;
      }),
    )
    .toBe(true);
});
