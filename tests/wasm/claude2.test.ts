import { getTokenizer } from '@anthropic-ai/tokenizer';
import { nfkcNormalizer } from 'tokenizers';
import { expect, test } from 'vitest';
import { Tokenizer } from '../../wasm/index.ts';
import { furtherTests } from './support/further.ts';

const claude = getTokenizer();
const nfkc = nfkcNormalizer();

furtherTests({
  name: 'claude2',
  package: '@anthropic-ai/tokenizer',
  // As its countTokens() does.
  encodeByPackage: (text) => claude.encode(text.normalize('NFKC'), 'all'),
  packageIsWrong: () => false,
  tokenizersIsOutdated: (text) => nfkc.normalizeString(wellFormed(text)) !== normal(text),
  isKept: (text) => normal(text) === text,
});

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

function normal(text: string): string {
  return wellFormed(text).normalize('NFKC');
}

test('where tokenizers normalizes otherwise than Node, it does not know the character', () => {
  const strange: string[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCodePoint(code);
    const theirs = nfkc.normalizeString(character);
    // Its tables are of Unicode 11, and what came later stays as it is.
    if (theirs !== character.normalize('NFKC') && theirs !== character) strange.push(character);
  }
  expect(strange).toEqual([]);
});

test('special tokens are looked for in normalized text', async () => {
  const tokenizer = await Tokenizer.load('claude2');
  expect([...tokenizer.encode('＜EOT＞', { special: 'parse' })]).toEqual([0]);
  tokenizer.free();
});
