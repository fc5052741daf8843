/** Korean by an input method: nothing lost, nothing doubled, painted all the while. */
import type { CDPSession, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { reference } from '../wasm/support/reference.ts';
import { renderedText, useOnePage } from './support/browser.ts';
import { expectedPaint, markedUnits, paintedRanges, unitsOf } from './support/painted.ts';

// What a two-set keyboard composes for each syllable, key by key.
const syllables = [
  ['ㅎ', '하', '한'],
  ['ㄱ', '그', '글'],
  ['ㄷ', '다', '달', '닭'],
  ['ㅂ', '부', '붸', '뷀', '뷁'],
];
const composed = '한글닭뷁';

async function compose(page: Page, afterEach: () => Promise<void>): Promise<void> {
  const cdp: CDPSession = await page.context().newCDPSession(page);
  for (const steps of syllables) {
    for (const step of steps) {
      await cdp.send('Input.imeSetComposition', {
        text: step,
        selectionStart: step.length,
        selectionEnd: step.length,
      });
      await afterEach();
    }
    await cdp.send('Input.insertText', { text: steps.at(-1)! });
    await afterEach();
  }
}

const places = {
  'in an empty text': { text: '', keys: [] },
  'at the end': { text: 'The word is ', keys: ['Control+End'] },
  'inside a token': { text: 'tokenizer', keys: ['Control+Home', 'ArrowRight', 'ArrowRight'] },
  'at the edge of a token': {
    text: 'one two',
    keys: ['Control+Home', 'ArrowRight', 'ArrowRight', 'ArrowRight'],
  },
  'between Korean letters': { text: '안녕하세요', keys: ['Control+Home', 'ArrowRight'] },
};

const carets: Record<keyof typeof places, number> = {
  'in an empty text': 0,
  'at the end': 12,
  'inside a token': 2,
  'at the edge of a token': 3,
  'between Korean letters': 1,
};

const withoutHighlights = () => {
  Object.defineProperty(CSS, 'highlights', { value: undefined, configurable: true });
  Reflect.deleteProperty(CSS, 'highlights');
};

describe.each(['highlights', 'marks'] as const)('composing, painted by %s', (means) => {
  const openWith = useOnePage(means === 'marks' ? { before: withoutHighlights } : {});
  const tiktoken = reference('o200k_base');

  test.each(Object.entries(places))('%s', async (place, { text, keys }) => {
    const page = await openWith(text || 'x');
    if (!text) await page.keyboard.press('Backspace');
    for (const key of keys) await page.keyboard.press(key);

    const caret = carets[place as keyof typeof places];
    const around = [text.slice(0, caret), text.slice(caret)] as const;
    const seen: string[] = [];
    await compose(page, async () => {
      seen.push(await renderedText(page));
    });
    const expected = syllables.flatMap((steps, index) => {
      const before = around[0] + composed.slice(0, index);
      return [...steps, steps.at(-1)].map((step) => before + step + around[1]);
    });
    expect(seen).toEqual(expected);

    const final = around[0] + composed + around[1];
    const painted = expectedPaint(final, tiktoken);
    if (means === 'highlights') {
      await expect.poll(() => paintedRanges(page), { timeout: 30_000 }).toEqual(painted);
    } else {
      await expect
        .poll(() => markedUnits(page), { timeout: 30_000 })
        .toEqual(unitsOf(final, painted));
    }
  });

  test('the tokens follow while a syllable is being composed', async () => {
    if (means === 'marks') return;
    const page = await openWith('말 ');
    await page.keyboard.press('Control+End');
    const cdp = await page.context().newCDPSession(page);
    for (const step of syllables.at(-1)!) {
      await cdp.send('Input.imeSetComposition', {
        text: step,
        selectionStart: 1,
        selectionEnd: 1,
      });
      await expect
        .poll(() => paintedRanges(page), { timeout: 30_000, message: step })
        .toEqual(expectedPaint(`말 ${step}`, tiktoken));
    }
  });
});
