/** SentencePiece .model files: what they mean, what is refused, and broken ones. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BpeekError, Tokenizer } from '../../wasm/index.ts';
import { expectSameIds, wellFormed } from './support/compare.ts';
import './support/dist.ts';
import { huggingFace } from './support/hugging-face.ts';
import {
  encodeNaively,
  type ModelOptions,
  type Piece,
  piecesOf,
  pieceType,
  sentencePieceFile,
} from './support/sentencepiece.ts';
import { hurtfulText, seed } from './support/strings.ts';
import { metaspaceModel } from './support/toy-bpe.ts';

const pieces = piecesOf(await metaspaceModel());
const load = (list: readonly Piece[], options?: ModelOptions) =>
  Tokenizer.load(sentencePieceFile(list, options));

const fragments = [' ', '  ', '   ', '\u2581', 'a', 'the', '가', '\n', '<s>', '<0x41>', '㐀', '😉'];
const text = fc
  .tuple(
    hurtfulText,
    fc.array(fc.constantFrom(...fragments), { maxLength: 12 }).map((all) => all.join('')),
  )
  .map((parts) => wellFormed(parts.join('')));

async function expectAsDefined(list: readonly Piece[], options: ModelOptions = {}): Promise<void> {
  const tokenizer = await load(list, options);
  const prefix = options.addDummyPrefix ?? true;
  fc.assert(
    fc.property(text, (one) => {
      const expected = Uint32Array.from(encodeNaively(list, one, prefix));
      const ids = tokenizer.encode(one, { special: 'literal' });
      expectSameIds(ids, expected, 'by definition', one);
      expect(tokenizer.decode(ids)).toBe(one.replaceAll('\u2581', ' '));
    }),
    { seed, numRuns: 400 },
  );
  const texts = fc.sample(text, { seed, numRuns: 200 });
  const theirs = await huggingFace(await tokenizer.toTokenizerJson()).encodeAll(texts);
  for (const [i, one] of texts.entries()) {
    const ids = tokenizer.encode(one, { special: 'parse' });
    expectSameIds(ids, theirs[i]!, 'as tokenizers with what was written', one);
  }
  tokenizer.free();
}

/** As in Llama 2's file: runs of spaces come after all else, and all alike. */
function withRunsOfSpaces(score: (length: number) => number): Piece[] {
  const lengths = [2, 3, 4, 5, 6, 7, 8, 16];
  const runs = lengths.map((length) => ({
    text: '\u2581'.repeat(length),
    score: score(length),
    type: pieceType.normal,
  }));
  return [...pieces.filter(({ text }) => !/^\u2581\u2581+$/.test(text)), ...runs];
}

describe('Encoding', () => {
  test('is as defined', () => expectAsDefined(pieces));
  test('is as defined without the dummy prefix', () =>
    expectAsDefined(pieces, { addDummyPrefix: false }));
  test('is as defined with runs of spaces of equal scores', () =>
    expectAsDefined(withRunsOfSpaces(() => -1e9)));
  test('is as defined with runs of spaces in an order of their own', () =>
    expectAsDefined(withRunsOfSpaces((length) => -1e6 - ((length * 7) % 11))));
  test('is as defined with scores that rise', () =>
    expectAsDefined(
      pieces.map((piece, id) => ({ ...piece, score: id < 259 ? 0 : ((id * 37) % 1009) - 2000 })),
    ));

  test('makes control pieces special tokens', async () => {
    const tokenizer = await load(pieces);
    expect([...tokenizer.specialTokens]).toEqual([
      ['<unk>', 0],
      ['<s>', 1],
      ['</s>', 2],
    ]);
    expect([...tokenizer.encode('</s>', { special: 'parse' })]).toEqual([2]);
    expect(tokenizer.encode('</s>', { special: 'literal' }).length).toBeGreaterThan(1);
    tokenizer.free();
  });

  test('always finds the pieces that the user defined', async () => {
    const list = [...pieces, { text: '<tool>', score: 0, type: pieceType.userDefined }];
    const tokenizer = await load(list, { addDummyPrefix: false });
    const id = pieces.length;
    const [a] = tokenizer.encode('a');
    expect([...tokenizer.encode('a<tool>a')]).toEqual([a, id, a]);
    tokenizer.free();
  });
});

test('scores that are equal elsewhere cannot be told by a list of merges', async () => {
  const tokenizer = await load(pieces.map((piece) => ({ ...piece, score: -1 })));
  await expect(tokenizer.toTokenizerJson()).rejects.toThrow(/have the same score/);
  tokenizer.free();
});

describe('Refused by name', () => {
  const trieless = new Uint8Array([1, 2, 3]);
  const rest = pieces.slice(0, -1);
  const last = pieces.at(-1)!;
  const all: [string, Piece[], ModelOptions][] = [
    ['the model type Unigram', pieces, { modelType: 1 }],
    ['the model type word', pieces, { modelType: 3 }],
    ['the model type character', pieces, { modelType: 4 }],
    ['the normalization nmt_nfkc', pieces, { normalizer: 'nmt_nfkc', charsmap: trieless }],
    ['remove_extra_whitespaces', pieces, { removeExtraWhitespaces: true }],
    ['escape_whitespaces: false', pieces, { escapeWhitespaces: false }],
    ['treat_whitespace_as_suffix', pieces, { whitespaceAsSuffix: true }],
    ['without byte_fallback', pieces, { byteFallback: false }],
    ['a denormalizer_spec', pieces, { denormalizer: trieless }],
    ['of the type UNUSED', [...rest, { ...last, type: pieceType.unused }], {}],
    ['add_dummy_prefix', [...rest, { ...last, type: pieceType.userDefined }], {}],
    [
      'with U+2581',
      [...rest, { text: '\u2581\u2581', score: 0, type: pieceType.userDefined }],
      { addDummyPrefix: false },
    ],
    ['a piece <0x41>', pieces.filter(({ text }) => text !== '<0x41>'), {}],
    ['which is empty', [...pieces, { text: '', score: 0, type: pieceType.normal }], {}],
  ];
  test.each(all)('%s', async (what, list, options) => {
    await expect(load(list, options)).rejects.toMatchObject({ code: 'unsupported' });
    await expect(load(list, options)).rejects.toThrow(what);
  });
  test('two pieces of the same text', async () => {
    await expect(load([...pieces, last])).rejects.toThrow(/have the same bytes/);
  });
});

describe('Broken files', () => {
  const file = sentencePieceFile(pieces.slice(0, 300));

  async function expectDamaged(bytes: Uint8Array): Promise<BpeekError> {
    const error = await Tokenizer.load(bytes).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof BpeekError)) return expect.fail(`no BpeekError but ${String(error)}`);
    expect(error.message).toMatch(/^[A-Z].*\.$/);
    return error;
  }

  test('cut short anywhere', async () => {
    for (let length = 3; length < file.length; length += length < 400 ? 1 : 37) {
      const error = await expectDamaged(file.slice(0, length));
      expect([length, error.code, error.offset]).toEqual([length, 'damaged_file', length]);
      expect(error.message).toContain(`after ${length} bytes`);
    }
  });

  test('with bytes changed: a sentence, or a model, but nothing else', async () => {
    const changes = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), {
      minLength: 1,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(changes, async (list) => {
        const changed = file.slice();
        for (const [at, byte] of list) changed[at] = byte;
        try {
          (await Tokenizer.load(changed)).free();
        } catch (error) {
          expect(error).toBeInstanceOf(BpeekError);
        }
      }),
      { seed, numRuns: 500 },
    );
  });

  test('without one of the specs', async () => {
    const without = (part: string) =>
      sentencePieceFile(pieces, {
        parts: (['pieces', 'trainer', 'normalizer'] as const).filter((one) => one !== part),
      });
    expect((await expectDamaged(without('trainer'))).message).toContain('its trainer_spec');
    expect((await expectDamaged(without('normalizer'))).message).toContain('its normalizer_spec');
  });

  test('with text that is no UTF-8', async () => {
    const changed = file.slice();
    const at = Buffer.from(changed).indexOf('<unk>');
    changed[at] = 0xff;
    const error = await expectDamaged(changed);
    expect(error.message).toMatch(/text that is no UTF-8 at byte/);
    expect(error.offset).toBe(at - 1);
  });
});
