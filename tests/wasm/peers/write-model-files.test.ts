/** Models written to files: each loads again to the same, and tokenizers agrees with its own. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Tokenizer, Trainer } from '../../../wasm/index.ts';
import { excerpt, expectSameIds } from '../support/compare.ts';
import '../support/dist.ts';
import { huggingFace } from '../support/hugging-face.ts';
import { hurtfulText, seed } from '../support/strings.ts';
import { udhrTexts } from '../support/texts.ts';
import { trainingText } from '../support/toy-bpe.ts';

const utf8 = new TextEncoder();
const strings = fc.sample(hurtfulText, { seed, numRuns: 600 });
const real = udhrTexts().map(({ text }) => text);

/** What was written as tokenizer.json, and has been compared. */
async function expectSameAsHuggingFace(
  tokenizer: Tokenizer,
  texts: readonly string[],
): Promise<Uint8Array> {
  const json = await tokenizer.toTokenizerJson();
  const reference = huggingFace(json);
  const expected = await reference.encodeAll(texts);
  const isShort = (text: string) => text.length <= 200;
  const decoded = await reference.decodeAll(expected.filter((_, i) => isShort(texts[i]!)));
  for (const [i, text] of texts.entries()) {
    const ids = tokenizer.encode(text, { special: 'parse' });
    expectSameIds(ids, expected[i]!, 'as tokenizers', text);
    if (isShort(text) && tokenizer.decode(ids) !== decoded.shift())
      expect.fail(`decoded otherwise: ${excerpt(text)}`);
  }
  return utf8.encode(json);
}

function expectSameModel(
  again: Tokenizer,
  tokenizer: Tokenizer,
  bpeek = tokenizer.toBpeek(),
): void {
  expect(again.pattern).toBe(tokenizer.pattern);
  expect([...again.specialTokens]).toEqual([...tokenizer.specialTokens]);
  if (Buffer.compare(again.toBpeek(), bpeek) !== 0) {
    expect.fail(`${tokenizer.name} is another model once loaded again`);
  }
}

describe.each([
  ['gpt2', 20],
  ['p50k_edit', 40],
  ['cl100k_base', 20],
  // o200k_base with more special tokens, two of which share an id.
  ['o200k_harmony', 20],
] as const)('%s', (name, every) => {
  let tokenizer: Tokenizer;
  let bpeek: Uint8Array<ArrayBuffer>;
  beforeAll(async () => {
    tokenizer = await Tokenizer.load(name);
    bpeek = tokenizer.toBpeek();
  });
  afterAll(() => tokenizer.free());

  test('as tokenizer.json', async () => {
    const specials = [...tokenizer.specialTokens.keys()];
    const joined = [specials.join(''), specials.join(' '), `${specials.join('x')}<|`];
    const texts = real.filter((_, i) => i % every === 0);
    const json = await expectSameAsHuggingFace(tokenizer, [...texts, ...strings, ...joined]);
    const again = await Tokenizer.load(json);
    expectSameModel(again, tokenizer, bpeek);
    again.free();
  });

  test('as .tiktoken and as .bpeek', async () => {
    if (name !== 'o200k_harmony') {
      const { pattern, specialTokens } = tokenizer;
      const again = await Tokenizer.load(tokenizer.toTiktoken(), {
        pattern,
        specialTokens: Object.fromEntries(specialTokens),
      });
      expectSameModel(again, tokenizer, bpeek);
      again.free();
    }
    const again = await Tokenizer.load(bpeek);
    expectSameModel(again, tokenizer, bpeek);
    again.free();
  });
});

describe('a trained tokenizer', () => {
  const patterns: readonly (readonly [string, string | null])[] = [
    ["minbpe's gpt4", 'gpt4'],
    ["minbpe's gpt2", 'gpt2'],
    ['no pattern', null],
    ['words, with all else left out', '[a-z]+'],
    ['a pattern of one', '[aeiou]?+\\w{1,3}+|\\s+$|.|\\n'],
  ];

  test.each(patterns)('with %s', async (_, pattern) => {
    using trainer = await Trainer.create(trainingText(), { pattern, vocabSize: 700 });
    trainer.step(1000);
    const specialTokens = { '<|end|>': 700, '<|begin|>': 701 };
    const tokenizer = trainer.finish({ specialTokens });
    const json = await expectSameAsHuggingFace(tokenizer, [
      ...strings.slice(0, 500).filter(isOld),
      ...real.filter((_, i) => i % 40 === 0).map((text) => text.slice(0, 2000)),
      'a<|end|><|begin|><|end|',
    ]);
    const again = await Tokenizer.load(json);
    for (const text of strings) {
      const ids = again.encode(text, { special: 'parse' });
      expectSameIds(ids, tokenizer.encode(text, { special: 'parse' }), 'loaded again', text);
    }
    const saved = await Tokenizer.load(utf8.encode(tokenizer.toMinbpe().model));
    expectSameModel(saved, tokenizer);
    // A pattern in Oniguruma's syntax may be spelt otherwise when it comes back.
    if (again.pattern === tokenizer.pattern) {
      expect(again.toMinbpe()).toEqual(tokenizer.toMinbpe());
    }
    for (const one of [saved, again, tokenizer]) one.free();
  });

  /** PCRE2's tables, which serve unknown patterns, are of Unicode 14. */
  function isOld(text: string): boolean {
    return !/[\u{10d40}-\u{10d8f}\u{1cc00}-\u{1ceff}]|[^\p{L}\p{N}\p{P}\p{S}\p{M}\p{Z}\p{C}]/u.test(
      text,
    );
  }
});

test('what a format cannot hold is refused by name', async () => {
  const llama2 = await Tokenizer.load('llama2');
  expect(() => llama2.toTiktoken()).toThrow(/.tiktoken/);
  expect(() => llama2.toMinbpe()).toThrow(/minbpe/);
  const gpt2 = await Tokenizer.load('gpt2');
  expect(() => gpt2.toMinbpe()).toThrow(/minbpe/);
  llama2.free();
  gpt2.free();
  await expect(gpt2.toTokenizerJson()).rejects.toMatchObject({ code: 'freed' });
  for (const write of ['toTiktoken', 'toBpeek', 'toMinbpe'] as const) {
    expect(() => gpt2[write]()).toThrow(expect.objectContaining({ code: 'freed' }));
  }
});
