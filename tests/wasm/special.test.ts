/** What becomes of special tokens under every policy. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BpeekError, type Special, Tokenizer } from '../../wasm/index.ts';
import './support/dist.ts';

let tokenizer: Tokenizer;

beforeAll(async () => {
  tokenizer = await Tokenizer.load('cl100k_base');
});
afterAll(() => tokenizer.free());

function encode(text: string, special?: Special): number[] {
  return [...tokenizer.encode(text, special === undefined ? {} : { special })];
}

function errorOf(run: () => unknown): BpeekError {
  try {
    run();
  } catch (error) {
    if (error instanceof BpeekError) return error;
    throw error;
  }
  throw new Error('No error was thrown.');
}

const eot = '<|endoftext|>';
const prefix = '<|fim_prefix|>';
const literal = [27, 91, 8862, 728, 428, 91, 29];

test('is an error unless told otherwise, which names the token and its place', () => {
  // Two units of UTF-16 and four bytes before it.
  const text = `😉${eot}`;
  for (const run of [
    () => tokenizer.encode(text),
    () => tokenizer.count(text),
    () => tokenizer.tokens(text),
    () => tokenizer.encode(text, { special: 'error' }),
    () => tokenizer.encode(text, { special: { parse: [prefix], others: 'error' } }),
  ]) {
    const { code, message, offset } = errorOf(run);
    expect({ code, offset }).toEqual({ code: 'special_token', offset: 2 });
    expect(message).toContain(eot);
    expect(message).toContain('at position 2');
  }
  const inBytes = errorOf(() => tokenizer.encodeBytes(new TextEncoder().encode(text)));
  expect({ code: inBytes.code, offset: inBytes.offset }).toEqual({
    code: 'special_token',
    offset: 4,
  });
});

test('an error leaves the tokenizer usable', () => {
  errorOf(() => tokenizer.encode(eot));
  expect(encode('hello world')).toEqual([15339, 1917]);
});

test('literal', () => {
  expect(encode(eot, 'literal')).toEqual(literal);
  expect(tokenizer.count(eot, { special: 'literal' })).toBe(literal.length);
});

test('parse', () => {
  expect(encode(`${eot}hello${prefix}`, 'parse')).toEqual([100257, 15339, 100258]);
});

test('a list parses those tokens and takes the others as text', () => {
  expect(encode(`${eot}${prefix}`, [prefix])).toEqual([...literal, 100258]);
  expect(encode(eot, [])).toEqual(literal);
});

test('a list with others says what becomes of those', () => {
  expect(encode(`${eot}${prefix}`, { parse: [prefix], others: 'literal' })).toEqual([
    ...literal,
    100258,
  ]);
  expect(encode(`${prefix}x`, { parse: [prefix], others: 'error' })).toEqual([100258, 87]);
});

test('of overlapping special tokens the longest counts', async () => {
  const bytes = Array.from(
    { length: 256 },
    (_, id) => `${Buffer.of(id).toString('base64')} ${id}\n`,
  );
  using overlapping = await Tokenizer.load(new Uint8Array(Buffer.from(bytes.join(''))), {
    specialTokens: { '<a>': 256, '<a><b>': 257, '<b>': 258, '><': 259 },
  });
  const parse = (text: string, special: Special) => [...overlapping.encode(text, { special })];
  expect(parse('<a><b><a>', 'parse')).toEqual([257, 256]);
  expect(parse('<a><a><b>', 'parse')).toEqual([256, 257]);
  expect(parse('<a><b>', ['<a>', '<b>'])).toEqual([256, 258]);
  expect(parse('<a><b>', ['><'])).toEqual([60, 97, 259, 98, 62]);
});

test('a name that is no special token is an error that names it', () => {
  const { code, message } = errorOf(() => tokenizer.encode('x', { special: ['<|nope|>'] }));
  expect(code).toBe('bad_argument');
  expect(message).toContain('"<|nope|>" is not a special token');
  expect(message).toContain(eot);
});

test.each([['all'], [null], [7], [{ parse: 'all' }], [{ parse: [], others: 'parse' }], [{}]])(
  'the policy %j is an error',
  (special) => {
    const { code, message } = errorOf(() => tokenizer.encode('x', { special: special as never }));
    expect(code).toBe('bad_argument');
    expect(message).toMatch(/^special must be /);
  },
);
