/** Values that anyone can look up elsewhere. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Tokenizer } from '../../wasm/index.ts';
import { freshEngine, readDist } from './support/dist.ts';

test('cl100k_base', async () => {
  using tokenizer = await Tokenizer.load('cl100k_base');
  expect([...tokenizer.encode('hello123!!!? (안녕하세요!) 😉')]).toEqual([
    15339, 4513, 12340, 30, 320, 31495, 230, 75265, 243, 92245, 16715, 57037,
  ]);
  expect([...tokenizer.encode('<|endoftext|>hello world', { special: 'parse' })]).toEqual([
    100257, 15339, 1917,
  ]);
});

test('gpt2', async () => {
  using tokenizer = await Tokenizer.load('gpt2');
  expect([...tokenizer.encode('hello world')]).toEqual([31373, 995]);
  expect(tokenizer.decode([31373, 995])).toBe('hello world');
});

test('a byte order mark, NUL and a lone surrogate are text like any other', async () => {
  using tokenizer = await Tokenizer.load('gpt2');
  for (const text of ['\ufeffx', '\0', 'a\0b', '\ufeff', '\ufffd', '']) {
    expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
  }
  expect(tokenizer.decode(tokenizer.encode('a\ud83db'))).toBe('a\ufffdb');
});

test('positions of tokens that are parts of a character', async () => {
  using tokenizer = await Tokenizer.load('cl100k_base');
  const text = '(안녕 😉';
  const units = tokenizer.tokens(text);
  expect([...units.ids]).toEqual([7, 31495, 230, 75265, 243, 57037]);
  // 안 is the tokens 31495 and 230, 녕 is 75265 and 243.
  expect([...units.begins]).toEqual([0, 1, 2, 2, 3, 3]);
  expect([...units.ends]).toEqual([1, 2, 2, 3, 3, 6]);
  expect([...units.pieceEnds]).toEqual([3, 6]);
  const bytes = tokenizer.tokens(text, { offsets: 'bytes' });
  expect([...bytes.ends]).toEqual([1, 3, 4, 6, 7, 12]);
  expect([...bytes.pieceEnds]).toEqual([7, 12]);
});

test.each(['bpeek.wasm', 'bpeek-scalar.wasm'] as const)(
  '%s decodes to what TextDecoder makes of the bytes, whole characters or not',
  async (engine) => {
    const { abi } = await freshEngine(engine);
    const model = abi.loadBpeek(await readDist('encodings/o200k_base.bpeek'));
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    // The first 256 ids are the single bytes, in an order of their own.
    const idOf = new Map(
      Array.from({ length: 256 }, (_, id) => [abi.decodeBytes(model, Uint32Array.of(id))[0], id]),
    );
    const words = [
      '안녕',
      'мир',
      'नमस्ते',
      '世',
      '😉',
      '\ufeff',
      'a',
      ' the',
      '\0',
      '’',
      ' and so on',
    ];
    const borders = [
      '\x7f',
      '\x80',
      '\u07ff',
      '\u0800',
      '\ud7ff',
      '\ue000',
      '\uffff',
      '\u{10ffff}',
    ];
    const some = fc.array(fc.constantFrom(...words, ...borders), { maxLength: 60 });
    const edges = fc.constantFrom(0x7f, 0x80, 0xa0, 0xc0, 0xc1, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5);
    const damage = fc.array(fc.tuple(fc.nat(), fc.oneof(edges, fc.nat(255))), { maxLength: 2 });
    fc.assert(
      fc.property(some, damage, (parts, wrong) => {
        const bytes = new TextEncoder().encode(parts.join(''));
        for (const [at, byte] of wrong) if (bytes.length > 0) bytes[at % bytes.length] = byte;
        const ids = Uint32Array.from(bytes, (byte) => idOf.get(byte) ?? -1);
        expect(abi.decode(model, ids)).toBe(decoder.decode(bytes));
      }),
      { numRuns: 5000 },
    );
  },
);
