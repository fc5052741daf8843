/** Editing big texts: what is painted and counted is what a fresh encode of the text gives. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Tokenizer, type Tokens } from '../../wasm/index.ts';
import '../wasm/support/dist.ts';
import {
  editor,
  pasteText,
  policyPicker,
  renderedText,
  shownCount,
  untilCounted,
  useBrowser,
} from './support/browser.ts';
import { type Painted, paintedRanges } from './support/painted.ts';

const browser = useBrowser();
let tokenizer: Tokenizer;

beforeAll(async () => {
  tokenizer = await Tokenizer.load('o200k_base');
});
afterAll(() => tokenizer.free());

/** Lines that are all different, about so many bytes of them. */
function lines(bytes: number): string {
  const line = (i: number) => `${i}: the keeper counted ${i * i} ships, 등대 뷁 ${i % 7} 灯台.\n`;
  const count = Math.ceil(bytes / Buffer.byteLength(line(10_000)));
  return Array.from({ length: count }, (_, i) => line(i)).join('');
}

async function openText(page: Page, text: string): Promise<void> {
  const buffer = Buffer.from(text);
  await page.setInputFiles('input[type=file]', { name: 'big.txt', mimeType: 'text/plain', buffer });
  await page.getByText('The text is now big.txt').waitFor({ timeout: 60_000 });
  await editor(page).focus();
}

async function expectCount(page: Page, count: number): Promise<void> {
  await expect
    .poll(async () => Number((await shownCount(page)).replace(/\D/g, '')), { timeout: 60_000 })
    .toBe(count);
}

/** Where a line of the text is, which is there once; most likely at `likely`. */
function placeOf(line: string, text: string, likely: number): number {
  const isThere = (at: number) =>
    text.startsWith(line, at) &&
    (at + line.length === text.length || text[at + line.length] === '\n');
  for (const at of [0, likely]) if ((at === 0 || text[at - 1] === '\n') && isThere(at)) return at;
  const at = text.indexOf(`\n${line}\n`);
  if (at >= 0) return at + 1;
  return text.endsWith(`\n${line}`) ? text.length - line.length : -1;
}

/** The lines that the editor renders: those in sight, some around them, and those of the selection. */
const renderedLines = (page: Page) =>
  page.evaluate(() => {
    const sight = document.querySelector('.cm-scroller')!.getBoundingClientRect();
    return Array.from(document.querySelectorAll('.cm-line'), (line) => {
      const { top, bottom } = line.getBoundingClientRect();
      const isInSight = bottom > sight.top && top < sight.bottom;
      return { line: line.textContent ?? '', isInSight };
    });
  });

const ofTint = ({ style }: Painted) => style !== 'bpeek-shared';

/** What is to be painted in a line of a text, from its beginning at `at` on. */
function expectedInLine({ begins, ends }: Tokens, at: number, line: string): Painted[] {
  let low = 0;
  for (let high = begins.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (begins[middle]! < at) low = middle + 1;
    else high = middle;
  }
  const painted: Painted[] = [];
  for (let i = low; i < begins.length && begins[i]! < at + line.length; i++) {
    if (ends[i] === begins[i]) continue;
    const style = `bpeek-tint-${((i - low) % 6) + 1}`;
    painted.push({ from: begins[i]! - at, to: Math.min(ends[i]! - at, line.length), style });
  }
  return painted;
}

/** Waits until the count, and what is painted in each line in sight, are those of this text. */
async function expectPainted(page: Page, text: string): Promise<void> {
  const tokens = tokenizer.tokens(text, { special: 'literal' });
  await expectCount(page, tokens.ids.length);
  const look = async () => {
    const lines = await renderedLines(page);
    const painted = (await paintedRanges(page)).filter(ofTint);
    let start = 0;
    let at = 0;
    for (const [i, { line, isInSight }] of lines.entries()) {
      at = placeOf(line, text, i === 0 ? 0 : at + lines[i - 1]!.line.length + 1);
      if (at < 0) return `the editor shows what is not in the text: ${line}`;
      const from = start;
      const seen = painted
        .filter((range) => range.from >= from && range.from < from + line.length)
        .map((range) => ({
          ...range,
          from: range.from - from,
          to: Math.min(range.to - from, line.length),
        }));
      // Empty lines are there more than once.
      if (line !== '' && isInSight) expect(seen, line).toEqual(expectedInLine(tokens, at, line));
      start += line.length + 1;
    }
    return 'as expected';
  };
  await expect.poll(look, { timeout: 60_000 }).toBe('as expected');
}

const put = (text: string, at: number, insert: string) =>
  text.slice(0, at) + insert + text.slice(at);

describe('a megabyte of lines', () => {
  let page: Page;
  const whole = lines(1_000_000);
  beforeAll(async () => {
    page = await browser.open();
    await untilCounted(page);
  });

  test('edits at the beginning, in the middle and at the end, undone and redone', async () => {
    await openText(page, whole);
    await page.keyboard.press('Control+Home');
    await page.keyboard.type("it's 12");
    let text = `it's 12${whole}`;
    await expectPainted(page, text);

    await page.keyboard.press('Control+End');
    await page.keyboard.type('한글 end');
    text += '한글 end';
    await expectPainted(page, text);

    // A line in the middle, at which the editor is when its beginning is clicked.
    await page.locator('.cm-scroller').evaluate((scroller) => {
      scroller.scrollTop = scroller.scrollHeight / 2;
    });
    const middle = Math.floor(text.length / 2);
    const [aLine = ''] = text.slice(text.indexOf('\n', middle) + 1).split('\n', 1);
    await expect
      .poll(async () => (await renderedText(page)).includes(aLine.slice(0, 3)))
      .toBe(true);
    const box = (await page.locator('.cm-scroller').boundingBox())!;
    await page.mouse.click(box.x + 60, box.y + box.height / 2);
    await page.keyboard.press('Home');
    const line = await page.evaluate(
      () => (getSelection()!.anchorNode as Text).parentElement!.closest('.cm-line')!.textContent!,
    );
    const at = text.indexOf(`\n${line}`) + 1;
    const before = text;
    await page.keyboard.type('9');
    await page.keyboard.press('Enter');
    text = put(text, at, '9\n');
    await expectPainted(page, text);

    const hasNine = async () => (await renderedLines(page)).some(({ line }) => line === '9');
    const hasPart = async () => (await renderedText(page)).includes(`9${line}`);
    for (let i = 0; i < 4 && ((await hasNine()) || (await hasPart())); i++) {
      await page.keyboard.press('Control+z');
    }
    await expectPainted(page, before);
    for (let i = 0; i < 4 && !(await hasNine()); i++) await page.keyboard.press('Control+y');
    await expectPainted(page, text);
  });

  test('a composition', async () => {
    await openText(page, whole);
    await page.keyboard.press('Control+End');
    const cdp = await page.context().newCDPSession(page);
    for (const step of ['ㅂ', '부', '붸', '뷀', '뷁']) {
      await cdp.send('Input.imeSetComposition', {
        text: step,
        selectionStart: 1,
        selectionEnd: 1,
      });
      await expectPainted(page, whole + step);
    }
    await cdp.send('Input.insertText', { text: '뷁' });
    await page.keyboard.type(' ok');
    await expectPainted(page, `${whole}뷁 ok`);
  });

  test('replaced as a whole, and brought back', async () => {
    await openText(page, whole);
    const other = lines(200_000).toUpperCase();
    await pasteText(page, other);
    await expectPainted(page, other);
    await page.keyboard.press('Control+z');
    await expectPainted(page, whole);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('x');
    await expectPainted(page, 'x');
  });

  test('a special token that is refused, typed and deleted', async () => {
    await openText(page, whole);
    await policyPicker(page).selectOption('error');
    await editor(page).focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('<|endoftext|>');
    const line = whole.split('\n').length.toLocaleString('en');
    await page.getByText(`<|endoftext|> at line ${line}, column 1 is a special token`).waitFor();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('<|endoftext|>');
    await page.getByText('<|endoftext|> at line 1, column 1 is a special token').waitFor();
    await page.keyboard.press('Backspace');
    await page.getByText(`<|endoftext|> at line ${line}, column 1 is a special token`).waitFor();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Backspace');
    await untilCounted(page);
    await policyPicker(page).selectOption('literal');
    await editor(page).focus();
    await expectPainted(page, `<|endoftext|${whole}<|endoftext|`);
  });
});

test('ten megabytes, opened and edited', async () => {
  const page = await browser.open();
  await untilCounted(page);
  const text = lines(10_000_000);
  await openText(page, text);
  await expectPainted(page, text);
  await page.keyboard.press('Control+End');
  await page.keyboard.type('a word');
  await expectPainted(page, `${text}a word`);
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('1');
  await expectPainted(page, `1${text}a word`);
});

test('a very long line, typed in at its beginning, its end and after a selection', async () => {
  const page = await browser.open();
  await untilCounted(page);
  const text = Array.from({ length: 15_000 }, (_, i) => `word${i} ships ${i * 3}, `).join('');
  await openText(page, text);
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('the x');
  await page.keyboard.press('Backspace');
  // What is painted is one stretch of the line, which has no two such stretches.
  const tinted = async (expected: string) => {
    const tokens = tokenizer.tokens(expected, { special: 'literal' });
    await expectCount(page, tokens.ids.length);
    const tints = expectedInLine(tokens, 0, expected);
    const look = async () => {
      const seen = await renderedText(page);
      const painted = (await paintedRanges(page)).filter(ofTint);
      const texts = painted.map(({ from, to }) => seen.slice(from, to));
      if (texts.length < 100) return `only ${texts.length} ranges`;
      const at = expected.indexOf(texts.join(''));
      if (at < 0) return 'what is painted is not one stretch of the text';
      const first = tints.findIndex(({ to }) => to > at);
      const inSight = tints.slice(first, first + painted.length);
      expect(painted.map(({ style }) => style)).toEqual(inSight.map(({ style }) => style));
      const inner = inSight.map(({ from, to }) => expected.slice(from, to)).slice(1, -1);
      expect(texts.slice(1, -1)).toEqual(inner);
      return 'as expected';
    };
    await expect.poll(look, { timeout: 30_000 }).toBe('as expected');
  };
  await tinted(`the ${text}`);
  await page.keyboard.press('Control+End');
  await page.keyboard.type('끝 end');
  await tinted(`the ${text}끝 end`);
  for (let i = 0; i < 4; i++) await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.type('!');
  await tinted(`the ${text}끝!`);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await renderedText(page)).endsWith('끝 end')).toBe(true);
});
