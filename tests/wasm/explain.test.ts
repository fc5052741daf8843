/** The steps of a piece, replayed: they are what encoding does, and each is the best there was. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  BpeekError,
  type Explanation,
  encodings,
  type MergeTree,
  type PieceToken,
  Tokenizer,
} from '../../wasm/index.ts';
import './support/dist.ts';
import { hurtfulText, seed } from './support/strings.ts';

const utf8 = new TextEncoder();
/** A character for each byte, so that bytes can be keys. */
const keyOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/** As expect().toEqual(), which takes long for what is asked a hundred thousand times. */
function expectEqual(actual: unknown, expected: unknown, what = ''): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual, what).toEqual(expected);
}

const fixed = [
  '',
  'a',
  ' tokenization',
  'internationalization',
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  '                      ',
  '안녕하세요',
  'Donaudampfschifffahrtsgesellschaft',
  '👩‍👩‍👧‍👦🇰🇷',
  '1234567890',
  'the end of a line\r\n\r\n',
];

/** Those whose pair with the lowest id merges, wherever it is: the others have lists or scores. */
const ranked = new Set([
  'gpt2',
  'r50k_base',
  'p50k_base',
  'p50k_edit',
  'cl100k_base',
  'o200k_base',
  'o200k_harmony',
]);

describe.each(encodings.map(({ name }) => name))('%s', (name) => {
  let tokenizer: Tokenizer;
  let ranks: Map<string, number>;

  beforeAll(async () => {
    tokenizer = await Tokenizer.load(name);
    const specials = new Set(tokenizer.specialTokens.values());
    ranks = new Map();
    for (let id = 0; id < tokenizer.vocabularySize; id++) {
      const bytes = specials.has(id) ? undefined : bytesOf(tokenizer, id);
      if (bytes) ranks.set(keyOf(bytes), id);
    }
  });
  afterAll(() => tokenizer.free());

  test.runIf(ranked.has(name))('each step is the best, and all together the tokens', () => {
    let losses = 0;
    const check = (piece: string) => {
      const bytes = utf8.encode(piece);
      const explanation = tokenizer.explain(piece);
      expectEqual(tokenizer.explain(bytes), explanation, `as bytes: ${JSON.stringify(piece)}`);
      replay(bytes, explanation, ranks);
      losses += checkBoundaries(bytes, explanation, ranks, tokenizer);
      const whole = bytes.length === 0 ? undefined : ranks.get(keyOf(bytes));
      expectEqual(explanation.wholePiece, whole, JSON.stringify(piece));
    };
    for (const piece of fixed) check(piece);
    fc.assert(fc.property(hurtfulText, check), { seed, numRuns: 150 });
    expect(losses).toBeGreaterThan(100);
  });

  test.skipIf(ranked.has(name))('each step is the best of the pairs that are known', () => {
    // What merging every token's bytes shows of the order of merges.
    const pairs = new Map<string, number>();
    for (const key of ranks.keys()) {
      for (const { left, right, rank } of tokenizer.explain(Buffer.from(key, 'latin1')).steps) {
        const pair = `${left} ${right}`;
        if ((pairs.get(pair) ?? rank) !== rank) expect.fail(`${pair} has two ranks`);
        pairs.set(pair, rank);
      }
    }
    expect(pairs.size).toBeGreaterThan(ranks.size / 2);
    const check = (piece: string) => {
      const bytes = utf8.encode(piece);
      replayKnown(bytes, tokenizer.explain(bytes), pairs, tokenizer);
    };
    for (const piece of fixed) check(piece);
    fc.assert(fc.property(hurtfulText, check), { seed, numRuns: 150 });
  });

  test('pieces of a text have the tokens that encoding gives them', () => {
    const check = (text: string) => {
      const options = { special: 'literal', offsets: 'bytes' } as const;
      const { ids, ends, pieceEnds } = tokenizer.tokens(text, options);
      let first = 0;
      for (const end of pieceEnds) {
        let last = first;
        while ((ends[last] ?? Number.POSITIVE_INFINITY) <= end) last++;
        const encoded = [...ids.subarray(first, last)];
        // The piece as its tokens spell it, with the space that some models put before it.
        const piece = Buffer.concat(encoded.map((id) => tokenizer.tokenBytes(id)));
        const explained = idsOf(tokenizer.explain(piece), encoded);
        expectEqual(explained, encoded, `${JSON.stringify(text)}, up to byte ${end}`);
        first = last;
      }
      expectEqual(first, ids.length);
    };
    for (const piece of fixed) check(piece);
    fc.assert(fc.property(hurtfulText, check), { seed, numRuns: 200 });
  });

  test('trees spell their token', () => {
    // Every so manyeth, a prime: fewer of large vocabularies.
    const stride = name === 'gpt2' ? 43 : 331;
    let merged = 0;
    for (let id = 0; id < tokenizer.vocabularySize; id += stride) {
      const bytes = bytesOf(tokenizer, id);
      if (!bytes) continue;
      const tree = tokenizer.mergeTree(id);
      const spelled = keyOf(Buffer.concat(leaves(tree).map((leaf) => leaf.bytes)));
      if (spelled !== keyOf(bytes)) expect.fail(`The tree of ${id} spells ${spelled}.`);
      if (ranked.has(name)) {
        for (const node of nodes(tree)) checkNode(node, ranks, tokenizer);
      }
      if (tree.parts) merged++;
    }
    expect(merged).toBeGreaterThan(tokenizer.vocabularySize / stride / 2);
  });
});

/** The ids of an explained piece; those of bytes that no character's token has are taken on trust. */
function idsOf({ wholePiece, tokens }: Explanation, encoded: number[]): number[] {
  if (wholePiece !== undefined) return [wholePiece];
  const ids: number[] = [];
  for (const { id, begin, end } of tokens) {
    if (id === undefined) ids.push(...encoded.slice(ids.length, ids.length + end - begin));
    else ids.push(id);
  }
  return ids;
}

/** Does every step on the piece, having looked whether a better one was there. */
function replay(bytes: Uint8Array, explanation: Explanation, ranks: Map<string, number>): void {
  const tokens = Array.from(bytes, (_, i): PieceToken => {
    return { id: ranks.get(keyOf(bytes.subarray(i, i + 1))), begin: i, end: i + 1 };
  });
  expectEqual(explanation.starts, tokens);
  for (const step of explanation.steps) {
    const pairs = tokens.slice(1).map((right, i) => {
      const left = tokens[i]!;
      const result = ranks.get(keyOf(bytes.subarray(left.begin, right.end)));
      return { left, right, result: result ?? Number.POSITIVE_INFINITY };
    });
    const best = Math.min(...pairs.map(({ result }) => result));
    const place = pairs.findIndex(({ result }) => result === best);
    const { left, right } = pairs[place]!;
    const expected = { at: left.begin, left: left.id, right: right.id, result: best, rank: best };
    expectEqual(step, expected, `a step of ${JSON.stringify(keyOf(bytes))}`);
    tokens.splice(place, 2, { id: step.result, begin: left.begin, end: right.end });
  }
  expectEqual(explanation.tokens, tokens);
}

/** As replay, for any rule: `pairs` has the rank of many a pair of ids. */
function replayKnown(
  bytes: Uint8Array,
  { starts, steps, tokens: ends }: Explanation,
  pairs: Map<string, number>,
  tokenizer: Tokenizer,
): void {
  const tokens = [...starts];
  for (const step of steps) {
    for (const [i, right] of tokens.slice(1).entries()) {
      const rank = pairs.get(`${tokens[i]!.id} ${right.id}`);
      if (rank === undefined) continue;
      const isBetter = rank < step.rank || (rank === step.rank && tokens[i]!.begin < step.at);
      if (isBetter) expect.fail(`${keyOf(bytes)}: at ${step.at} ${step.rank} went before ${rank}.`);
    }
    const place = tokens.findIndex(({ begin }) => begin === step.at);
    const [left, right] = [tokens[place]!, tokens[place + 1]!];
    expectEqual([left.id, right.id], [step.left, step.right]);
    const result = { id: step.result, begin: left.begin, end: right.end };
    expectEqual(
      keyOf(tokenizer.tokenBytes(step.result)),
      keyOf(bytes.subarray(result.begin, result.end)),
    );
    tokens.splice(place, 2, result);
  }
  expectEqual(ends, tokens);
}

/** Nothing is left to merge, and what is told of each boundary holds; how many have lost. */
function checkBoundaries(
  bytes: Uint8Array,
  { tokens, steps, boundaries }: Explanation,
  ranks: Map<string, number>,
  tokenizer: Tokenizer,
): number {
  let losses = 0;
  expectEqual(boundaries.length, Math.max(tokens.length - 1, 0));
  for (const [i, boundary] of boundaries.entries()) {
    const { at, reason } = boundary;
    expectEqual(at, tokens[i]!.end);
    expectEqual(ranks.has(keyOf(bytes.subarray(tokens[i]!.begin, tokens[i + 1]!.end))), false);
    // A token is made of any two parts of it, so that this reason is for lists.
    if (reason === 'no merge') expect.fail(`no merge, of ${JSON.stringify(keyOf(bytes))}`);
    if (reason !== 'lost') continue;
    losses++;
    const { lost, winner } = boundary;
    const lostBytes = tokenizer.tokenBytes(lost.result);
    const end = lost.at + lostBytes.length;
    expectEqual(keyOf(bytes.subarray(lost.at, end)), keyOf(lostBytes));
    // It lay across the boundary, which was where its two met.
    expectEqual(lost.at + tokenizer.tokenBytes(lost.left!).length, at);
    // A better one, or an equal one on the left, took one of the two.
    const step = steps[winner]!;
    const stepEnd = step.at + tokenizer.tokenBytes(step.result).length;
    expectEqual(step.rank < lost.rank || (step.rank === lost.rank && step.at < lost.at), true);
    expectEqual(stepEnd === at || step.at === at, true);
  }
  return losses;
}

function bytesOf(tokenizer: Tokenizer, id: number): Uint8Array | undefined {
  try {
    return tokenizer.tokenBytes(id);
  } catch (error) {
    if (error instanceof BpeekError && error.code === 'bad_id') return undefined;
    throw error;
  }
}

function nodes(tree: MergeTree): MergeTree[] {
  return [tree, ...(tree.parts ?? []).flatMap(nodes)];
}

function leaves(tree: MergeTree): MergeTree[] {
  return nodes(tree).filter(({ parts }) => !parts);
}

/** Parts are there exactly where merging the token's bytes ends with one token. */
function checkNode({ id, bytes, parts }: MergeTree, ranks: Map<string, number>, own: Tokenizer) {
  if (!parts) {
    if (bytes.length > 1 && ranks.get(keyOf(bytes)) === id) {
      if (own.explain(bytes).tokens.length <= 1) expect.fail(`token ${id} has no parts`);
    }
    return;
  }
  const { tokens, steps } = own.explain(bytes);
  const expected = { tokens: [id], parts: parts.map((part) => part.id), bytes: keyOf(bytes) };
  const found = {
    tokens: tokens.map((token) => token.id),
    parts: [steps.at(-1)?.left, steps.at(-1)?.right],
    bytes: keyOf(Buffer.concat(parts.map((part) => part.bytes))),
  };
  expectEqual(found, expected);
}

test('a merge list, and the tree of a token as deep as it is long', async () => {
  const merges = Array.from({ length: 3000 }, (_, i) => `${i === 0 ? 97 : 255 + i} 97`);
  const file = new Blob([`minbpe v1\n\n0\n${merges.join('\n')}\n`]);
  using tokenizer = await Tokenizer.load(file);
  const { steps, tokens, wholePiece } = tokenizer.explain('a'.repeat(6));
  // The first merge takes all pairs of two; after that no third is left.
  expect(tokens.map(({ id }) => id)).toEqual([256, 256, 256]);
  expect(steps.map(({ rank }) => rank)).toEqual([0, 0, 0]);
  expect(wholePiece).toBeUndefined();
  let depth = 0;
  for (let tree = tokenizer.mergeTree(3255); tree.parts; tree = tree.parts[0]) depth++;
  expect(depth).toBe(3000);
});

test('a pair that lost to a better one', async () => {
  // ab, bc, abc = a + bc: ab takes the b of bc.
  using tokenizer = await Tokenizer.load(new Blob(['minbpe v1\n\n0\n97 98\n98 99\n97 257\n']));
  const { boundaries, steps } = tokenizer.explain('abc');
  expect(steps).toEqual([{ at: 0, left: 97, right: 98, result: 256, rank: 0 }]);
  expect(boundaries).toEqual([
    {
      at: 2,
      reason: 'lost',
      lost: { at: 1, left: 98, right: 99, result: 257, rank: 1 },
      winner: 0,
    },
  ]);
});

test('tokens side by side may make a token that is made of other parts', async () => {
  // cd, ab, abc = ab + c, abcd = abc + d: after cd no c is left for ab.
  const lines = ['minbpe v1', '', '0', '99 100', '97 98', '257 99', '258 100', ''];
  using tokenizer = await Tokenizer.load(new Blob([lines.join('\n')]));
  const { tokens, boundaries } = tokenizer.explain('abcd');
  expect(tokens.map(({ id }) => id)).toEqual([257, 256]);
  expect(boundaries).toEqual([{ at: 2, reason: 'no merge' }]);
  const { parts } = tokenizer.mergeTree(259);
  expect(parts?.map(({ id }) => id)).toEqual([258, 100]);
});

test('bytes that are no UTF-8, and lone surrogates', async () => {
  using tokenizer = await Tokenizer.load('cl100k_base');
  const bytes = Uint8Array.of(0xff, 0xed, 0xa0, 0x80, 0xc3);
  const { tokens } = tokenizer.explain(bytes);
  expect(tokens.map(({ id }) => id)).toEqual([...tokenizer.encodeBytes(bytes)]);
  expect(tokenizer.explain('\ud800')).toEqual(tokenizer.explain('\ufffd'));
});

test('errors', async () => {
  const tokenizer = await Tokenizer.load('gpt2');
  const code = (wanted: string) => expect.objectContaining({ name: 'BpeekError', code: wanted });
  for (const piece of [undefined, null, 7, ['a']]) {
    expect(() => tokenizer.explain(piece as never)).toThrow(code('bad_argument'));
  }
  for (const id of [-1, 1.5, 50257, 2 ** 32, '7']) {
    expect(() => tokenizer.mergeTree(id as never)).toThrow(code('bad_id'));
  }
  tokenizer.free();
  expect(() => tokenizer.explain('a')).toThrow(code('freed'));
  expect(() => tokenizer.mergeTree(7)).toThrow(code('freed'));
});
