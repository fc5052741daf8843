/** Encodings of the reader's own: opened, trained, kept, renamed, deleted. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { Tokenizer, Trainer } from '../../wasm/index.ts';
import '../wasm/support/dist.ts';
import { expectNoBarriers } from './support/axe.ts';
import {
  pasteText,
  picker,
  renderedText,
  shownCount,
  untilCounted,
  useBrowser,
} from './support/browser.ts';

const browser = useBrowser();

const text = 'low lower lowest 한국어 한국말 한국 '.repeat(4);
let tokenizer: Tokenizer;

beforeAll(async () => {
  using trainer = await Trainer.create(text, { vocabSize: 300 });
  trainer.step(44);
  tokenizer = trainer.finish({ specialTokens: ['<|end|>'] });
});

async function pick(page: Page, name: string, content: string | Uint8Array) {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open file' }).click();
  await (await chooser).setFiles({
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(content),
  });
}

async function drop(page: Page, name: string, content: Uint8Array) {
  await page.locator('.cm-content').evaluate(
    (element, file) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([new Uint8Array(file.bytes)], file.name));
      for (const type of ['dragover', 'drop']) {
        element.dispatchEvent(
          new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }),
        );
      }
    },
    { name, bytes: [...content] },
  );
}

async function open(before?: () => void): Promise<Page> {
  const page = await browser.open(before ? { before } : {});
  await untilCounted(page);
  await pasteText(page, text);
  return page;
}

const inUse = (page: Page, name: string) =>
  page.getByText(`${name} is now the encoding of the playground`);

const yours = (page: Page) =>
  picker(page).evaluate((select) =>
    Array.from(
      select.querySelectorAll('optgroup[label=yours] option'),
      (option) => option.textContent,
    ),
  );

const count = () => String(tokenizer.count(text));

test('a .bpeek, a minbpe .model and a tokenizer.json become encodings of the playground', async () => {
  const page = await open();
  const files = [
    ['one.bpeek', tokenizer.toBpeek()],
    ['two.model', tokenizer.toMinbpe().model],
    ['three.json', await tokenizer.toTokenizerJson()],
  ] as const;
  for (const [file, content] of files) {
    await pick(page, file, content);
    const name = file.replace(/\..*/, '');
    await inUse(page, name).waitFor();
    await page.getByText(`${name}, special tokens`).waitFor();
    expect(await shownCount(page)).toBe(count());
    expect(await picker(page).inputValue()).toBe(name);
  }
  expect(await renderedText(page)).toBe(text);
  expect(await yours(page)).toEqual(['one', 'two', 'three']);
});

test('a SentencePiece model is told from a text that begins alike', async () => {
  const page = await open();
  await pick(page, 'poem.txt', '\n-\nall text');
  await page.getByText('The text is now poem.txt').waitFor();
  using llama2 = await Tokenizer.load('llama2');
  await pick(page, 'llama.bpeek', llama2.toBpeek());
  await inUse(page, 'llama').waitFor();
});

test('a dropped .tiktoken file asks for its split pattern', async () => {
  using r50k = await Tokenizer.load('r50k_base');
  const file = tokenizer.toTiktoken();
  const page = await open();
  await drop(page, 'other.tiktoken', file);
  await page.getByRole('heading', { name: 'How does it split text?' }).waitFor();
  await page.getByLabel('It splits like').selectOption('r50k_base');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await inUse(page, 'other').waitFor();
  using like = await Tokenizer.load(file, { pattern: r50k.pattern });
  await expect.poll(() => shownCount(page)).toBe(String(like.count(text)));
  await drop(page, 'third.tiktoken', file);
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(await yours(page)).toEqual(['other']);
});

test('what was trained is used, kept over a reload, renamed, and deleted', async () => {
  const page = await open();
  await page.getByRole('link', { name: 'Train' }).click();
  await page.getByLabel('Vocabulary size').fill('300');
  await page.getByLabel('Speed').fill('8');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByText(/^Done/).waitFor();
  await page.getByLabel('Name', { exact: true }).fill('나의 토큰');
  await page.getByRole('button', { name: 'Use in the playground' }).click();
  await inUse(page, '나의 토큰').waitFor();
  await page.getByRole('link', { name: 'See the text in its tokens' }).click();
  await expect.poll(() => shownCount(page)).toBe(count());

  await page.reload();
  await untilCounted(page);
  expect(await picker(page).inputValue()).toBe('나의 토큰');
  expect(await shownCount(page)).toBe(count());

  await page.getByRole('button', { name: 'Your encodings' }).click();
  const name = page.getByLabel('Name of 나의 토큰');
  await name.fill('gpt2');
  await page.getByRole('alert').getByText('There is another encoding named gpt2').waitFor();
  await expectNoBarriers(page);
  await name.fill('mine');
  await name.press('Enter');
  await page.getByLabel('Name of mine').waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await expect.poll(() => picker(page).inputValue()).toBe('mine');
  await page.reload();
  await untilCounted(page);
  expect(await yours(page)).toEqual(['mine']);
  expect(await shownCount(page)).toBe(count());

  await page.getByRole('button', { name: 'Your encodings' }).click();
  await page.getByRole('button', { name: 'Delete mine' }).click();
  await page.getByText('mine has been deleted.').first().waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click();
  await page.getByLabel('Name of mine').waitFor();
  await page.getByRole('button', { name: 'Delete mine' }).click();
  await page.getByText('There are none yet.').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await expect.poll(() => picker(page).inputValue()).toBe('o200k_base');
  await page.reload();
  await untilCounted(page);
  expect(await yours(page)).toEqual([]);
});

test('a name that is taken gets a number, and nothing is lost', async () => {
  const page = await open();
  for (const expected of ['gpt2 2', 'gpt2 3']) {
    await pick(page, 'gpt2.bpeek', tokenizer.toBpeek());
    await inUse(page, expected).waitFor();
  }
  expect(await yours(page)).toEqual(['gpt2 2', 'gpt2 3']);
});

describe('refused in one sentence, with everything as it was', () => {
  test('what is damaged or of another kind', async () => {
    const page = await open();
    const files = [
      ['broken.bpeek', tokenizer.toBpeek().subarray(0, 200)],
      ['cut.model', `${tokenizer.toMinbpe().model.slice(0, -20)}x y z\n`],
      ['tokenizer.json', JSON.stringify({ model: { type: 'WordPiece', vocab: { a: 0 } } })],
    ] as const;
    for (const [name, content] of files) {
      await pick(page, name, content);
      await page.getByRole('alert').getByText(`${name} cannot be opened as an encoding.`).waitFor();
    }
    expect(await renderedText(page)).toBe(text);
    expect(await picker(page).inputValue()).toBe('o200k_base');
    expect(await yours(page)).toEqual([]);
  });

  test('what is text after all is opened as text', async () => {
    const page = await open();
    const json = JSON.stringify({ model: { type: 'WordPiece', vocab: { a: 0 } } });
    await pick(page, 'tokenizer.json', json);
    await page.getByRole('button', { name: 'Open it as text' }).click();
    await expect.poll(() => renderedText(page)).toBe(json);
  });
});

test('where the browser has no room, it is there until the page is closed', async () => {
  const page = await open(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await pick(page, 'mine.bpeek', tokenizer.toBpeek());
  await page.getByText('until you close this page: the browser has no room').waitFor();
  await expect.poll(() => shownCount(page)).toBe(count());
  await page.getByRole('button', { name: 'Your encodings' }).click();
  await page.getByText(/until you close this page$/).waitFor();
});

test('a JSON text is a text', async () => {
  const page = await open();
  const json = '{ "vocabulary": ["a", "b"], "name": "not a model" }';
  await pick(page, 'data.json', json);
  await expect.poll(() => renderedText(page)).toBe(json);
});
