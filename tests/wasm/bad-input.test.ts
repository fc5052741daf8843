/** Each bad input gives one sentence that says what is wrong, where, and what to do. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BpeekError, decodeUtf8, Tokenizer } from '../../wasm/index.ts';
import { readDist } from './support/dist.ts';

/** A .tiktoken file of nothing but bytes. */
const byteTokens = Array.from(
  { length: 256 },
  (_, id) => `${Buffer.of(id).toString('base64')} ${id}\n`,
).join('');

let tokenizer: Tokenizer;

beforeAll(async () => {
  tokenizer = await Tokenizer.load('cl100k_base');
});
afterAll(() => tokenizer.free());

async function errorOf(run: () => unknown): Promise<BpeekError> {
  try {
    await run();
  } catch (error) {
    if (error instanceof BpeekError) return error;
    throw error;
  }
  throw new Error('No error was thrown.');
}

describe('ids', () => {
  test.each<[string, Iterable<number>, number, RegExp]>([
    ['below 0', [15339, -1], 1, /No token has the id -1 \(number 2 in the row\)/],
    ['not whole', [1.5], 0, /the id 1\.5 /],
    ['not a number', [15339, 1917, Number.NaN], 2, /the id NaN /],
    ['text', ['15339' as never], 0, /the id 15339 /],
    ['over 32 bits', [2 ** 32], 0, /the id 4294967296 /],
    ['above the vocabulary', Uint32Array.of(15339, 100277), 1, /the id 100277 .*below 100277/],
    ['unused in the vocabulary', new Set([15339, 100256]), 1, /the id 100256 /],
  ])('%s', async (_, ids, offset, message) => {
    for (const decode of [() => tokenizer.decode(ids), () => tokenizer.decodeBytes(ids)]) {
      const error = await errorOf(decode);
      expect({ code: error.code, offset: error.offset }).toEqual({ code: 'bad_id', offset });
      expect(error.message).toMatch(message);
    }
  });

  test.each([-1, 0.5, Number.NaN, 100256, 100277, 2 ** 32])('of tokenBytes: %d', async (id) => {
    const { code, message } = await errorOf(() => tokenizer.tokenBytes(id));
    expect(code).toBe('bad_id');
    expect(message).toContain(`the id ${id}`);
  });

  test.each([undefined, null, 7, '12'])('not a list: %j', async (ids) => {
    const { code, message } = await errorOf(() => tokenizer.decode(ids as never));
    expect(code).toBe('bad_argument');
    expect(message).toContain('array of numbers');
  });
});

test('text that is no string', async () => {
  for (const text of [undefined, null, 7, new Uint8Array(1), ['a']]) {
    for (const method of ['encode', 'count', 'tokens'] as const) {
      const { code, message } = await errorOf(() => tokenizer[method](text as never));
      expect(code).toBe('bad_argument');
      expect(message).toContain('must be a string');
    }
  }
});

test('bytes that are no Uint8Array', async () => {
  const { code, message } = await errorOf(() => tokenizer.encodeBytes('text' as never));
  expect(code).toBe('bad_argument');
  expect(message).toContain('must be a Uint8Array');
});

test('unknown offsets', async () => {
  const { code } = await errorOf(() => tokenizer.tokens('x', { offsets: 'utf32' as never }));
  expect(code).toBe('bad_argument');
});

test('a tokenizer that was freed', async () => {
  const freed = await Tokenizer.load('cl100k_base');
  freed.free();
  freed.free();
  const calls = [
    () => freed.encode('x'),
    () => freed.encodeBytes(new Uint8Array(1)),
    () => freed.tokens('x'),
    () => freed.count('x'),
    () => freed.decode([1]),
    () => freed.decodeBytes([1]),
    () => freed.tokenBytes(1),
  ];
  for (const call of calls) {
    const { code, message } = await errorOf(call);
    expect(code).toBe('freed');
    expect(message).toContain('cl100k_base');
  }
  // The other tokenizer of the same encoding, which shares its model, lives on.
  expect([...tokenizer.encode('hello')]).toEqual([15339]);
});

describe('model files', () => {
  test('cut short or changed at any place', async () => {
    const file = await readDist('encodings/gpt2.bpeek');
    const lengths = [0, 1, 4, 5, 8, 16, 100, file.length >> 1, file.length - 1];
    for (const length of lengths) {
      const { code, message, offset } = await errorOf(() => Tokenizer.load(file.slice(0, length)));
      expect({ length, code }).toEqual({ length, code: 'damaged_file' });
      expect(message).not.toBe('');
      expect(offset).toBeLessThanOrEqual(length);
    }
    for (let i = 0; i < 40; i++) {
      const changed = file.slice();
      const at = Math.floor((i / 40) * file.length);
      changed[at] = (changed[at] ?? 0) ^ (1 << (i % 8));
      const { code, offset } = await errorOf(() => Tokenizer.load(changed));
      expect({ at, code }).toEqual({ at, code: 'damaged_file' });
      expect(offset).toBeLessThanOrEqual(file.length);
    }
    const longer = new Uint8Array(file.length + 1);
    longer.set(file);
    expect((await errorOf(() => Tokenizer.load(longer))).code).toBe('damaged_file');
  });

  test.each([
    ['a web page', '<!doctype html><title>Not found</title>'],
    ['prose', 'Once upon a time'],
    ['nothing', ''],
  ])('%s', async (_, text) => {
    const { code, message, offset } = await errorOf(() => Tokenizer.load(new Blob([text])));
    expect({ code, offset }).toEqual({ code: 'damaged_file', offset: 0 });
    expect(message).toMatch(/no model file/);
  });

  test('a .tiktoken file with a bad line', async () => {
    const file = new TextEncoder().encode('IQ== 0\nIg== 1\nIg=\n');
    const { code, offset } = await errorOf(() => Tokenizer.load(file));
    expect({ code, offset }).toEqual({ code: 'damaged_file', offset: 14 });
  });

  test('a .tiktoken file with a pattern that does not compile', async () => {
    const lines = Array.from(
      { length: 256 },
      (_, id) => `${Buffer.of(id).toString('base64')} ${id}`,
    );
    const file = new Blob([lines.join('\n'), '\n']);
    const { code, offset, message } = await errorOf(() =>
      Tokenizer.load(file, { pattern: '한글|(' }),
    );
    // At the end of the pattern: 4 units, but 8 bytes.
    expect({ code, offset }).toEqual({ code: 'bad_pattern', offset: 4 });
    expect(message).toContain('position 4');
  });

  test.each([
    ['<a>', -1, 'bad_argument', 'special token <a> is -1'],
    ['<a>', 1.5, 'bad_argument', 'special token <a> is 1.5'],
    ['<a>', 65, 'bad_model', '<a>'],
    ['<a>', 2 ** 31, 'bad_model', '<a>'],
    ['', 256, 'bad_model', 'special token'],
  ])('a .tiktoken file with the special token %j as %d', async (text, id, code, part) => {
    const error = await errorOf(() =>
      Tokenizer.load(new Blob([byteTokens]), { specialTokens: { [text]: id } }),
    );
    expect(error.code).toBe(code);
    expect(error.message).toContain(part);
  });

  test('a .bpeek file with a pattern beside it', async () => {
    const file = await readDist('encodings/gpt2.bpeek');
    for (const source of [file, 'gpt2']) {
      const { code, message } = await errorOf(() => Tokenizer.load(source, { pattern: '.' }));
      expect(code).toBe('bad_argument');
      expect(message).toContain('pattern and special tokens of its own');
    }
  });

  test('something that cannot be loaded from', async () => {
    for (const source of [undefined, null, 7, {}, [1]]) {
      const { code } = await errorOf(() => Tokenizer.load(source as never));
      expect(code).toBe('bad_argument');
    }
    const { code, message } = await errorOf(() => Tokenizer.load('http://'));
    expect(code).toBe('bad_argument');
    expect(message).toContain('"http://" is not a valid address');
  });
});

test('a pattern that takes too long names the place', async () => {
  using slow = await Tokenizer.load(new Blob([byteTokens]), {
    pattern: '(?:a+)+$|한',
  });
  const { code, offset, message } = await errorOf(() => slow.encode(`한${'a'.repeat(60)}b`));
  expect({ code, offset }).toEqual({ code: 'pattern_limit', offset: 1 });
  expect(message).toContain('position 1');
});

describe('unknown encodings', () => {
  test('the message lists those there are', async () => {
    const { code, message } = await errorOf(() => Tokenizer.load('gpt5_base'));
    expect(code).toBe('unknown_encoding');
    expect(message).toContain('"gpt5_base"');
    expect(message).toContain('cl100k_base');
  });

  test("a model's name is answered with its encoding", async () => {
    const { code, message } = await errorOf(() => Tokenizer.load('gpt-4o'));
    expect(code).toBe('unknown_encoding');
    expect(message).toContain('o200k_base');
  });
});

describe('files that should be UTF-8', () => {
  test('a text is decoded, byte order mark and all', () => {
    expect(decodeUtf8(new TextEncoder().encode('\ufeff한\0😉'))).toBe('\ufeff한\0😉');
  });

  test.each<[string, number[], number]>([
    ['a stray continuation byte', [0x61, 0x80], 1],
    ['an overlong form', [0x61, 0x62, 0xc0, 0x80], 2],
    ['an overlong form of three bytes', [0xe0, 0x9f, 0xbf], 0],
    ['a surrogate', [0xed, 0x95, 0x9c, 0xed, 0xa0, 0x80], 3],
    ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80], 0],
    ['a byte that begins nothing', [0x61, 0xff], 1],
    ['a character cut short', [0x61, 0xf0, 0x9f, 0x98], 1],
    ['Latin-1', [0x6e, 0x61, 0xef, 0x76, 0x65], 2],
  ])('%s', async (_, bytes, offset) => {
    const error = await errorOf(() => decodeUtf8(Uint8Array.from(bytes)));
    expect({ code: error.code, offset: error.offset }).toEqual({ code: 'bad_utf8', offset });
    expect(error.message).toContain(
      `byte ${offset} is ${bytes[offset]!.toString(16).toUpperCase()}`,
    );
  });
});
