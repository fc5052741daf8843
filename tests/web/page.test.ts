/** The page as a whole: its figures, its memory, its manners. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { reference } from '../wasm/support/reference.ts';
import { expectNoBarriers } from './support/axe.ts';
import {
  editor,
  tokens as listed,
  pasteText,
  policyPicker,
  renderedText,
  shownCount,
  untilCounted,
  useBrowser,
} from './support/browser.ts';

const browser = useBrowser();

const figure = (page: Page, label: string) =>
  page.locator('.figures div', { hasText: label }).locator('dd').first().innerText();

test('counts characters and bytes as Unicode does', async () => {
  const page = await browser.open();
  await untilCounted(page);
  for (const text of ['abc', '한글', '👩‍👩‍👧‍👦', 'e\u0301', 'a\nb', '\ud83d alone']) {
    await pasteText(page, text);
    const characters = Array.from(text).length;
    const tokens = reference('o200k_base').encode(text, 'literal').length;
    await expect.poll(() => figure(page, 'Characters'), { message: text }).toBe(String(characters));
    expect(await figure(page, 'Bytes')).toBe(String(Buffer.byteLength(text)));
    expect(await figure(page, 'Characters per token')).toBe((characters / tokens).toFixed(2));
    expect(await shownCount(page)).toBe(String(tokens));
  }
});

test('the text survives a reload, but not the tab', async () => {
  const page = await browser.open();
  await untilCounted(page);
  await pasteText(page, 'mine alone');
  await page.reload();
  await untilCounted(page);
  expect(await renderedText(page)).toBe('mine alone');
  const other = await page.context().newPage();
  await other.goto(browser.address());
  await untilCounted(other);
  expect(await renderedText(other)).not.toContain('mine alone');
});

test('an emptied text stays empty over a reload', async () => {
  const page = await browser.open();
  await untilCounted(page);
  await pasteText(page, 'x');
  await page.keyboard.press('Backspace');
  await page.reload();
  await untilCounted(page);
  expect(await shownCount(page)).toBe('0');
});

test('says so when the browser cannot keep the text', async () => {
  const page = await browser.open({
    before: () => {
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    },
  });
  await untilCounted(page);
  await page.getByText('A reload will lose this text').waitFor();
});

test('whitespace is shown on request', async () => {
  const page = await browser.open();
  await untilCounted(page);
  await pasteText(page, 'a b\tc\nd');
  const signs = () => page.locator('.token-signs').getAttribute('d');
  expect((await signs()) || '').toBe('');
  const toggle = page.getByRole('button', { name: 'Whitespace' });
  await toggle.click();
  await expect.poll(async () => ((await signs()) ?? '').match(/M/g)?.length ?? 0).toBe(3);
  expect(await toggle.getAttribute('aria-pressed')).toBe('true');
  await page.reload();
  await untilCounted(page);
  expect(await toggle.getAttribute('aria-pressed')).toBe('true');
});

test('the count is announced once the typing pauses', async () => {
  const page = await browser.open();
  await untilCounted(page);
  await pasteText(page, 'one two three');
  await page.getByRole('status').getByText('3 tokens in o200k_base').waitFor({ state: 'attached' });
});

test('a text too long to count at every key press is counted in the pause, never wrongly', async () => {
  const page = await browser.open();
  await untilCounted(page);
  const text = 'word '.repeat(300_000);
  await pasteText(page, text);
  const digits = async () => Number((await shownCount(page)).replace(/\D/g, ''));
  const { encode } = reference('o200k_base');
  await expect.poll(digits, { timeout: 60_000 }).toBe(encode(text, 'literal').length);
  await page.keyboard.type('x');
  const counts = new Set<string>();
  await expect
    .poll(
      async () => {
        counts.add(await shownCount(page));
        return digits();
      },
      { timeout: 60_000 },
    )
    .toBe(encode(`${text}x`, 'literal').length);
});

describe('theme', () => {
  const scheme = (page: Page) =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

  test('follows the system until another is chosen, and keeps the choice', async () => {
    const page = await browser.open({ colorScheme: 'light' });
    await untilCounted(page);
    const light = await scheme(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await scheme(page);
    expect(dark).not.toBe(light);
    await page.getByRole('button', { name: 'Use the light theme' }).click();
    expect(await scheme(page)).toBe(light);
    await page.reload();
    await untilCounted(page);
    expect(await scheme(page)).toBe(light);
    await page.getByRole('button', { name: 'Use the dark theme' }).click();
    expect(await scheme(page)).toBe(dark);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await scheme(page)).toBe(light);
  });
});

describe('accessibility', () => {
  const states: Record<string, (page: Page) => Promise<void>> = {
    'the first visit': async () => {},
    'partial characters and whitespace': async (page) => {
      await page.getByRole('button', { name: 'Whitespace' }).click();
      await pasteText(page, 'a 뷁\t<|endoftext|>');
      await listed(page).nth(2).hover();
    },
    'an error': async (page) => {
      await pasteText(page, 'a <|endoftext|>');
      await policyPicker(page).selectOption('error');
      await page.getByRole('alert').getByText('is a special token').waitFor();
    },
    'the open menu': async (page) => {
      await page.getByRole('button', { name: 'Examples' }).click();
    },
    'special tokens, in bytes': async (page) => {
      await pasteText(page, 'a <|endoftext|>');
      await policyPicker(page).selectOption('parse');
      await page.getByRole('radio', { name: 'Bytes' }).check();
    },
    'no text': async (page) => {
      await pasteText(page, 'a');
      await page.keyboard.press('Backspace');
    },
  };

  /** Where the state is all there is to see. */
  const parts: Record<string, string> = {
    'the open menu': '.controls',
    'an error': '.text-panel',
    'no text': '.text-panel',
  };

  test.each(Object.entries(states))('%s', async (state, reach) => {
    const page = await browser.open();
    await untilCounted(page);
    await reach(page);
    for (const [colorScheme, width] of [
      ['light', 1200],
      ['dark', 360],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 860 });
      await expectNoBarriers(page, `${colorScheme}, ${width} px`, parts[state]);
    }
  });
});

describe('layout', () => {
  test('no sideways scroll, however wide the window is', async () => {
    const page = await browser.open();
    await untilCounted(page);
    await pasteText(page, `${'W'.repeat(400)} ${'한'.repeat(300)} <|endoftext|>`);
    const expectNoScroll = async (what: string) => {
      const { scroll, client } = await page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth,
        client: document.documentElement.clientWidth,
      }));
      expect(scroll, what).toBe(client);
    };
    for (const width of [360, 400, 768, 961, 1200, 2000]) {
      await page.setViewportSize({ width, height: 740 });
      await policyPicker(page).selectOption('error');
      await page.getByRole('alert').getByText('is a special token').waitFor();
      await expectNoScroll(`refused, ${width} px`);
      await policyPicker(page).selectOption('literal');
      await listed(page).first().hover();
      await expectNoScroll(`${width} px`);
      await page.getByRole('button', { name: 'Examples' }).click();
      const menu = await page.getByRole('menu').boundingBox();
      expect(menu!.x, `${width} px`).toBeGreaterThanOrEqual(0);
      expect(menu!.x + menu!.width, `${width} px`).toBeLessThanOrEqual(width);
      await page.keyboard.press('Escape');
    }
  });

  test('the count stays in sight at 360 px', async () => {
    const page = await browser.open({ viewport: { width: 360, height: 740 } });
    await untilCounted(page);
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    expect(height).toBeGreaterThan(740);
    for (let top = 0; top < height; top += 200) {
      await page.evaluate((y) => scrollTo(0, y), top);
      const box = await page.locator('.count').boundingBox();
      expect(box!.y, `scrolled to ${top}`).toBeGreaterThanOrEqual(0);
      expect(box!.y + box!.height, `scrolled to ${top}`).toBeLessThanOrEqual(740);
    }
  });

  test('nothing moves while the encoding loads', async () => {
    const page = await browser.open();
    const places = () =>
      page.evaluate(() =>
        Array.from(document.querySelectorAll('.panel'), (panel) => {
          const { x, y, width, height } = panel.getBoundingClientRect();
          return [x, y, width, height];
        }),
      );
    await page.route('**/*.bpeek', () => new Promise(() => {}));
    await page.reload();
    await editor(page).waitFor();
    const loading = await places();
    await page.unroute('**/*.bpeek');
    await page.reload();
    await untilCounted(page);
    expect(await places()).toEqual(loading);
  });
});

test('every request stays on its own origin', async () => {
  const page = await browser.open();
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.reload();
  await untilCounted(page);
  for (const name of ['gpt2', 'cl100k_base']) {
    await page.getByLabel('Encoding').selectOption(name);
    await page.getByText(`${name}, special tokens`).waitFor();
  }
  await pasteText(page, 'some private text');
  expect(requests.length).toBeGreaterThan(4);
  for (const url of requests) expect(url.startsWith(browser.address()), url).toBe(true);
  for (const url of requests) expect(url).not.toContain('private');
});

test('an address that names no view shows the first one', async () => {
  const page = await browser.open({ path: '#/no-such-view' });
  await untilCounted(page);
  expect(await page.locator('nav [aria-current=page]').innerText()).toBe('Tokens');
});
