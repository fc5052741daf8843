import { getTokenizer } from '@anthropic-ai/tokenizer';
import { nfkcNormalizer } from 'tokenizers';
import { expect, test } from 'vitest';
import { Tokenizer } from '../../../wasm/index.ts';
import { furtherTests } from '../support/further.ts';
import { packageVersion, remembered } from '../support/remembered.ts';

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

test('where tokenizers normalizes otherwise than Node, it does not know the character', async () => {
  const changed = await remembered(import.meta.url, [packageVersion('tokenizers')], () =>
    characters()
      .map((character) => [character, nfkc.normalizeString(character)] as const)
      .filter(([character, theirs]) => theirs !== character),
  );
  expect(changed.length).toBeGreaterThan(4000);
  // Its tables are of Unicode 11, and what came later stays as it is.
  const strange = changed.filter(([character, theirs]) => theirs !== character.normalize('NFKC'));
  expect(strange).toEqual([]);
});

function characters(): string[] {
  return Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code)).filter(
    (character) => !/\p{Surrogate}/u.test(character),
  );
}

test('special tokens are looked for in normalized text', async () => {
  const tokenizer = await Tokenizer.load('claude2');
  expect([...tokenizer.encode('＜EOT＞', { special: 'parse' })]).toEqual([0]);
  tokenizer.free();
});
