/** The tests of encodings that come from packages of their own, against these and tokenizers. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Tokenizer } from '../../../wasm/index.ts';
import { excerpt, expectSameIds, isCover, wellFormed } from './compare.ts';
import './dist.ts';
import { type HuggingFaceTokenizer, huggingFace } from './hugging-face.ts';
import { packageVersion, remembered } from './remembered.ts';
import { hurtfulText, hurtfulTexts, seed } from './strings.ts';
import { udhrTexts } from './texts.ts';

export interface Further {
  readonly name: string;
  /** What the package gives, with special tokens parsed and none put around the text. */
  readonly encodeByPackage: (text: string) => ArrayLike<number>;
  /** Why the package gives other ids than tokenizers for a text, which tokenizers has right. */
  readonly packageIsWrong: (text: string) => boolean;
  /** Where it is from. */
  readonly package: string;
  /** The package, which is slow, is asked for only so manyeth of the real texts. */
  readonly packageSample?: number;
  /** Whether tokenizers' tables of Unicode are too old for a text. */
  readonly tokenizersIsOutdated?: (text: string) => boolean;
  /** Whether a text decodes to itself, as it does unless it is normalized. Without it, all do. */
  readonly isKept?: (text: string) => boolean;
}

const trials = 5000;

export function furtherTests(further: Further): void {
  const { name, encodeByPackage, packageIsWrong } = further;
  const { tokenizersIsOutdated = () => false, isKept = () => true } = further;
  const { packageSample = 1 } = further;

  describe(name, () => {
    let tokenizer: Tokenizer;
    let json: string;
    let reference: HuggingFaceTokenizer;

    beforeAll(async () => {
      tokenizer = await Tokenizer.load(name);
      json = await tokenizer.toTokenizerJson();
      reference = huggingFace(json);
    });
    afterAll(() => tokenizer.free());

    /** Ids are those of tokenizers, and of the package where that agrees. */
    async function check(texts: readonly string[], sample = 1): Promise<void> {
      const expected = await reference.encodeAll(texts);
      const right = texts.filter((text, i) => i % sample === 0 && !packageIsWrong(text));
      const question = [packageVersion(further.package), String(encodeByPackage), right];
      const byPackage = await remembered(import.meta.url, question, () =>
        right.map((text) => Uint32Array.from(encodeByPackage(text))),
      );
      const ids = new Map(
        texts.map((text) => [text, tokenizer.encode(text, { special: 'parse' })]),
      );
      texts.forEach((text, i) => {
        const own = ids.get(text)!;
        if (!tokenizersIsOutdated(text)) {
          expectSameIds(own, expected[i]!, `${name}, as tokenizers`, text);
        }
        checkPlaces(text, own);
      });
      right.forEach((text, i) => {
        expectSameIds(ids.get(text)!, byPackage[i]!, `${name}, as its package`, text);
      });
    }

    function checkPlaces(text: string, ids: Uint32Array): void {
      const tokens = tokenizer.tokens(text, { special: 'parse' });
      expectSameIds(tokens.ids, ids, `${name}, tokens()`, text);
      if (tokenizer.count(text, { special: 'parse' }) !== ids.length) expect.fail(excerpt(text));
      if (!isCover(tokens.begins, tokens.ends, text.length)) {
        expect.fail(`${name}, begins and ends of ${excerpt(text)}`);
      }
      if (isKept(text) && tokenizer.decode(ids) !== wellFormed(text)) {
        expect.fail(`${name}, decode() of ${excerpt(text)}`);
      }
    }

    test('gives the ids of tokenizers and of its package for texts in hundreds of languages', () =>
      check(
        udhrTexts().map(({ text }) => text),
        packageSample,
      ));

    test('gives the ids of tokenizers and of its package for strings built to hurt', () =>
      check(hurtfulTexts(trials)));

    test('gives the ids of tokenizers for long runs', async () => {
      const units = ['^', 'a', 'ab', ' ', '\n', ' \n', "'s", '0', 'é', '가', '😉', 'aA', '\u0301'];
      const texts = units.flatMap((unit) => [unit.repeat(3000), `x${unit.repeat(997)}x`]);
      const expected = await reference.encodeAll(texts);
      texts.forEach((text, i) => {
        const ids = tokenizer.encode(text, { special: 'literal' });
        expectSameIds(ids, expected[i]!, `${name}, as tokenizers`, text);
      });
    });

    test('its tokenizer.json loads again to the same model', async () => {
      const again = await Tokenizer.load(new TextEncoder().encode(json));
      expect(again.pattern).toBe(tokenizer.pattern);
      expect(again.vocabularySize).toBe(tokenizer.vocabularySize);
      expect([...again.specialTokens]).toEqual([...tokenizer.specialTokens]);
      expect(await again.toTokenizerJson()).toBe(json);
      for (const text of fc.sample(hurtfulText, { seed: seed + 1, numRuns: 500 })) {
        const ids = again.encode(text, { special: 'parse' });
        expectSameIds(ids, tokenizer.encode(text, { special: 'parse' }), name, text);
      }
      again.free();
    });
  });
}
