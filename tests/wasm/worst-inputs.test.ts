/** Inputs on which tokenizers have hung or overflowed their stacks. Here they just work. */
import { expect, test } from 'vitest';
import { Tokenizer } from '../../wasm/index.ts';
import { isCover, wellFormed } from './support/compare.ts';
import './support/dist.ts';

const thai = 'ข้อนี้เป็นมาตรฐานร่วมกันสำหรับความสำเร็จของประชาชนทั้งหลาย';
const inputs: readonly (readonly [string, string])[] = [
  ['^', '^'.repeat(1e6)],
  ['a', 'a'.repeat(1e6)],
  ['spaces', ' '.repeat(2e6)],
  ['newlines', '\n'.repeat(1e6)],
  ['newlines and spaces', '\n '.repeat(5e5)],
  ['ab', 'ab'.repeat(80_000)],
  ["'s", "'s".repeat(1e5)],
  ['digits', '0123456789'.repeat(3e4)],
  ['base64', base64(300_000)],
  ['random letters', letters(3e5)],
  ['Thai without spaces', thai.repeat(Math.ceil(1e6 / 3 / thai.length))],
  ['combining marks', `a${'\u0301'.repeat(3e5)}`],
  ['emoji joined', '👩\u200d'.repeat(1e5)],
  ['lone surrogates', '\ud800'.repeat(3e5)],
  ['look-alikes of special tokens', '<|endoftext|'.repeat(5e4)],
];

test.each(['gpt2', 'cl100k_base', 'o200k_base'])('%s', async (name) => {
  using tokenizer = await Tokenizer.load(name);
  for (const [what, text] of inputs) {
    const { ids, begins, ends } = tokenizer.tokens(text);
    if (!isCover(begins, ends, text.length)) expect.fail(`${what}: ends do not add up`);
    if (tokenizer.count(text) !== ids.length) expect.fail(`${what}: count() is not the length`);
    if (tokenizer.decode(ids) !== wellFormed(text)) expect.fail(`${what}: decodes to another`);
  }
});

test('no split pattern: the whole text is one piece', async () => {
  const { reference, tiktokenFile } = await import('./support/reference.ts');
  using tokenizer = await Tokenizer.load(tiktokenFile(reference('gpt2')));
  for (const [what, text] of inputs) {
    const ids = tokenizer.encode(text);
    if (tokenizer.decode(ids) !== wellFormed(text)) expect.fail(`${what}: decodes to another`);
  }
});

/** The same bytes every time: numbers by a linear congruential generator. */
function randomBytes(count: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

function base64(bytes: number): string {
  return Buffer.from(randomBytes(bytes)).toString('base64');
}

function letters(count: number): string {
  return Buffer.from(randomBytes(count).map((byte) => 97 + (byte % 26))).toString('latin1');
}
