/** Every kind of tokenizer.json that bpeek reads, against npm's tokenizers. */
import {
  type Normalizer,
  nfcNormalizer,
  nfdNormalizer,
  nfkcNormalizer,
  nfkdNormalizer,
} from 'tokenizers';
import { describe, expect, test } from 'vitest';
import { Tokenizer } from '../../wasm/index.ts';
import { expectSameAsHuggingFace } from './support/same-as-hugging-face.ts';
import {
  addedAfter,
  addedToken,
  byteLevel,
  bytesOnly,
  decoders,
  metaspace,
  normalizers,
  plainDecoder,
  prepend,
  preTokenizers,
  replaceSpaces,
  spaceDecoder,
  split,
  strippingDecoder,
  tokenizerJson,
} from './support/tokenizer-json.ts';
import { byteLevelModel, metaspaceModel, type ToyModel } from './support/toy-bpe.ts';

const bytes = await byteLevelModel();
const blocks = await metaspaceModel();
/** The same with plain spaces. */
const spaces: ToyModel = {
  vocab: Object.fromEntries(
    Object.entries(blocks.vocab).map(([name, id]) => [name.replaceAll('\u2581', ' '), id]),
  ),
  merges: blocks.merges.map(
    ([left, right]) => [left.replaceAll('\u2581', ' '), right.replaceAll('\u2581', ' ')] as const,
  ),
};

const decoder = byteLevel;
const llama3 = String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;
const qwen2 = llama3.replace(String.raw`\p{N}{1,3}`, String.raw`\p{N}`);
const deepseek = [
  String.raw`\p{N}{1,3}`,
  '[一-龥぀-ゟ゠-ヿ]+',
  String.raw`[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_${'`'}{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
];
const bloom = ' ?[^(\\s|[.,!?…。，、।۔،])]+';
const specials = ['<|a|>', '<|b|>', '<|a', '|>'];

describe('ByteLevel', () => {
  const added = addedAfter(bytes, ['<|a|>'], ['<|b|>', { normalized: true }]);
  const compare = (preTokenizer: object, bpe = {}, options = {}) =>
    expectSameAsHuggingFace(
      tokenizerJson(
        bytes,
        { added_tokens: added.slice(0, 1), pre_tokenizer: preTokenizer, decoder },
        bpe,
      ),
      { fragments: specials, ...options },
    );

  test('with its own pattern: GPT-2', () => compare(byteLevel));
  test('without any', () => compare(bytesOnly));
  test('with a space before the text: RoBERTa', () =>
    compare({ ...byteLevel, add_prefix_space: true }));
  test('with a space before the text, and no pattern', () =>
    compare({ ...bytesOnly, add_prefix_space: true }));
  test('after a Split, with ignore_merges: Llama 3', () =>
    compare(preTokenizers(split(llama3), bytesOnly), { ignore_merges: true }));
  test('after a Split by a pattern that bpeek has no scanner for: Qwen 2', () =>
    compare(preTokenizers(split(qwen2), bytesOnly)));
  test('after a Split with brackets in brackets: BLOOM', () =>
    compare(preTokenizers(split(bloom), bytesOnly)));
  test('after single digits: StarCoder', () =>
    compare(preTokenizers({ type: 'Digits', individual_digits: true }, byteLevel)));
  test('after runs of digits', () =>
    compare(preTokenizers({ type: 'Digits', individual_digits: false }, byteLevel)));
  test('after several Splits: DeepSeek', () =>
    compare(preTokenizers(...deepseek.map((regex) => split(regex)), bytesOnly)));
  test('in a Sequence of a Sequence', () =>
    compare(preTokenizers(preTokenizers(split(llama3)), preTokenizers(bytesOnly))));
  test('after a Split at a string', () =>
    compare(
      preTokenizers(
        { type: 'Split', pattern: { String: '.[' }, behavior: 'Isolated', invert: false },
        bytesOnly,
      ),
      {},
      { fragments: ['.[', '.', '[', '.[.[', ']'] },
    ));

  test.each(['Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous'])(
    'after a Split that is %s',
    (behavior) => compare(preTokenizers(split(String.raw`\s|[aeiou.]`, behavior), byteLevel)),
  );
  test('after a Split that removes what it finds', () =>
    compare(
      preTokenizers(split(String.raw`\s+|the`, 'Removed'), bytesOnly),
      {},
      {
        coversAll: false,
        canBeWritten: false,
      },
    ));
  test('after a Split that removes what it does not find', () =>
    compare(
      preTokenizers(split(String.raw`\p{L}+|\p{N}`, 'Removed', true), bytesOnly),
      {},
      {
        coversAll: false,
      },
    ));
  test('with merges as pairs, as newer versions write them, or as strings', async () => {
    const strings = bytes.merges.map((pair) => pair.join(' '));
    await compare(byteLevel, { merges: strings });
  });
  test('without any merges', () => compare(byteLevel, { merges: [] }));
});

describe('Added tokens', () => {
  const compare = (added_tokens: object[], fragments: string[], normalizer: object | null = null) =>
    expectSameAsHuggingFace(
      tokenizerJson(bytes, { added_tokens, normalizer, pre_tokenizer: byteLevel, decoder }),
      { fragments },
    );

  test('of which the longest counts', () =>
    compare(addedAfter(bytes, ['<|a'], ['<|a|>'], ['a|>'], ['|><|']), specials));
  test('that are not special', () =>
    compare(
      addedAfter(bytes, ['  ', { special: false }], ['    ', { special: false }], ['<|a|>']),
      ['  ', '    ', ' ', '<|a|>'],
    ));
  test('that merges make as well', () => {
    const [left, right] = bytes.merges.find((pair) => /^[a-z]+$/.test(pair.join('')))!;
    const id = bytes.vocab[left + right]!;
    return compare([addedToken(id, left + right, { special: false })], [left + right]);
  });
  test('that are in the vocabulary', () => {
    const model = {
      vocab: { ...bytes.vocab, '<|a|>': 5000, '<|x y|>': 4000 },
      merges: bytes.merges,
    };
    return expectSameAsHuggingFace(
      tokenizerJson(model, {
        added_tokens: [addedToken(4000, '<|x y|>'), addedToken(5000, '<|a|>')],
        pre_tokenizer: byteLevel,
        decoder,
      }),
      { fragments: ['<|a|>', '<|x y|>', '<|x'] },
    );
  });
  test('that count whatever becomes of special tokens, if they are not special', async () => {
    const added = addedAfter(bytes, ['<tool>', { special: false }], ['<|a|>']);
    const json = tokenizerJson(bytes, { added_tokens: added, pre_tokenizer: byteLevel, decoder });
    const tokenizer = await Tokenizer.load(new TextEncoder().encode(json));
    const id = tokenizer.specialTokens.get('<tool>')!;
    expect([...tokenizer.encode('<tool>')]).toEqual([id]);
    expect([...tokenizer.encode('<tool>', { special: 'literal' })]).toEqual([id]);
    expect(tokenizer.encode('<|a|>', { special: 'literal' }).length).toBeGreaterThan(1);
    expect(() => tokenizer.encode('<tool><|a|>')).toThrow('special token <|a|> at position 6');
    tokenizer.free();
  });
});

describe('Normal forms', () => {
  const forms: readonly (readonly [string, Normalizer])[] = [
    ['NFC', nfcNormalizer()],
    ['NFD', nfdNormalizer()],
    ['NFKC', nfkcNormalizer()],
    ['NFKD', nfkdNormalizer()],
  ];
  const fragments = ['é', 'e\u0301', '각', '\u1100\u1161\u11a8', 'ﬁ', '½', '\u212a', '\u00a0', '≯'];
  const asWritten = ['>', '<|a|>', '\u0338', '<|a|\uff1e', '<|\u212a|>'];

  test.each(forms)('%s', async (form, normalizer) => {
    const isOutdated = (text: string) => normalizer.normalizeString(text) !== text.normalize(form);
    const added = addedAfter(bytes, ['<|a|>'], ['<|K|>', { normalized: true }]);
    await expectSameAsHuggingFace(
      tokenizerJson(bytes, {
        added_tokens: added,
        normalizer: { type: form },
        pre_tokenizer: byteLevel,
        decoder,
      }),
      { fragments: [...fragments, ...asWritten], isOutdated },
    );
  });
  test('NFC in a Sequence with others: spaces, and a prefix', () =>
    expectSameAsHuggingFace(
      tokenizerJson(
        blocks,
        {
          normalizer: normalizers({ type: 'NFC' }, prepend, replaceSpaces),
          decoder: strippingDecoder,
        },
        { byte_fallback: true },
      ),
      {
        fragments,
        isOutdated: (text) => nfcNormalizer().normalizeString(text) !== text.normalize('NFC'),
      },
    ));
});

describe('Characters and byte fallback', () => {
  const added = [addedToken(0, '<unk>'), addedToken(1, '<s>'), addedToken(2, '</s>')];
  const fragments = [
    '<s>',
    '</s>',
    '<unk>',
    '\u2581',
    '\u2581\u2581',
    ' \u2581',
    '<0x0A>',
    '\u0000',
  ];
  const compare = (parts: object, options = {}) =>
    expectSameAsHuggingFace(
      tokenizerJson(
        blocks,
        { added_tokens: added, ...parts },
        { byte_fallback: true, fuse_unk: true },
      ),
      { fragments, ...options },
    );

  test('with Prepend and Replace: Llama 2', () =>
    compare({ normalizer: normalizers(prepend, replaceSpaces), decoder: strippingDecoder }));
  test('with Replace only, and a Split that finds no space any more: Gemma', () =>
    compare(
      {
        normalizer: replaceSpaces,
        pre_tokenizer: {
          type: 'Split',
          pattern: { String: ' ' },
          behavior: 'MergedWithPrevious',
          invert: false,
        },
        decoder: spaceDecoder,
        added_tokens: [
          ...added,
          addedToken(blocks.vocab['\u2581\u2581']!, '\u2581\u2581', { special: false }),
        ],
      },
      { canBeWritten: true },
    ));
  for (const prepend_scheme of ['always', 'first', 'never']) {
    for (const isSplit of [true, false]) {
      test(`with Metaspace, ${prepend_scheme}, ${isSplit ? 'split' : 'not split'}`, () =>
        compare({
          pre_tokenizer: { ...metaspace, prepend_scheme, split: isSplit },
          decoder: prepend_scheme === 'never' ? spaceDecoder : strippingDecoder,
        }));
    }
  }
  test('with Metaspace as older versions wrote it', () =>
    compare({
      pre_tokenizer: {
        type: 'Metaspace',
        replacement: '\u2581',
        str_rep: '\u2581',
        add_prefix_space: true,
        prepend_scheme: undefined,
      },
      decoder: strippingDecoder,
    }));
  test('with Metaspace and digits', () =>
    compare({
      pre_tokenizer: preTokenizers(metaspace, { type: 'Digits', individual_digits: true }),
      decoder: strippingDecoder,
    }));
  test('with digits and Metaspace', () =>
    compare({
      pre_tokenizer: preTokenizers(
        { type: 'Digits', individual_digits: false },
        { ...metaspace, prepend_scheme: 'never' },
      ),
      decoder: spaceDecoder,
    }));
  test('with plain spaces, and a Split', () =>
    expectSameAsHuggingFace(
      tokenizerJson(
        spaces,
        { added_tokens: added, pre_tokenizer: split(llama3), decoder: plainDecoder },
        { byte_fallback: true },
      ),
      { fragments },
    ));
  test('with ignore_merges', () =>
    expectSameAsHuggingFace(
      tokenizerJson(
        blocks,
        { added_tokens: added, pre_tokenizer: metaspace, decoder: strippingDecoder },
        { byte_fallback: true, ignore_merges: true },
      ),
      { fragments: [...fragments, 'the', ' the'] },
    ));
  test('with a Metaspace decoder', () => {
    const inside = (name: string) => name.includes('\u2581', 1);
    const model: ToyModel = {
      vocab: Object.fromEntries(Object.entries(blocks.vocab).filter(([name]) => !inside(name))),
      merges: blocks.merges.filter((pair) => !inside(pair.join(''))),
    };
    const names = Object.keys(model.vocab);
    const vocab = Object.fromEntries(names.map((name, id) => [name, id]));
    return expectSameAsHuggingFace(
      tokenizerJson(
        { vocab, merges: model.merges },
        {
          added_tokens: added,
          pre_tokenizer: metaspace,
          decoder: decoders({ type: 'ByteFallback' }, metaspace),
        },
        { byte_fallback: true },
      ),
      { fragments },
    );
  });
});
