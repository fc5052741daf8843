/** Files that are no models, or models of another kind: one clear sentence for each. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonErrorAt } from '../../wasm/formats/json-error.ts';
import { BpeekError, Tokenizer } from '../../wasm/index.ts';
import './support/dist.ts';
import { huggingFace } from './support/hugging-face.ts';
import { seed } from './support/strings.ts';
import {
  addedAfter,
  addedToken,
  byteLevel,
  bytesOnly,
  decoders,
  type Json,
  metaspace,
  normalizers,
  prepend,
  preTokenizers,
  replaceSpaces,
  spaceDecoder,
  split,
  strippingDecoder,
  tokenizerJson,
} from './support/tokenizer-json.ts';
import { byteFallbackTokens, byteLevelModel, metaspaceModel } from './support/toy-bpe.ts';

const bytes = await byteLevelModel(60);
const blocks = await metaspaceModel(60);
const utf8 = new TextEncoder();

async function errorOf(file: Uint8Array): Promise<BpeekError> {
  const error = await Tokenizer.load(file).then(
    (tokenizer) => tokenizer.free(),
    (reason: unknown) => reason,
  );
  if (!(error instanceof BpeekError)) return expect.fail(`no BpeekError but ${String(error)}`);
  // One sentence, without what a machine would say.
  expect(error.message).toMatch(/^[A-Z"b].*[^.]\.$/s);
  expect(error.message).not.toMatch(/\n|undefined|\[object|NaN/);
  return error;
}

const errorOfText = (text: string) => errorOf(utf8.encode(text));

describe('JSON', () => {
  test('that ends too early, or goes wrong: where', async () => {
    const json = tokenizerJson(bytes, { pre_tokenizer: byteLevel, decoder: byteLevel });
    for (const length of [1, 2, 30, 500, json.length - 1]) {
      const error = await errorOfText(json.slice(0, length));
      expect([length, error.code, error.offset]).toEqual([length, 'damaged_file', length]);
      expect(error.message).toBe(
        'The file is not JSON: it goes wrong at its end: it is cut short.',
      );
    }
    const error = await errorOfText(json.replace('"merges":', '"merges"'));
    expect(error.offset).toBe(json.indexOf('"merges"') + '"merges"'.length);
    expect(error.message).toContain(`at position ${error.offset}`);
  });

  test('of which the place of an error is found as JSON.parse finds errors', () => {
    const token = fc.constantFrom(
      ...['{', '}', '[', ']', ',', ':', '"a"', '"\\n"', '"\\x"', '"', '1', '-', '1.5e3', '01'],
      ...['true', 'nul', 'l', '.', 'e', '+', ' ', '\n', '\u0001', '{"a":1}', '[1,2]'],
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
        const text = tokens.join('');
        const at = jsonErrorAt(text);
        expect(at).toBeLessThanOrEqual(text.length);
        // Up to there it can still become JSON; with what comes next, it cannot.
        if (isJson(text)) expect([text, at]).toEqual([text, text.length]);
        else if (at < text.length)
          expect([text, canGoOn(text.slice(0, at + 1))]).toEqual([text, false]);
      }),
      { seed, numRuns: 5000 },
    );
  });

  function isJson(text: string): boolean {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  }

  /** Whether some ending makes it JSON. */
  function canGoOn(text: string): boolean {
    const closing: string[] = [];
    for (const bracket of text.replace(/"(?:[^"\\]|\\.)*("|$)/g, '')) {
      if (bracket === '[' || bracket === '{') closing.unshift(bracket === '[' ? ']' : '}');
      if (bracket === ']' || bracket === '}') closing.shift();
    }
    const endings = [
      '',
      '"',
      'e',
      'l',
      'ull',
      'ue',
      'rue',
      'lse',
      '0',
      '1',
      '+1',
      '"a":1',
      ':1',
      '":1',
      'n"',
    ];
    return endings.some((ending) => isJson(text + ending + closing.join('')));
  }

  test('that is deeply nested', async () => {
    const error = await errorOfText('['.repeat(300_000));
    expect(error.message).toContain('not JSON');
  });

  test.each([
    ['[]', 'has no model'],
    ['"text"', 'has no model'],
    ['{}', 'has no model'],
    ['{"model": 7}', 'has no model'],
    ['{"name":"bpeek","version":"0.1.0"}', 'has no model'],
  ])('that is no tokenizer: %s', async (text, what) => {
    const error = await errorOfText(text);
    expect(error.code).toBe('damaged_file');
    expect(error.message).toContain(what);
  });

  test('that is no UTF-8', async () => {
    const error = await errorOf(Uint8Array.of(0x7b, 0x22, 0xff, 0x22));
    expect([error.code, error.offset]).toEqual(['bad_utf8', 2]);
  });

  test('with a byte order mark is read', async () => {
    const json = tokenizerJson(bytes, { pre_tokenizer: byteLevel, decoder: byteLevel });
    (await Tokenizer.load(utf8.encode(`\ufeff \n${json}`))).free();
  });

  test('of 100 MB is refused at once', async () => {
    const file = new Uint8Array(100 * 2 ** 20).fill(0x20);
    file.set(utf8.encode('{"model":'));
    const error = await errorOf(file);
    expect(error.code).toBe('too_large');
    expect(error.message).toContain('100.0 MiB');
    expect(error.message).toContain('up to 48 MiB');
  });
});

describe('a tokenizer.json with what is wrong', () => {
  const wrong = (parts: Json, bpe: Json, model = bytes) =>
    errorOfText(
      tokenizerJson(model, { pre_tokenizer: byteLevel, decoder: byteLevel, ...parts }, bpe),
    );

  test.each<[string, string, Json, Json]>([
    ['no vocabulary', 'model.vocab must be an object', {}, { vocab: null }],
    ['a list for one', 'model.vocab must be an object', {}, { vocab: ['a'] }],
    ['an id that is none', 'model.vocab["a"] is "1"', {}, { vocab: { a: '1' } }],
    ['half an id', 'model.vocab["a"] is 0.5', {}, { vocab: { a: 0.5 } }],
    ['an id too high', 'model.vocab["a"] is 3000000', {}, { vocab: { a: 3e6 } }],
    [
      'an id twice',
      'model.vocab["b"] is 7, which is the id of "a" too',
      {},
      { vocab: { a: 7, b: 7 } },
    ],
    ['half a character', 'model.vocab["\\ud800"] is the id of', {}, { vocab: { '\ud800': 7 } }],
    ['no merges', 'model.merges must be an array', {}, { merges: {} }],
    [
      'a merge of one',
      'model.merges[1] must be two tokens',
      {},
      { merges: [bytes.merges[0]!.join(' '), 'a'] },
    ],
    ['a merge of three', 'model.merges[0] must be two tokens', {}, { merges: ['a b c'] }],
    ['a merge of numbers', 'model.merges[0] must be two tokens', {}, { merges: [[1, 2]] }],
    ['a merge of what is no token', 'model.merges[0] needs "zz"', {}, { merges: [['zz', 'a']] }],
    ['a merge to what is no token', 'model.merges[0] needs "zq"', {}, { merges: ['z q'] }],
    ['flags that are none', 'model.ignore_merges must be true or false', {}, { ignore_merges: 1 }],
    ['added tokens that are none', 'added_tokens must be an array', { added_tokens: {} }, {}],
    [
      'an added token that is none',
      'added_tokens[0] must be an object',
      { added_tokens: ['<s>'] },
      {},
    ],
    ['an added token of nothing', 'content is empty', { added_tokens: [addedToken(999, '')] }, {}],
    [
      'an added token without an id',
      'added_tokens[0].id must be a whole number',
      { added_tokens: [{ content: '<s>' }] },
      {},
    ],
    [
      'an added token that would get another id',
      'says that "<s>" has the id 999',
      { added_tokens: [addedToken(999, '<s>')] },
      {},
    ],
    [
      'an added token twice',
      'has "<s>" twice',
      { added_tokens: addedAfter(bytes, ['<s>'], ['<s>']) },
      {},
    ],
    [
      'a pre-tokenizer without a type',
      'pre_tokenizer.type must be a string',
      { pre_tokenizer: {} },
      {},
    ],
    [
      'a Split without a pattern',
      'pre_tokenizer.pattern must be an object',
      { pre_tokenizer: { type: 'Split', behavior: 'Isolated' } },
      {},
    ],
    [
      'a Sequence without parts',
      'normalizer.normalizers must be an array',
      { normalizer: { type: 'Sequence' } },
      {},
    ],
  ])('%s', async (_, what, parts, bpe) => {
    const error = await wrong(parts, bpe);
    expect(error.message).toContain(what);
    expect(error.code).toBe('damaged_file');
    expect(error.message).toMatch(/^This tokenizer\.json is wrong: /);
  });

  test('a merge that is there twice', async () => {
    const error = await wrong({}, { merges: [...bytes.merges, bytes.merges[3]!] });
    expect(error.code).toBe('bad_model');
    expect(error.message).toContain(`Merge ${bytes.merges.length} joins`);
    expect(error.offset).toBe(bytes.merges.length);
    const ranked = await wrong(
      {},
      { merges: [...bytes.merges, bytes.merges.at(-1)], ignore_merges: true },
    );
    expect(ranked.message).toContain(`Merge ${bytes.merges.length} joins`);
  });

  test('a split pattern that does not compile', async () => {
    const error = await wrong(
      { pre_tokenizer: preTokenizers(split('\\p{Nowhere}'), bytesOnly) },
      {},
    );
    expect(error.code).toBe('bad_pattern');
    expect(error.message).toContain('unknown property');
  });
});

describe('a tokenizer.json that asks for what bpeek does not do', () => {
  const refused = (parts: Json, bpe: Json = {}, model = bytes) =>
    errorOfText(
      tokenizerJson(model, { pre_tokenizer: byteLevel, decoder: byteLevel, ...parts }, bpe),
    );
  const inBlocks = (parts: Json, bpe: Json = {}) =>
    errorOfText(
      tokenizerJson(
        blocks,
        { normalizer: replaceSpaces, decoder: spaceDecoder, ...parts },
        { byte_fallback: true, ...bpe },
      ),
    );
  const flagged = (flags: object) => ({ added_tokens: addedAfter(bytes, ['<m>', flags]) });
  const strip = (content: string, start: number, stop: number) =>
    decoders(
      { type: 'Replace', pattern: { String: '\u2581' }, content: ' ' },
      { type: 'ByteFallback' },
      { type: 'Fuse' },
      { type: 'Strip', content, start, stop },
    );

  test.each<[string, () => Promise<BpeekError>]>([
    ['a model of the type "Unigram"', () => refused({}, { type: 'Unigram' })],
    ['a model of the type "WordPiece"', () => refused({}, { type: 'WordPiece' })],
    ['dropout', () => refused({}, { dropout: 0.1 })],
    ['the continuing_subword_prefix "##"', () => refused({}, { continuing_subword_prefix: '##' })],
    ['the end_of_word_suffix "</w>"', () => refused({}, { end_of_word_suffix: '</w>' })],
    ['truncation of texts to 512 tokens', () => refused({ truncation: { max_length: 512 } })],
    ['padding of single texts', () => refused({ padding: { strategy: { Fixed: 8 } } })],
    ['no token for the byte 00', () => refused({}, { vocab: { a: 0 }, merges: [] })],
    ['single_word of the added token "<m>"', () => refused(flagged({ single_word: true }))],
    ['lstrip of the added token "<m>"', () => refused(flagged({ lstrip: true }))],
    ['rstrip of the added token "<m>"', () => refused(flagged({ rstrip: true }))],
    ['a normalizer of the type Lowercase', () => refused({ normalizer: { type: 'Lowercase' } })],
    [
      'a normalizer of the type Precompiled',
      () => refused({ normalizer: normalizers({ type: 'NFC' }, { type: 'Precompiled' }) }),
    ],
    [
      'two normal forms, NFC and NFKC',
      () => refused({ normalizer: normalizers({ type: 'NFC' }, { type: 'NFKC' }) }),
    ],
    [
      'Replace of "a" by "b"',
      () => refused({ normalizer: { type: 'Replace', pattern: { String: 'a' }, content: 'b' } }),
    ],
    [
      'Replace of the pattern " {2,}"',
      () => refused({ normalizer: { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' } }),
    ],
    ['"▁" for spaces together with ByteLevel', () => refused({ normalizer: replaceSpaces })],
    ['a Prepend normalizer without Replace', () => inBlocks({ normalizer: prepend })],
    [
      'NFKC after Replace',
      () => inBlocks({ normalizer: normalizers(replaceSpaces, { type: 'NFKC' }) }),
    ],
    [
      'a pre-tokenizer of the type Punctuation',
      () => refused({ pre_tokenizer: { type: 'Punctuation' } }),
    ],
    [
      'a pre-tokenizer of the type Whitespace',
      () => refused({ pre_tokenizer: { type: 'Whitespace' } }),
    ],
    [
      'a Digits pre-tokenizer after ByteLevel',
      () => refused({ pre_tokenizer: preTokenizers(byteLevel, { type: 'Digits' }) }),
    ],
    [
      'ByteLevel with add_prefix_space after another pre-tokenizer',
      () =>
        refused({
          pre_tokenizer: preTokenizers(split('a'), { ...byteLevel, add_prefix_space: true }),
        }),
    ],
    [
      'a Split pre-tokenizer with the behavior MergedWithNext, inverted',
      () =>
        refused({ pre_tokenizer: preTokenizers(split('a', 'MergedWithNext', true), bytesOnly) }),
    ],
    [
      'a Split that leaves text out, beside another pre-tokenizer',
      () => refused({ pre_tokenizer: preTokenizers(split('a', 'Removed'), byteLevel) }),
    ],
    [
      'which can match nothing',
      () => refused({ pre_tokenizer: preTokenizers(split('a*'), bytesOnly) }),
    ],
    [
      'the decoder ByteFallback (it must be ByteLevel)',
      () => refused({ decoder: { type: 'ByteFallback' } }),
    ],
    ['no decoder', () => refused({ decoder: null })],
    ['no decoder', () => inBlocks({ decoder: null })],
    ['the decoder ByteLevel', () => inBlocks({ decoder: byteLevel })],
    ['a Strip decoder of 2 and 0 times " "', () => inBlocks({ decoder: strip(' ', 2, 0) })],
    ['a Strip decoder of 1 and 0 times "▁"', () => inBlocks({ decoder: strip('▁', 1, 0) })],
    [
      'a model without ByteLevel and without byte_fallback',
      () => inBlocks({}, { byte_fallback: false }),
    ],
    [
      'byte fallback without a token <0x00>',
      () => inBlocks({}, { vocab: { a: 0, '\u2581': 1 }, merges: [] }),
    ],
    [
      'no token "▁" for a space',
      () =>
        inBlocks(
          {},
          {
            vocab: Object.fromEntries(byteFallbackTokens.map((name, id) => [name, id])),
            merges: [],
          },
        ),
    ],
    [
      'with a space that no text has',
      () => inBlocks({}, { vocab: { ...blocks.vocab, 'a b': 9999 } }),
    ],
    [
      'with a byte fallback token',
      () =>
        inBlocks(
          {},
          {
            vocab: { ...blocks.vocab, '<0x41><0x42>': 9999 },
            merges: [...blocks.merges, ['<0x41>', '<0x42>']],
          },
        ),
    ],
    [
      'a Split pre-tokenizer after spaces became "▁"',
      () => inBlocks({ pre_tokenizer: split('a') }),
    ],
    [
      'Metaspace with the replacement "_"',
      () => inBlocks({ normalizer: null, pre_tokenizer: { ...metaspace, replacement: '_' } }),
    ],
    [
      'Metaspace with a prefix after another pre-tokenizer',
      () =>
        inBlocks({
          normalizer: null,
          pre_tokenizer: preTokenizers({ type: 'Digits' }, metaspace),
          decoder: strippingDecoder,
        }),
    ],
    [
      'Metaspace with prepend_scheme first together with NFC',
      () =>
        inBlocks({
          normalizer: { type: 'NFC' },
          pre_tokenizer: { ...metaspace, prepend_scheme: 'first' },
          decoder: strippingDecoder,
        }),
    ],
    [
      'a Metaspace decoder, with U+2581 inside of tokens',
      () =>
        inBlocks({
          normalizer: null,
          pre_tokenizer: { ...metaspace, split: false },
          decoder: decoders({ type: 'ByteFallback' }, metaspace),
        }),
    ],
    [
      'the added token "<s>", which the normalizer changes',
      () =>
        inBlocks({
          normalizer: normalizers(prepend, replaceSpaces),
          added_tokens: [addedToken(1, '<s>', { normalized: true })],
        }),
    ],
    [
      'which can overlap but differ in normalized',
      () =>
        refused({
          added_tokens: addedAfter(bytes, ['<a>'], ['a>b', { normalized: true }]),
        }),
    ],
    [
      'which is not special and not normalized, together with NFKC',
      () =>
        refused({
          normalizer: { type: 'NFKC' },
          added_tokens: addedAfter(bytes, ['  ', { special: false }]),
        }),
    ],
    [
      "not written in GPT-2's byte alphabet",
      () => refused({}, { vocab: { ...bytes.vocab, '，': 9999 }, ignore_merges: true }),
    ],
  ])('%s', async (what, load) => {
    const error = await load();
    expect(error.message).toContain(what);
    expect(error.code).toBe('unsupported');
  });
});

describe('a tokenizer.json that somebody has tampered with', () => {
  const whole = (json: string) => JSON.parse(json) as Json;
  const originals = [
    whole(
      tokenizerJson(bytes, {
        added_tokens: addedAfter(bytes, ['<a>'], ['  ', { special: false, normalized: true }]),
        normalizer: normalizers({ type: 'NFC' }),
        pre_tokenizer: preTokenizers(split('\\p{N}{1,3}|[^\\s]+'), bytesOnly),
        decoder: byteLevel,
      }),
    ),
    whole(
      tokenizerJson(
        blocks,
        {
          added_tokens: [addedToken(0, '<unk>'), addedToken(1, '<s>')],
          normalizer: normalizers(prepend, replaceSpaces),
          pre_tokenizer: metaspace,
          decoder: strippingDecoder,
        },
        { byte_fallback: true },
      ),
    ),
  ];
  const values = [
    null,
    true,
    0,
    -1,
    2.5,
    1e9,
    '',
    'a',
    '\u2581',
    '(',
    '\ud800',
    [],
    {},
    ['a', 'b'],
  ];

  /** Paths of all values but for those of long vocabularies. */
  function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
    if (typeof value !== 'object' || value === null) return [[...path]];
    const keys = Object.keys(value).slice(0, 12);
    return [[...path], ...keys.flatMap((key) => pathsOf((value as Json)[key], [...path, key]))];
  }

  function changed(value: unknown, path: readonly string[], to: unknown): unknown {
    const [key, ...rest] = path;
    if (key === undefined) return to;
    const copy = Array.isArray(value) ? [...value] : { ...(value as Json) };
    (copy as Record<string, unknown>)[key] = changed((value as Json)[key], rest, to);
    return copy;
  }

  test.each(originals.map((original, i) => [i, original] as const))(
    'is read, or refused in words (%s)',
    async (_, original) => {
      const paths = pathsOf(original);
      const change = fc.tuple(fc.constantFrom(...paths), fc.constantFrom(...values));
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 2 }), async (changes) => {
          let json: unknown = original;
          for (const [path, value] of changes) {
            if (isObjectAt(json, path.slice(0, -1))) json = changed(json, path, value);
          }
          const tokenizer = await Tokenizer.load(utf8.encode(JSON.stringify(json))).catch(
            (error: unknown) => {
              expect(error).toBeInstanceOf(BpeekError);
              expect((error as BpeekError).message).toMatch(/\.$/);
            },
          );
          if (tokenizer) await expectSame(tokenizer, JSON.stringify(json));
          tokenizer?.free();
        }),
        { seed, numRuns: 800 },
      );
    },
  );

  /** What bpeek reads, it reads as tokenizers does, if that reads it too. */
  async function expectSame(tokenizer: Tokenizer, json: string): Promise<void> {
    const reference = huggingFace(json);
    try {
      reference.load();
    } catch {
      return;
    }
    for (const text of ['ab 1', ' The  <s> e\u0301<a>\n', '\u2581a12345<unk>가']) {
      const ids = await reference.encode(text);
      expect([json.slice(0, 3000), text, ...tokenizer.encode(text, { special: 'parse' })]).toEqual([
        json.slice(0, 3000),
        text,
        ...ids,
      ]);
    }
  }

  function isObjectAt(value: unknown, path: readonly string[]): boolean {
    let at = value;
    for (const key of path) {
      if (typeof at !== 'object' || at === null) return false;
      at = (at as Json)[key];
    }
    return typeof at === 'object' && at !== null;
  }
});

test('what is no model at all', async () => {
  for (const text of ['', 'hello', '<html>', 'PK\u0003\u0004', '\n\n']) {
    const error = await errorOfText(text);
    expect([text, error.code, error.offset]).toEqual([text, 'damaged_file', 0]);
    expect(error.message).toContain('no model file');
  }
});
