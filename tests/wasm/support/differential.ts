/** The tests that every bundled encoding must pass against npm's tiktoken. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Tokenizer } from '../../../wasm/index.ts';
import { checkTexts, excerpt, expectSameIds } from './compare.ts';
import './dist.ts';
import { type BundledName, type Reference, reference, tiktokenFile } from './reference.ts';
import { hurtfulText, hurtfulTexts, seed } from './strings.ts';
import { packageSources, udhrTexts } from './texts.ts';

interface Extent {
  /** How many strings built to hurt; fewer for an encoding that differs from another in little. */
  readonly strings?: number;
}

export function differentialTests(name: BundledName, { strings = 12_000 }: Extent = {}): void {
  describe(name, () => {
    let expected: Reference;
    let tokenizer: Tokenizer;

    beforeAll(async () => {
      expected = reference(name);
      tokenizer = await Tokenizer.load(name);
    });
    afterAll(() => tokenizer.free());

    test('has the pattern, the special tokens and the size of the reference', () => {
      expect(tokenizer.name).toBe(name);
      expect(tokenizer.pattern).toBe(expected.pattern);
      expect(Object.fromEntries(tokenizer.specialTokens)).toEqual(expected.specialTokens);
      const ids = [...expected.ranks.keys(), ...Object.values(expected.specialTokens)];
      expect(tokenizer.vocabularySize).toBe(1 + ids.reduce((most, id) => Math.max(most, id), 0));
    });

    test('has the tokens of the reference, and no others', () => {
      const specials = new Map<number, Uint8Array>();
      for (const [text, id] of Object.entries(expected.specialTokens)) {
        if (!specials.has(id)) specials.set(id, new TextEncoder().encode(text));
      }
      for (let id = 0; id < tokenizer.vocabularySize; id++) {
        const token = expected.ranks.get(id) ?? specials.get(id);
        if (token) {
          if (Buffer.compare(tokenizer.tokenBytes(id), token) !== 0) expect.fail(`token ${id}`);
          if (Buffer.compare(tokenizer.decodeBytes([id]), token) !== 0) expect.fail(`id ${id}`);
        } else {
          expect(() => tokenizer.tokenBytes(id)).toThrow(`No token has the id ${id}`);
        }
      }
    });

    test('a token that is one piece is that token', async () => {
      const pieceless = await Tokenizer.load(tiktokenFile(expected));
      const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
      for (const [id, bytes] of expected.ranks) {
        const whole = pieceless.encodeBytes(bytes, { special: 'literal' });
        if (whole.length !== 1 || whole[0] !== id) expect.fail(`${id} as a piece: ${whole}`);
        const text = tryDecode(strict, bytes);
        if (text === undefined) continue;
        const { ids, pieceEnds } = tokenizer.tokens(text, { special: 'literal' });
        if (pieceEnds.length === 1 && (ids.length !== 1 || ids[0] !== id)) {
          expect.fail(`${id}, ${JSON.stringify(text)}: ${ids}`);
        }
      }
      pieceless.free();
    });

    const check = (texts: readonly string[]) => checkTexts(tokenizer, expected, texts);

    test('gives the ids of the reference for texts in hundreds of languages', () =>
      check(udhrTexts().map(({ text }) => text)));

    test('gives the ids of the reference for source code', () =>
      check(packageSources().map(({ text }) => text)));

    test('gives the ids of the reference for strings built to hurt', () =>
      check(hurtfulTexts(strings)));

    test('gives the ids of the reference for long runs', () => {
      const units = ['^', 'a', 'ab', ' ', '\n', ' \n', "'s", '0', 'é', '가', '😉', 'aA', '\u0301'];
      return check(units.flatMap((unit) => [unit.repeat(3000), `x${unit.repeat(997)}x`]));
    });

    test('parses just the special tokens it is told to', async () => {
      const names = Object.keys(expected.specialTokens).filter((name) => !expected.aliases[name]);
      const text = names.join(' and ');
      for (const parsed of names.slice(0, 20)) {
        const parts = await expected.encodeAll(text.split(parsed), 'literal');
        const id = expected.specialTokens[parsed]!;
        const expectedIds = parts.flatMap((part, i) => [...(i === 0 ? [] : [id]), ...part]);
        const ids = tokenizer.encode(text, { special: [parsed] });
        expectSameIds(ids, Uint32Array.from(expectedIds), `parse only ${parsed}`, text);
      }
    });

    test('keeps any bytes', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
          const ids = tokenizer.encodeBytes(bytes, { special: 'literal' });
          if (Buffer.compare(tokenizer.decodeBytes(ids), bytes) !== 0) {
            expect.fail(`${tokenizer.name}: ${bytes}`);
          }
        }),
        { seed, numRuns: 5_000 },
      );
    });

    test('encodes the bytes of a text as the text', () => {
      fc.assert(
        fc.property(hurtfulText, (text) => {
          const ids = tokenizer.encodeBytes(new TextEncoder().encode(text), { special: 'literal' });
          expectSameIds(ids, tokenizer.encode(text, { special: 'literal' }), 'as bytes', text);
        }),
        { seed, numRuns: 1_000 },
      );
    });

    test('tells offsets in bytes as well', () => {
      fc.assert(
        fc.property(hurtfulText, (text) => {
          const bytes = new TextEncoder().encode(text);
          const { ids, ends } = tokenizer.tokens(text, { special: 'literal', offsets: 'bytes' });
          let end = 0;
          ids.forEach((id, i) => {
            const token = tokenizer.tokenBytes(id);
            end += token.length;
            if (
              Buffer.compare(token, bytes.subarray(end - token.length, end)) !== 0 ||
              ends[i] !== end
            ) {
              expect.fail(`token ${i} of ${excerpt(text)}`);
            }
          });
        }),
        { seed, numRuns: 1_000 },
      );
    });
  });
}

function tryDecode(decoder: TextDecoder, bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
