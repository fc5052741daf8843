/** The Train view: what it shows is what a trainer learns, step by step and at full speed. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { Tokenizer as PeerTokenizer } from 'tokenizers';
import { beforeAll, describe, expect, test } from 'vitest';
import { Tokenizer, Trainer } from '../../wasm/index.ts';
import '../wasm/support/dist.ts';
import { expectNoBarriers } from './support/axe.ts';
import { useBrowser } from './support/browser.ts';

const browser = useBrowser();

beforeAll(async () => (await Trainer.create('a', { vocabSize: 256 })).free());

const text =
  `low lower lowest, new newer newest, wide wider widest\n한국어 한국말 한국 사람, 한글 한자\n`.repeat(
    3,
  );

const byName = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const fullSpeed = (page: Page) => page.getByLabel('Speed').fill('8');

let page: Page;

beforeAll(async () => {
  page = await browser.open({ path: 'icon.svg' });
});

/** The view with this text, which an earlier visit has left behind; all else is as at first. */
async function open(params = '', kept: string = text): Promise<Page> {
  await page.goto(`${browser.address()}icon.svg`);
  await page.evaluate((value) => {
    localStorage.clear();
    sessionStorage.setItem('bpeek.text', value);
  }, kept);
  await page.goto(`${browser.address()}#/train${params}`);
  await byName(page, 'Train').waitFor();
  return page;
}

function trainerOf(size: number, pattern: string | null = 'gpt4', of = text) {
  return new Trainer(of, { vocabSize: size, pattern });
}

const shownMerges = async (page: Page) =>
  Number(await page.getByRole('progressbar', { name: 'Merges done' }).getAttribute('value'));

const number = (n: number) => n.toLocaleString('en');

/** What the step panel says: the last merge, and the pairs in line. */
async function shownStep(page: Page) {
  return page.evaluate(() => {
    const all = (selector: string) => Array.from(document.querySelectorAll<HTMLElement>(selector));
    const texts = (selector: string) => all(selector).map((each) => each.innerText);
    return {
      chips: texts('.train-merge .token-chip'),
      fact: texts('.train-step-fact')[0],
      counts: texts('.candidate-count'),
      pairs: all('.candidate-pair').map((pair) =>
        Array.from(pair.children, (chip) => chip.textContent),
      ),
    };
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A token as the page writes it: a space as ␣, bytes that are no whole character in hex. */
function written(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes).replaceAll(' ', '␣').replaceAll('\n', '↵');
  } catch {
    return Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
  }
}

test('one merge at a time: the pair, its count, the new token and the runners-up', async () => {
  const page = await open();
  using trainer = trainerOf(512);
  const step = byName(page, 'One merge');
  await step.click();
  await page.getByText('No merge yet').waitFor();
  for (let i = 0; i < 12; i++) {
    await step.click();
    const [merge] = trainer.step().merges;
    await page.getByRole('heading', { name: `Merge ${i + 1}`, exact: true }).waitFor();
    const { chips, fact, counts, pairs } = await shownStep(page);
    const candidates = trainer.candidates(6);
    if (chips.every((chip) => !/^[0-9A-F]{2}/.test(chip))) {
      expect(chips).toEqual(
        [merge!.left, merge!.right, merge!.id].map((id) => written(trainer.tokenBytes(id))),
      );
    }
    expect(fact).toBe(
      `side by side ${merge!.count} ${merge!.count === 1 ? 'time' : 'times'}, is now token ${merge!.id}`,
    );
    expect(counts).toEqual(candidates.map(({ count }) => number(count)));
    expect(pairs).toHaveLength(candidates.length);
    expect(await page.locator('.train-text-figures').innerText()).toContain(
      `${number(trainer.tokenCount)} tokens`,
    );
  }
});

test('the text is recoloured by the tokens so far, and the newest ones are outlined', async () => {
  const page = await open('?size=300');
  using trainer = trainerOf(300);
  await fullSpeed(page);
  await byName(page, 'Train').click();
  trainer.step(44);
  await page.getByText('Done: 44 merges.').waitFor();
  using tokenizer = trainer.finish();
  const { begins, ends } = tokenizer.tokens(text);
  const seen = Array.from(begins, (begin, i) => text.slice(begin, ends[i])).filter((t) => t !== '');
  const painted = page.locator('.train-page .text-token:not(.text-sliver)');
  await expect
    .poll(async () => (await painted.allTextContents()).map((t) => t.replaceAll('↵', '')))
    .toEqual(seen);
  const newest = page.locator('.train-page .is-newest:not(.text-sliver)');
  const ids = tokenizer.encode(text);
  expect(await newest.count()).toBe(ids.filter((id) => id === 299).length);
});

describe.each([
  ['gpt2', '?split=gpt2&size=340', 'gpt2'],
  ['no', '?split=none&size=340', null],
  ['an own', `?split=own&pattern=${encodeURIComponent('\\w+|\\W')}&size=340`, '\\w+|\\W'],
] as const)('with %s split pattern', (_, params, pattern) => {
  test('the vocabulary is what a trainer learns', async () => {
    const page = await open(params);
    using trainer = trainerOf(340, pattern);
    trainer.step(84);
    using tokenizer = trainer.finish();
    const ids = tokenizer.encode(text);
    await fullSpeed(page);
    await byName(page, 'Train').click();
    await page.getByText(/^Done/).waitFor();
    expect(await shownMerges(page)).toBe(trainer.merges.length);
    const rows = page.locator('.vocabulary-rows tbody tr');
    for (const { id } of trainer.merges.slice(-3)) {
      const count = ids.filter((each) => each === id).length;
      await page.getByLabel('Search by text, id or bytes').fill(String(id));
      const row = rows.filter({ has: page.locator('.vocabulary-id', { hasText: String(id) }) });
      await expect.poll(() => row.locator('.vocabulary-count').innerText()).toBe(String(count));
      const hex = Buffer.from(trainer.tokenBytes(id)).toString('hex').toUpperCase();
      expect((await row.locator('.vocabulary-bytes').innerText()).replaceAll(' ', '')).toBe(
        hex.slice(0, 96) + (hex.length > 96 ? '…' : ''),
      );
    }
  });
});

test('the vocabulary is searched by text, id and bytes, and sorted', async () => {
  const page = await open('?size=330');
  using trainer = trainerOf(330);
  trainer.step(74);
  await fullSpeed(page);
  await byName(page, 'Train').click();
  await page.getByText(/^Done/).waitFor();
  expect(await shownMerges(page)).toBe(trainer.merges.length);
  const ids = async () => (await page.locator('.vocabulary-id').allInnerTexts()).map(Number);
  expect((await ids())[0]).toBe(trainer.merges.at(-1)?.id);
  await page.getByLabel('Sort by').selectOption('id');
  expect((await ids()).slice(0, 3)).toEqual([0, 1, 2]);
  await page.getByLabel('Sort by').selectOption('length');
  const longest = Math.max(...trainer.merges.map(({ id }) => trainer.tokenBytes(id).length));
  expect(trainer.tokenBytes((await ids())[0]!).length).toBe(longest);
  const search = page.getByLabel('Search by text, id or bytes');
  await search.fill('한');
  const withLetter = trainer.merges.filter(({ id }) =>
    Buffer.from(trainer.tokenBytes(id)).toString().includes('한'),
  );
  expect((await ids()).sort()).toEqual(withLetter.map(({ id }) => id).sort());
  await search.fill('ED 95 9C');
  expect((await ids()).sort()).toEqual(withLetter.map(({ id }) => id).sort());
  await search.fill('qqq');
  await page.getByText('No token has this in it.').waitFor();
});

test('the table holds no more rows than are seen, and is reached by scrolling', async () => {
  const page = await open('?size=500');
  await byName(page, 'One merge').click();
  await page.getByLabel('Sort by').selectOption('id');
  expect(await page.locator('.vocabulary-rows tbody tr').count()).toBeLessThan(40);
  const rows = page.locator('.vocabulary-rows');
  await rows.focus();
  await page.keyboard.press('End');
  await expect
    .poll(async () => (await page.locator('.vocabulary-id').allInnerTexts()).at(-1))
    .toBe('255');
});

test('it can be paused, goes on, changes speed, and starts over', async () => {
  const page = await open('?size=600');
  const done = () => shownMerges(page);
  await byName(page, 'Train').click();
  await expect.poll(done).toBeGreaterThan(2);
  await byName(page, 'Pause').click();
  await byName(page, 'Go on').waitFor();
  const paused = await done();
  expect(paused).toBeLessThan(344);
  // Two more requests go to the worker and back before this step is answered.
  await byName(page, 'One merge').click();
  await expect.poll(done).toBeGreaterThan(paused);
  await fullSpeed(page);
  await byName(page, 'Go on').click();
  await page.getByText(/^Done/).waitFor();
  using trainer = trainerOf(600);
  await trainer.train();
  expect(await done()).toBe(trainer.merges.length);
  await byName(page, 'Start over').click();
  await byName(page, 'Train').waitFor();
  await page.getByText('The vocabulary grows here').waitFor();
});

test('nothing runs while another view is shown', async () => {
  const page = await open('?size=600');
  const done = () => shownMerges(page);
  await byName(page, 'Train').click();
  await expect.poll(done).toBeGreaterThan(1);
  const before = await done();
  await page.getByRole('link', { name: 'Tokens' }).click();
  await page.locator('.count[aria-busy=false]').waitFor();
  // At ten merges a second it would come much further than the few that a slow machine may do
  // before it has turned to the other view.
  await page.waitForTimeout(2000);
  await page.getByRole('link', { name: 'Train' }).click();
  const after = await done();
  expect(after).toBeLessThan(before + 12);
  await expect.poll(done).toBeGreaterThan(after);
});

test('a text too short for the vocabulary ends early, and says why', async () => {
  const page = await open('?size=400', 'abab');
  await page.getByText('A short text has little to learn from.').waitFor();
  await fullSpeed(page);
  await byName(page, 'Train').click();
  await page.getByText('Done after 2 merges: every piece of the text is one token').waitFor();
});

describe('a split pattern', () => {
  const place = (page: Page) => page.locator('.pattern-place mark');
  const field = (page: Page) => page.getByLabel('The split pattern, a regular expression');

  test('is checked while it is typed, at the offending character', async () => {
    const page = await open();
    await field(page).fill('[a-z]+|(\\p{L}+');
    await page.getByText('missing closing parenthesis').waitFor();
    expect(await field(page).getAttribute('aria-invalid')).toBe('true');
    expect(await byName(page, 'Train').isDisabled()).toBe(true);
    await field(page).fill('한글|*+?');
    await page.getByText('The split pattern is wrong at position').waitFor();
    await field(page).fill('[a-z]+|\\p{Hangul');
    await page.getByText(/The split pattern is wrong at position/).waitFor();
    await expect.poll(() => place(page).count()).toBe(1);
    await field(page).press('End');
    await page.keyboard.type('}+');
    await page.getByText('Merges stay inside the pieces').waitFor();
    await expect.poll(() => byName(page, 'Train').isEnabled()).toBe(true);
    expect(await page.getByRole('radio', { name: 'your own' }).isChecked()).toBe(true);
    // The address follows with a pause.
    await expect.poll(() => new URL(page.url()).hash).toContain('split=own');
  });

  test('that takes for ever is given up, and the page goes on', async () => {
    const page = await open(
      `?split=own&pattern=${encodeURIComponent('a*b|a')}`,
      'a'.repeat(400_000),
    );
    await byName(page, 'Train').click();
    await page.getByText('Splitting the text').waitFor();
    await byName(page, 'Start over').click();
    await page.getByRole('radio', { name: 'none' }).check();
    await fullSpeed(page);
    await byName(page, 'Train').click();
    await page.getByText(/^Done after \d+ merges/).waitFor();
  });

  test('that is too hard for this text says where', async () => {
    const page = await open(
      `?split=own&pattern=${encodeURIComponent('(?:a+)+$|한')}`,
      `한\n한${'a'.repeat(60)}b`,
    );
    await byName(page, 'Train').click();
    await page.getByRole('alert').getByText('because of line 2, column 2 of the text').waitFor();
  });
});

test('wrong sizes and repeated special tokens are told under their fields', async () => {
  const page = await open();
  const size = page.getByLabel('Vocabulary size');
  for (const wrong of ['', '255', '12.5', 'many', '3000000']) {
    await size.fill(wrong);
    await page.getByText('A whole number from 256').waitFor();
    expect(await byName(page, 'Train').isDisabled(), wrong).toBe(true);
  }
  await size.fill('300');
  await page.getByText('256 single bytes and 44 merges').waitFor();
  await page.getByLabel('Special tokens to register').fill('<a> <b> <a>');
  await page.getByText('<a> is there twice.').waitFor();
});

test('a changed text or setting is told, and can be trained anew', async () => {
  const page = await open();
  await byName(page, 'One merge').click();
  await page.getByText('No merge yet').waitFor();
  await page.getByLabel('Vocabulary size').fill('320');
  await page.getByText('have changed since this training began').waitFor();
  await byName(page, 'Train anew').click();
  await page.getByText(/of 64 merges/).waitFor();
});

test('the text can be edited, replaced by the sample, and put back', async () => {
  const page = await open();
  await byName(page, 'Edit').click();
  await page.getByRole('textbox', { name: 'Text' }).press('Control+a');
  await page.keyboard.insertText('한글 편집');
  await byName(page, 'Done').click();
  await page.getByText('13 bytes').waitFor();
  await page.getByRole('button', { name: 'Use a sample text' }).click();
  await page.getByText('The Baker Who Counted Letters').waitFor();
  await byName(page, 'Undo').click();
  await expect.poll(() => page.locator('.train-page').innerText()).toBe('한글 편집');
});

describe('files', () => {
  async function download(page: Page, item: string): Promise<Buffer> {
    await byName(page, 'Download').click();
    const waiting = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: item }).click();
    return readFileSync(await (await waiting).path());
  }

  async function trained(params: string, kept = text) {
    const page = await open(params, kept);
    await fullSpeed(page);
    await byName(page, 'Train').click();
    await page.getByText(/^Done/).waitFor();
    return page;
  }

  test('are those that a trainer writes', async () => {
    const page = await trained('?size=320&register=<|end|>%20<|한|>');
    using trainer = trainerOf(320);
    trainer.step(64);
    const specialTokens = ['<|end|>', '<|한|>'];
    const { model, vocab } = trainer.toMinbpe({ specialTokens });
    using tokenizer = trainer.finish({ specialTokens });
    expect((await download(page, 'minbpe .model')).toString()).toBe(model);
    expect((await download(page, 'minbpe .vocab')).toString()).toBe(vocab);
    expect((await download(page, '.bpeek')).equals(tokenizer.toBpeek())).toBe(true);
    const json = (await download(page, 'tokenizer.json')).toString();
    const peer = PeerTokenizer.fromString(json);
    const ids = (await peer.encode(`${text}<|end|>`, null, { addSpecialTokens: false })).getIds();
    expect(ids).toEqual([...tokenizer.encode(`${text}<|end|>`, { special: 'parse' })]);
    const tiktoken = await download(page, '.tiktoken');
    await page.getByText('neither pattern nor special tokens').waitFor();
    using loaded = await Tokenizer.load(new Uint8Array(tiktoken), { pattern: trainer.pattern });
    expect(loaded.encode(text)).toEqual(tokenizer.encode(text));
  });

  test('that cannot hold it are refused with the reason', async () => {
    const page = await trained(`?size=270&split=own&pattern=${encodeURIComponent('\\w+|\n')}`);
    await byName(page, 'Download').click();
    await page.getByRole('menuitem', { name: 'minbpe .model' }).click();
    await page.getByRole('alert').getByText('No .model can be made of this.').waitFor();
    expect((await download(page, 'tokenizer.json')).length).toBeGreaterThan(1000);
    await page.getByText('tokenizer.json has been saved.').waitFor();
  });
});

describe('by keyboard, on a phone, in the dark', () => {
  test('the whole of it works by keyboard', async () => {
    const page = await open('?size=300');
    await page.getByLabel('Vocabulary size').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('radio', { name: 'GPT-2' }).isChecked()).toBe(true);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    const speed = page.getByLabel('Speed');
    await speed.focus();
    await page.keyboard.press('End');
    expect(await speed.getAttribute('aria-valuetext')).toBe('full speed');
    await byName(page, 'Train').focus();
    await page.keyboard.press('Enter');
    await page.getByText('Done: 44 merges.').waitFor();
  });

  test('no sideways scroll, no barriers', async () => {
    const page = await open('?size=330', `${text}${'W'.repeat(300)}`);
    await fullSpeed(page);
    await byName(page, 'Train').click();
    await page.getByText(/^Done/).waitFor();
    for (const [width, colorScheme] of [
      [360, 'dark'],
      [768, undefined],
      [1200, 'light'],
    ] as const) {
      await page.setViewportSize({ width, height: 740 });
      const { scroll, client } = await page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth,
        client: document.documentElement.clientWidth,
      }));
      expect(scroll, `${width} px`).toBe(client);
      if (!colorScheme) continue;
      await page.emulateMedia({ colorScheme });
      await expectNoBarriers(page);
    }
    await page.setViewportSize({ width: 360, height: 740 });
    await byName(page, 'Download').click();
    const menu = await page.getByRole('menu').boundingBox();
    expect(menu!.x).toBeGreaterThanOrEqual(0);
    expect(menu!.x + menu!.width).toBeLessThanOrEqual(360);
    await page.setViewportSize({ width: 1200, height: 860 });
  });
});
