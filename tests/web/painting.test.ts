/** Type, and the tokens light up: what Chromium paints against what tiktoken says. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Reference, reference } from '../wasm/support/reference.ts';
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
import { expectedPaint, markedUnits, paintedRanges, unitsOf } from './support/painted.ts';

const texts = {
  English: "It's the keeper's lighthouse, isn't it? She counted: one, two... eleven!",
  Korean: '안녕하세요! 뷁, 쀍, 꿻 같은 글자는 쪼개집니다.',
  Japanese: '灯台守は、船を数えていました。鬱',
  Python: 'def merge(ids, pair):\n    merged = []\n\treturn merged  # done\n',
  numbers: '7 77 777 7777 77777 127 + 677 = 804\n3.14159 ٣٫١٤',
  emoji: '👩‍👩‍👧‍👦 👍🏽 🇰🇷 ❤️ 😀😀\n🏴󠁧󠁢󠁳󠁣󠁴󠁿',
  Arabic: 'السلام عليكم and hello, עברית too.',
  whitespace: '  two\n\n\n   three\u00a0\u3000four \t five\n ',
  specials: 'one<|endoftext|>two <|endofprompt|><|endoftext|>',
  combining: 'e\u0301 क्षि ก็ Z\u0351\u036b\u0343',
};

describe.each(['gpt2', 'cl100k_base', 'o200k_base'] as const)('%s', (name) => {
  const browser = useBrowser();
  let page: Page;
  let tiktoken: Reference;

  beforeAll(async () => {
    tiktoken = reference(name);
    page = await browser.open();
    await picker(page).selectOption(name);
    await page.getByText(`${name}, special tokens`).waitFor();
  });

  test.each(Object.entries(texts))('paints %s as tiktoken splits it', async (_, text) => {
    await policyPicker(page).selectOption('literal');
    await pasteText(page, text);
    expect(await renderedText(page)).toBe(text);
    await expect
      .poll(() => paintedRanges(page), { timeout: 30_000, message: text })
      .toEqual(expectedPaint(text, tiktoken));
    const count = tiktoken.encode(text, 'literal').length;
    expect(await shownCount(page)).toBe(String(count));
  });

  test('parses special tokens and inverts them', async () => {
    await policyPicker(page).selectOption('parse');
    await pasteText(page, texts.specials);
    await expect
      .poll(() => paintedRanges(page), { timeout: 30_000 })
      .toEqual(expectedPaint(texts.specials, tiktoken, 'parse'));
  });
});

/** What is wrong with the ticks in sight, by the places where painted tokens begin inside a line. */
const misplacedTicks = (page: Page) =>
  page.evaluate(() => {
    const sight = document.querySelector('.cm-scroller')!.getBoundingClientRect();
    const isInSight = ({ y }: { y: number }) => y > sight.top + 20 && y < sight.bottom - 20;
    const path = document.querySelector('.token-ticks')!;
    const origin = document.querySelector('.token-overlay')!.getBoundingClientRect();
    const found = Array.from(
      (path.getAttribute('d') ?? '').matchAll(/M([\d.-]+) ([\d.-]+)v/g),
      ([, x, y]) => ({ x: Number(x) + origin.left, y: Number(y) + origin.top }),
    ).filter(isInSight);
    const tints = Array.from(CSS.highlights).filter(([name]) => name.includes('tint'));
    const begins = tints.flatMap(([, highlight]) =>
      Array.from(highlight).flatMap(({ startContainer, startOffset, endContainer, endOffset }) => {
        const range = document.createRange();
        range.setStart(startContainer, startOffset);
        range.setEnd(endContainer, endOffset);
        const line = startContainer.parentElement!.closest('.cm-line')!;
        const before = document.createRange();
        before.selectNodeContents(line);
        before.setEnd(startContainer, startOffset);
        const [box] = range.getClientRects();
        if (!box || String(range) === '' || String(before) === '') return [];
        const isRightToLeft = /^[\u0590-\u05ff]/.test(String(range));
        return [{ x: isRightToLeft ? box.right : box.left, y: box.bottom, text: String(range) }];
      }),
    );
    const expected = begins.filter(isInSight);
    const isThere = (place: { x: number; y: number }) => (other: { x: number; y: number }) =>
      Math.abs(place.x - other.x) <= 1 && Math.abs(place.y - other.y) <= 1;
    return [
      ...(expected.length < 20 ? [`only ${expected.length} tokens painted`] : []),
      ...expected.filter((each) => !found.some(isThere(each))).map(({ text }) => `none: ${text}`),
      ...found.filter((each) => !expected.some(isThere(each))).map(({ x, y }) => `at ${x} ${y}`),
    ];
  });

describe('typing', () => {
  const browser = useBrowser();
  const tiktoken = reference('o200k_base');

  test('starts with a text that is already painted', async () => {
    const page = await browser.open();
    await untilCounted(page);
    const text = await renderedText(page);
    expect(text.length).toBeGreaterThan(100);
    // The count may be there a frame before the first paint.
    await expect.poll(() => paintedRanges(page)).toEqual(expectedPaint(text, tiktoken));
  });

  test('paints each key press on the very next frame', async () => {
    const page = await browser.open();
    await untilCounted(page);
    await pasteText(page, '');
    // What is painted when the frame after a key press is about to be drawn: size observers are
    // told after all animation callbacks of a frame, whoever asked for them first.
    await page.evaluate(() => {
      const frames: string[][] = [];
      Object.assign(globalThis, { frames });
      document.addEventListener('keydown', () => {
        requestAnimationFrame(() => {
          const observer = new ResizeObserver(() => {
            observer.disconnect();
            const ranges = Array.from(CSS.highlights.values(), (each) => Array.from(each)).flat();
            frames.push(
              ranges.map(({ startContainer, startOffset, endOffset }) =>
                (startContainer.textContent ?? '').slice(startOffset, endOffset),
              ),
            );
          });
          observer.observe(document.body);
        });
      });
    });
    const text = 'tokenizers, mostly';
    for (const [index, key] of Array.from(text).entries()) {
      await page.keyboard.press(key === ' ' ? 'Space' : key);
      await page.waitForFunction(`frames.length > ${index}`);
    }
    const frames: string[][] = await page.evaluate('frames');
    for (const [index, painted] of frames.entries()) {
      const typed = text.slice(0, index + 1);
      const tokens = expectedPaint(typed, tiktoken).map(({ from, to }) => typed.slice(from, to));
      expect(painted.sort(), typed).toEqual(tokens.sort());
    }
  });

  test('paints what is in sight of a long text, wherever one scrolls', async () => {
    const page = await browser.open();
    await untilCounted(page);
    const lines = Array.from(
      { length: 20_000 },
      (_, i) => `${i}: the quick brown fox, 뷁 ${i * i}`,
    );
    const text = lines.join('\n');
    await pasteText(page, text);
    // Pasting brings the end of the text into view, some frames later.
    await page.locator('.cm-line', { hasText: `${lines.length - 1}: ` }).waitFor();
    for (const part of [0.5, 0.999, 0.1]) {
      await page.locator('.cm-scroller').evaluate((scroller, share) => {
        scroller.scrollTop = share * scroller.scrollHeight;
      }, part);
      const isPainted = async () => {
        const seen = await renderedText(page);
        const first = Number(seen.split(':', 1)[0]);
        if (Math.abs(first / lines.length - part) > 0.05) return `still at line ${first}`;
        // Lines are split alike wherever they stand: each begins with a digit after a line break.
        const inText = expectedPaint(seen, tiktoken).filter(({ to }) => to < seen.length - 200);
        const painted = (await paintedRanges(page)).filter(({ to }) => to < seen.length - 200);
        expect(painted.length).toBeGreaterThan(100);
        expect(painted).toEqual(inText);
        return 'painted';
      };
      await expect.poll(isPainted, { timeout: 60_000 }).toBe('painted');
    }
  });

  test('draws a tick at each boundary inside a line', async () => {
    const page = await browser.open();
    await untilCounted(page);
    const text = 'one two three\nfour five';
    await pasteText(page, text);
    const starts = expectedPaint(text, tiktoken).filter(
      ({ from }) => from > 0 && text[from - 1] !== '\n' && text[from] !== '\n',
    );
    const ticks = () =>
      page
        .locator('.token-ticks')
        .evaluate((path) => path.getAttribute('d')?.match(/M/g)?.length ?? 0);
    await expect.poll(ticks, { timeout: 30_000 }).toBe(starts.length);
  });

  test('keeps each tick where its token begins, whatever moves the lines', async () => {
    const page = await browser.open();
    await untilCounted(page);
    const line = 'The keeper counted 1234 ships, 뷁 and שלום, 등대 😀 isn’t far: ';
    const lines = Array.from({ length: 60 }, (_, i) => `${i} ${line.repeat(1 + (i % 3))}`);
    await pasteText(page, lines.join('\n'));
    await page.keyboard.press('Control+Home');
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const steps: Record<string, () => Promise<unknown>> = {
      'as it is': async () => {},
      'a letter at the beginning': () => press('x'),
      'a wider line': () => press('End', ...'a wrapped word or two '),
      'a line more': () => press('ArrowDown', 'Home', 'Enter'),
      'two lines in one': () => press('Backspace', 'Backspace'),
      'a line less': () => press('ArrowDown', 'ArrowDown', 'Home', 'Shift+ArrowDown', 'Delete'),
      undone: () => press('Control+z', 'Control+z'),
      scrolled: () =>
        page.locator('.cm-scroller').evaluate((scroller) => {
          scroller.scrollTop = 700;
        }),
      'a letter in the middle': async () => {
        const { x, y, width, height } = (await page.locator('.cm-scroller').boundingBox())!;
        await page.mouse.click(x + width / 2, y + height / 2);
        await press('x', 'Space');
      },
      'signs for whitespace': async () => {
        await page.getByRole('button', { name: 'Whitespace' }).click();
        await editor(page).focus();
      },
      'a narrower window': () => page.setViewportSize({ width: 700, height: 720 }),
      'another font': async () => {
        await page.addStyleTag({ content: '.cm-scroller { font-family: serif !important }' });
        await press('y');
      },
      'a larger font': async () => {
        await page.addStyleTag({ content: '.cm-scroller { font-size: 21px !important }' });
        await press('y');
      },
    };
    for (const [what, act] of Object.entries(steps)) {
      await act();
      await expect.poll(() => misplacedTicks(page), { message: what, timeout: 30_000 }).toEqual([]);
    }
  });

  test('keeps ticks and outline with the text of one very long line', async () => {
    const page = await browser.open();
    await untilCounted(page);
    await pasteText(page, 'the keeper counted ships '.repeat(4000));
    const scroller = page.locator('.cm-scroller');
    for (const part of [0.5, 0.9, 0.05]) {
      await scroller.evaluate((element, share) => {
        element.scrollTop = share * element.scrollHeight;
      }, part);
      const uncovered = () =>
        page.evaluate(() => {
          const seen = document.querySelector('.cm-scroller')!.getBoundingClientRect();
          const drawn = document.querySelector('.token-ticks')!.getBoundingClientRect();
          return Math.max(drawn.top - seen.top, seen.bottom - drawn.bottom, 0);
        });
      await expect.poll(uncovered, { timeout: 30_000 }).toBe(0);
    }
    const { x, y, width, height } = (await scroller.boundingBox())!;
    await page.mouse.move(x + width / 2, y + height / 2);
    const outline = await page.locator('.token-outline').boundingBox();
    expect(outline!.y).toBeGreaterThan(y);
    expect(outline!.y + outline!.height).toBeLessThan(y + height);
    expect(outline!.x).toBeLessThan(x + width / 2);
    expect(outline!.x + outline!.width).toBeGreaterThan(x + width / 2);
  });
});

describe('without the CSS Custom Highlight API', () => {
  const browser = useBrowser();
  const tiktoken = reference('o200k_base');

  test('paints with marks', async () => {
    const page = await browser.open({
      before: () => {
        Reflect.deleteProperty(CSS, 'highlights');
        Object.defineProperty(CSS, 'highlights', { value: undefined, configurable: true });
        Reflect.deleteProperty(CSS, 'highlights');
      },
    });
    await untilCounted(page);
    expect(await page.evaluate(() => 'highlights' in CSS)).toBe(false);
    for (const text of Object.values(texts)) {
      await pasteText(page, text);
      await expect
        .poll(() => markedUnits(page), { timeout: 30_000, message: text })
        .toEqual(unitsOf(text, expectedPaint(text, tiktoken)));
    }
    await editor(page).focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('! Typed');
    const text = `${Object.values(texts).at(-1)}! Typed`;
    await expect
      .poll(() => markedUnits(page), { timeout: 30_000, message: text })
      .toEqual(unitsOf(text, expectedPaint(text, tiktoken)));
  });
});
