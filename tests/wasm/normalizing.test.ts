/** Models that want text in a normal form: where tokens lie in the text as it was written. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Tokenizer } from '../../wasm/index.ts';
import { normalize, placesAsWritten } from '../../wasm/normal-text.ts';
import type { Normalization } from '../../wasm/parts.ts';
import { excerpt, expectSameIds, isCover, wellFormed } from './support/compare.ts';
import './support/dist.ts';
import { hurtfulText, seed } from './support/strings.ts';
import { addedAfter, byteLevel, tokenizerJson } from './support/tokenizer-json.ts';
import { byteLevelModel } from './support/toy-bpe.ts';

const utf8 = new TextEncoder();
const forms: readonly Normalization[] = ['NFC', 'NFD', 'NFKC', 'NFKD'];
const fragments = [
  ...['é', 'e\u0301', 'e\u0301\u0323', '각', '\u1100\u1161\u11a8', '\u1161', 'ﬁ', '½', '\u212a'],
  ...[
    '\u00a0',
    '≯',
    'Å',
    'ﷺ',
    '㌖',
    '\uff76\uff9e',
    '\uffa1',
    'a',
    'ab',
    ' ',
    '\n',
    '가나다',
    '😉',
  ],
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...fragments), hurtfulText), { minLength: 1, maxLength: 8 })
  .map((parts) => wellFormed(parts.join('')));

describe.each(forms)('%s', (form) => {
  test('is that of the whole text, though only parts are normalized', () => {
    fc.assert(
      fc.property(text, (one) => {
        const { bytes, changes } = normalize(utf8.encode(one), form);
        expect(Buffer.from(bytes).toString()).toBe(one.normalize(form));
        let end = 0;
        for (const change of changes) {
          const written = Buffer.from(one).subarray(change.begin, change.end).toString();
          const normal = Buffer.from(bytes)
            .subarray(change.normalBegin, change.normalEnd)
            .toString();
          expect(written.normalize(form)).toBe(normal);
          expect(written).not.toBe(normal);
          expect(change.begin).toBeGreaterThanOrEqual(end);
          end = change.end;
        }
      }),
      { seed, numRuns: 1000 },
    );
  });

  test('leaves bytes alone that are no UTF-8', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(text, fc.uint8Array({ maxLength: 3 }))), (parts) => {
        const bytes = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
        const { changes, bytes: normal } = normalize(bytes, form);
        let at = 0;
        let normalAt = 0;
        for (const change of [
          ...changes,
          { begin: bytes.length, normalBegin: normal.length, end: 0, normalEnd: 0 },
        ]) {
          const kept = bytes.subarray(at, change.begin);
          const same = normal.subarray(normalAt, change.normalBegin);
          if (Buffer.compare(kept, same) !== 0) expect.fail(`byte ${at} of ${bytes}`);
          at = change.end;
          normalAt = change.normalEnd;
        }
      }),
      { seed, numRuns: 500 },
    );
  });

  test('tells where a token ends: at a place where the text can be cut', () => {
    fc.assert(
      fc.property(text, (one) => {
        const written = Buffer.from(one);
        const normal = normalize(written, form);
        const all = Uint32Array.from({ length: normal.bytes.length + 1 }, (_, place) => place);
        const places = placesAsWritten(normal, all);
        expect(places[0]).toBe(0);
        expect(places.at(-1)).toBe(written.length);
        places.forEach((place, normalPlace) => {
          if ((written[place]! & 0xc0) === 0x80) return;
          const before = written.subarray(0, place).toString().normalize(form);
          const after = written.subarray(place).toString().normalize(form);
          if (before + after !== one.normalize(form)) expect.fail(excerpt(one));
          if (utf8.encode(before).length < normalPlace) expect.fail(`${place} of ${excerpt(one)}`);
        });
      }),
      { seed, numRuns: 500 },
    );
  });
});

const model = await byteLevelModel(100);

describe('A tokenizer', () => {
  let tokenizer: Tokenizer;

  beforeAll(async () => {
    const json = tokenizerJson(model, {
      added_tokens: addedAfter(
        model,
        ['<|a>'],
        ['<K>', { normalized: true }],
        ['<t>', { special: false }],
      ),
      normalizer: { type: 'NFC' },
      pre_tokenizer: byteLevel,
      decoder: byteLevel,
    });
    tokenizer = await Tokenizer.load(utf8.encode(json));
  });
  afterAll(() => tokenizer.free());

  const id = (special: string) => tokenizer.specialTokens.get(special)!;

  test('gives the tokens of the normal form, with places in the text as written', () => {
    const { ids, begins, ends } = tokenizer.tokens('xe\u0301y');
    expectSameIds(ids, tokenizer.encode('xéy'), 'normal form', 'xéy');
    // é is two tokens of a byte each, or one.
    const [first, last] = [ends[0], ends.at(-1)];
    expect([begins[0], first, last]).toEqual([0, 1, 4]);
    expect(ends[1]).toBe(3);
    const inBytes = tokenizer.tokens('xe\u0301y', { offsets: 'bytes' });
    expect([inBytes.ends[0], inBytes.ends[1], inBytes.ends.at(-1)]).toEqual([1, 4, 5]);
  });

  test('covers any text', () => {
    fc.assert(
      fc.property(text, (one) => {
        for (const special of ['literal', 'parse'] as const) {
          const { ids, begins, ends, pieceEnds } = tokenizer.tokens(one, { special });
          if (!isCover(begins, ends, one.length)) expect.fail(excerpt(one));
          expectSameIds(tokenizer.encode(one, { special }), ids, 'encode()', one);
          expect(tokenizer.count(one, { special })).toBe(ids.length);
          expect(tokenizer.decode(ids)).toBe(one.normalize('NFC'));
          expect([...pieceEnds]).toEqual([...new Set(pieceEnds)].sort((a, b) => a - b));
          expect(pieceEnds.at(-1)).toBe(one.length);
          const byBytes = tokenizer.encodeBytes(utf8.encode(one), { special });
          expectSameIds(byBytes, ids, 'encodeBytes()', one);
        }
      }),
      { seed, numRuns: 500 },
    );
  });

  test('looks for special tokens before or after normalizing, as each wants', () => {
    const parse = { special: 'parse' } as const;
    // U+226F is > with U+0338; U+212A becomes K.
    expect([...tokenizer.encode('<|a>\u0338', parse)][0]).toBe(id('<|a>'));
    expect([...tokenizer.encode('<\u212a>', parse)]).toEqual([id('<K>')]);
    expect([...tokenizer.encode('<K>\u0338', parse)]).not.toContain(id('<K>'));
    expect([...tokenizer.encode('e\u0301<t>', { special: 'literal' })]).toContain(id('<t>'));
    expect([...tokenizer.encode('e\u0301<|a>', { special: 'literal' })]).not.toContain(id('<|a>'));
    expect([...tokenizer.encode('e\u0301<|a><K>', { special: ['<|a>'] })]).toContain(id('<|a>'));
    expect([...tokenizer.encode('e\u0301<|a><K>', { special: ['<|a>'] })]).not.toContain(id('<K>'));
  });

  test('says where a special token is that must not be', () => {
    expect(() => tokenizer.encode('xe\u0301<|a>')).toThrow(
      expect.objectContaining({
        code: 'special_token',
        offset: 3,
        message: expect.stringContaining('<|a> at position 3'),
      }),
    );
    expect(() => tokenizer.encode('xe\u0301e\u0301<\u212a>')).toThrow(
      expect.objectContaining({ offset: 5, message: expect.stringContaining('at position 5') }),
    );
    expect(() => tokenizer.encodeBytes(utf8.encode('xe\u0301<|a>'))).toThrow(
      expect.objectContaining({ offset: 4, message: expect.stringContaining('at byte 4') }),
    );
  });

  test('keeps its normal form in a .bpeek file', async () => {
    const again = await Tokenizer.load(tokenizer.toBpeek());
    expectSameIds(again.encode('e\u0301'), tokenizer.encode('é'), 'loaded again', 'é');
    again.free();
  });
});

test('a .tiktoken file can be given a normal form', async () => {
  const gpt2 = await Tokenizer.load('gpt2');
  const file = gpt2.toTiktoken();
  const normal = await Tokenizer.load(file, { pattern: gpt2.pattern, normalization: 'NFKC' });
  expectSameIds(normal.encode('ﬁ½'), gpt2.encode('fi1⁄2'), 'NFKC', 'ﬁ½');
  await expect(
    Tokenizer.load(file, { normalization: 'nfc' as Normalization }),
  ).rejects.toMatchObject({ code: 'bad_argument' });
  await expect(Tokenizer.load(gpt2.toBpeek(), { normalization: 'NFC' })).rejects.toMatchObject({
    code: 'bad_argument',
  });
  gpt2.free();
  normal.free();
});
