/** That a tokenizer.json gives in bpeek just what it gives in npm's tokenizers. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { Tokenizer } from '../../../wasm/index.ts';
import { excerpt, expectSameIds, isCover, wellFormed } from './compare.ts';
import './dist.ts';
import { huggingFace } from './hugging-face.ts';
import { hurtfulText, seed } from './strings.ts';

/** Blocks with letters or numbers that PCRE2's tables, of Unicode 14, do not know. */
const afterUnicode14 =
  /[\u0cf3\u0ece\u1c89\u1c8a\u{10d40}-\u{10d8f}\u{10ec0}-\u{10eff}\u{11240}\u{11241}\u{11380}-\u{113ff}\u{116d0}-\u{116ff}\u{11b00}-\u{11b0f}\u{11bc0}-\u{11bff}\u{11f00}-\u{11f5f}\u{13430}-\u{143ff}\u{16100}-\u{1613f}\u{16d40}-\u{16d7f}\u{18cff}\u{1b132}\u{1b155}\u{1cc00}-\u{1ceff}\u{1d2c0}-\u{1d2df}\u{1e030}-\u{1e08f}\u{1e4d0}-\u{1e5ff}\u{2b739}\u{2ebf0}-\u{2ee5f}\u{31350}-\u{323af}\ua7cb-\ua7dc]/u;

export interface Comparison {
  /** More strings to be built into texts. */
  readonly fragments?: readonly string[];
  readonly trials?: number;
  /** Whether tokenizers' own tables are too old for a text. */
  readonly isOutdated?: (text: string) => boolean;
  /** Whether tokens cover the whole text, as they do unless a pattern leaves text out. */
  readonly coversAll?: boolean;
  /** Whether the model can be written as a tokenizer.json again. */
  readonly canBeWritten?: boolean;
}

export async function expectSameAsHuggingFace(
  json: string,
  { fragments = [], trials = 250, isOutdated, coversAll = true, canBeWritten = true }: Comparison,
): Promise<void> {
  const tokenizer = await Tokenizer.load(new TextEncoder().encode(json));
  const texts = sampleTexts(fragments, trials).filter((text) => !isOutdated?.(text));
  expect(texts.length).toBeGreaterThan(trials / 2);
  const reference = huggingFace(json);
  const expected = await reference.encodeAll(texts);
  const decodedByThem = await reference.decodeAll(expected);
  for (const [i, text] of texts.entries()) {
    const ids = tokenizer.encode(text, { special: 'parse' });
    expectSameIds(ids, expected[i]!, 'as tokenizers', text);
    const bytes = new TextEncoder().encode(text);
    expectSameIds(tokenizer.encodeBytes(bytes, { special: 'parse' }), ids, 'as bytes', text);
    const { begins, ends } = tokenizer.tokens(text, { special: 'parse' });
    const end = coversAll ? text.length : (ends.at(-1) ?? 0);
    if (coversAll && !isCover(begins, ends, end)) expect.fail(`begins and ends: ${excerpt(text)}`);
    const decoded = tokenizer.decode(ids);
    if (!decoded.includes('\ufffd')) expect(decoded).toBe(decodedByThem[i]);
  }
  if (canBeWritten) await expectSameWhenWritten(tokenizer, texts, expected);
  tokenizer.free();
}

async function expectSameWhenWritten(
  tokenizer: Tokenizer,
  texts: readonly string[],
  expected: readonly Uint32Array[],
): Promise<void> {
  const json = await tokenizer.toTokenizerJson();
  const again = await Tokenizer.load(new TextEncoder().encode(json));
  expect(again.pattern).toBe(tokenizer.pattern);
  expect([...again.specialTokens]).toEqual([...tokenizer.specialTokens]);
  expect(Buffer.compare(again.toBpeek(), tokenizer.toBpeek())).toBe(0);
  const theirs = await huggingFace(json).encodeAll(texts);
  for (const [i, text] of texts.entries()) {
    const ids = theirs[i]!;
    expectSameIds(ids, expected[i]!, 'tokenizers with what was written', text);
  }
  again.free();
}

function sampleTexts(fragments: readonly string[], trials: number): string[] {
  const texts = fc.sample(hurtfulText, { seed, numRuns: trials });
  if (fragments.length > 0) {
    const fragment = fc.oneof(
      { weight: 2, arbitrary: fc.constantFrom(...fragments) },
      { weight: 1, arbitrary: fc.constantFrom(' ', '  ', '\n', 'a', 'the', '1', '가', '.') },
    );
    const built = fc.array(fragment, { minLength: 1, maxLength: 10 }).map((all) => all.join(''));
    texts.push(...fc.sample(built, { seed, numRuns: trials }));
  }
  return texts.filter((text) => !afterUnicode14.test(text)).map(wellFormed);
}
