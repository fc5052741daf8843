/** From one encoding to another, and what can go wrong on the way. */
import type { Page, Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { reference } from '../wasm/support/reference.ts';
import {
  pasteText,
  picker,
  renderedText,
  shownCount,
  untilCounted,
  useBrowser,
} from './support/browser.ts';

const browser = useBrowser();
const text = 'Nothing that was typed is ever lost: 안녕하세요.';

const countOf = (name: 'gpt2' | 'cl100k_base' | 'o200k_base') =>
  String(reference(name).encode(text, 'literal').length);

/** A page with the text in it, whose requests for gpt2 are answered by `answer`. */
async function openWith(answer: (route: Route) => Promise<void>): Promise<Page> {
  const page = await browser.open();
  await untilCounted(page);
  await pasteText(page, text);
  await expect.poll(() => shownCount(page)).toBe(countOf('o200k_base'));
  await page.route('**/encodings/gpt2.bpeek', answer);
  return page;
}

const truncated = async (route: Route) => {
  const response = await route.fetch();
  const body = await response.body();
  await route.fulfill({ response, body: body.subarray(0, body.length / 2), headers: {} });
};

const corrupted = async (route: Route) => {
  const response = await route.fetch();
  const body = Buffer.from(await response.body());
  body[Math.floor(body.length / 2)]! ^= 0x40;
  await route.fulfill({ response, body, headers: {} });
};

async function expectStillWorking(page: Page): Promise<void> {
  await page.getByText('The count is still that of o200k_base.').waitFor();
  expect(await shownCount(page)).toBe(countOf('o200k_base'));
  expect(await page.locator('.count-how').innerText()).toContain('o200k_base');
  expect(await renderedText(page)).toBe(text);
  await page.unroute('**/encodings/gpt2.bpeek');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('gpt2, special tokens').waitFor();
  expect(await shownCount(page)).toBe(countOf('gpt2'));
  expect(await page.getByRole('alert').innerText()).toBe('');
}

test('switching counts anew, and survives a reload', async () => {
  const page = await browser.open();
  await untilCounted(page);
  await pasteText(page, text);
  for (const name of ['gpt2', 'cl100k_base', 'o200k_base', 'gpt2'] as const) {
    await picker(page).selectOption(name);
    await page.getByText(`${name}, special tokens`).waitFor();
    await expect.poll(() => shownCount(page), { message: name }).toBe(countOf(name));
  }
  await page.reload();
  await untilCounted(page);
  expect(await picker(page).inputValue()).toBe('gpt2');
  expect(await shownCount(page)).toBe(countOf('gpt2'));
  expect(await renderedText(page)).toBe(text);
});

test('every bundled encoding is there and works', async () => {
  const page = await browser.open();
  await untilCounted(page);
  await pasteText(page, text);
  const names = await picker(page)
    .locator('option')
    .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
  expect(names).toEqual(
    expect.arrayContaining([
      'gpt2',
      'r50k_base',
      'p50k_base',
      'p50k_edit',
      'cl100k_base',
      'o200k_base',
      'o200k_harmony',
    ]),
  );
  for (const name of names) {
    await picker(page).selectOption(name);
    await page.getByText(`${name}, special tokens`).waitFor();
    await untilCounted(page);
  }
});

test('a truncated file is refused, and nothing is lost', async () => {
  const page = await openWith(truncated);
  await picker(page).selectOption('gpt2');
  await page
    .getByRole('alert')
    .getByText('gpt2 could not be loaded: its file is damaged')
    .waitFor();
  await expectStillWorking(page);
});

test('a corrupted file is refused, and nothing is lost', async () => {
  const page = await openWith(corrupted);
  await picker(page).selectOption('gpt2');
  await page
    .getByRole('alert')
    .getByText('gpt2 could not be loaded: its file is damaged')
    .waitFor();
  await expectStillWorking(page);
});

test('no network: says so, and nothing is lost', async () => {
  const page = await openWith((route) => route.abort('internetdisconnected'));
  await picker(page).selectOption('gpt2');
  await page
    .getByRole('alert')
    .getByText('gpt2 could not be loaded: there is no network')
    .waitFor();
  await expectStillWorking(page);
});

test('a failure can be dismissed: the picker goes back to what is in use', async () => {
  const page = await openWith((route) => route.abort('internetdisconnected'));
  await picker(page).selectOption('gpt2');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  expect(await picker(page).inputValue()).toBe('o200k_base');
  expect(await page.getByRole('alert').innerText()).toBe('');
});

test('no network on the first visit: the text can be edited, and a retry brings the tokens', async () => {
  const page = await browser.open({ path: 'icon-that-does-not-exist' });
  await page.route('**/*.bpeek', (route) => route.abort('internetdisconnected'));
  await page.goto(browser.address());
  await page.getByRole('alert').getByText('o200k_base could not be loaded').waitFor();
  await pasteText(page, text);
  expect(await renderedText(page)).toBe(text);
  expect(await shownCount(page)).toBe('–');
  await page.unroute('**/*.bpeek');
  await page.getByRole('button', { name: 'Try again' }).click();
  await untilCounted(page);
  expect(await shownCount(page)).toBe(countOf('o200k_base'));
});

test('a slow download shows its progress, and a newer choice replaces it', async () => {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const page = await openWith(async (route) => {
    await released;
    await route.continue().catch(() => {});
  });
  await picker(page).selectOption('gpt2');
  await page.getByRole('status').getByText('Loading gpt2').waitFor();
  await page.getByRole('progressbar', { name: 'Loading gpt2' }).waitFor();
  // Meanwhile the encoding in use stays in use.
  expect(await shownCount(page)).toBe(countOf('o200k_base'));
  await picker(page).selectOption('cl100k_base');
  await page.getByText('cl100k_base, special tokens').waitFor();
  release();
  await page.getByText('Loading').waitFor({ state: 'detached' });
  expect(await picker(page).inputValue()).toBe('cl100k_base');
  expect(await shownCount(page)).toBe(countOf('cl100k_base'));
});
