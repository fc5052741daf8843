/** The logic of the Merges view: pieces and their names, replayed steps, trees. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodings, Tokenizer } from '../../wasm/index.ts';
import { type Build, build, spansAfter } from '../../web/src/state/merges/build.ts';
import { kindsByContent, knownAlternatives, namerOf } from '../../web/src/state/merges/groups.ts';
import { forestOf, type TreeNode } from '../../web/src/state/merges/tree.ts';
import { isPiece, unitsIn } from '../../web/src/state/merges/units.ts';
import { pageAt, pageStarts } from '../../web/src/state/pages.ts';
import { type Encoding, type Ready, tokenize } from '../../web/src/state/tokenization.ts';
import { createVocabulary } from '../../web/src/state/vocabulary.ts';
import '../wasm/support/dist.ts';
import { hurtfulText, seed } from '../wasm/support/strings.ts';

const fixed = [
  '',
  'a',
  "She'd counted 1234 ships, they'll SAY.\n\n  Don't\t!",
  'x 뷁! 안녕하세요, 만나서 반가워요.',
  '👩‍👩‍👧‍👦 🇰🇷 e\u0301 हिन्दी',
  `${'a'.repeat(700)} ${'한국어'.repeat(100)}`,
  '<|endoftext|>x<|endoftext|>',
];

function ready(text: string, encoding: Encoding, policy: 'literal' | 'parse' = 'literal'): Ready {
  const result = tokenize(text, encoding, policy);
  if (result.status !== 'ready') throw result.error;
  return result;
}

/** The ids at the end of all steps; a character that is no token has become its bytes. */
function idsAfter(of: Build): number[] {
  return of.parts.flatMap((part) => {
    if (part.wholePiece !== undefined) return [part.wholePiece];
    return spansAfter(of, of.steps.length)
      .filter(({ begin }) => part.begin <= begin && begin < part.end)
      .flatMap(({ id, begin, end }) =>
        id !== undefined
          ? [id]
          : part.tokens
              .filter((each) => each.begin >= begin && each.end <= end)
              .map((each) => each.id!),
      );
  });
}

describe.each(encodings.map(({ name }) => name))('%s', (name) => {
  let encoding: Encoding;

  beforeAll(async () => {
    const tokenizer = await Tokenizer.load(name);
    encoding = { name, tokenizer, vocabulary: createVocabulary(tokenizer) };
  });
  afterAll(() => encoding.tokenizer.free());

  test('units are all of the text, and replayed they give the ids of encode', () => {
    const check = (text: string) => {
      const now = ready(text, encoding, 'parse');
      const units = unitsIn(now, 0, text.length);
      let next = 0;
      for (const unit of units) {
        expect(unit.firstToken, JSON.stringify(text)).toBe(next);
        expect(unit.endToken).toBeGreaterThan(next);
        next = unit.endToken;
        const built = build(now, [unit]);
        if ('tooLong' in built) throw new Error(`too long: ${built.tooLong} bytes`);
        const [part] = built.parts;
        const ids = Array.from(now.tokens.ids.subarray(unit.firstToken, unit.endToken));
        if (isPiece(unit)) expect(part!.agrees, JSON.stringify(text)).toBe(true);
        if (part!.agrees) expect(idsAfter(built), JSON.stringify(text)).toEqual(ids);
        checkForest(built);
      }
      expect(next, JSON.stringify(text)).toBe(now.tokens.ids.length);
    };
    for (const text of fixed) check(text);
    fc.assert(fc.property(hurtfulText, check), { seed, numRuns: 60 });
  });

  test('each step is as the one before with two neighbours made one', () => {
    const now = ready(" don't tokenize 뷁 1234", encoding);
    const built = build(now, unitsIn(now, 0, now.text.length));
    if ('tooLong' in built) throw new Error('too long');
    for (const [count, { begin, middle, end, result }] of built.steps.entries()) {
      const before = spansAfter(built, count);
      const left = before.findIndex((span) => span.begin === begin && span.end === middle);
      expect(before[left + 1]).toMatchObject({ begin: middle, end });
      const after = before.toSpliced(left, 2, { begin, end, id: result });
      expect(spansAfter(built, count + 1)).toEqual(after);
    }
  });

  test('the pattern, if there is one, is known by its alternatives, and names each piece', () => {
    const { pattern } = encoding.tokenizer;
    if (pattern === '') return;
    const alternatives = knownAlternatives(pattern)!;
    const source = alternatives.map((each, i) => `(?<a${i}>${each.source})`).join('|');
    const name = namerOf(pattern);
    const check = (text: string) => {
      // JavaScript's Unicode is older than the engine's; and claude2 splits the text's normal form.
      if (/\p{Cn}/u.test(text) || text.normalize('NFKC') !== text) return;
      const { tokens } = ready(text, encoding);
      const matches = Array.from(text.matchAll(RegExp(source, 'gu')));
      const ends = matches.map((match) => match.index + match[0].length);
      expect(ends, JSON.stringify(text)).toEqual(Array.from(tokens.pieceEnds));
      for (const { groups, 0: piece } of matches) {
        const index = alternatives.findIndex((_, i) => groups?.[`a${i}`] !== undefined);
        expect(name(piece), JSON.stringify(piece)).toEqual(alternatives[index]!.kindsOf(piece));
      }
    };
    for (const text of fixed) check(text);
    fc.assert(fc.property(hurtfulText, check), { seed, numRuns: 300 });
  });
});

function checkForest(of: Build): void {
  const { roots, nodes, height } = forestOf(of);
  expect(roots.map(({ begin, end, id }) => ({ begin, end, id }))).toEqual(
    spansAfter(of, of.steps.length),
  );
  const leaves = (node: TreeNode): TreeNode[] =>
    node.made ? node.made.parts.flatMap(leaves) : [node];
  expect(roots.flatMap(leaves).map(({ begin }) => begin)).toEqual(
    of.starts.map(({ begin }) => begin),
  );
  expect(nodes).toHaveLength(of.starts.length + of.steps.length);
  expect(height).toBe(Math.max(0, ...nodes.map(({ level }) => level)));
}

test('a piece has the name of its alternative', () => {
  const pattern = String.raw`'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s`;
  const name = namerOf(pattern);
  expect(
    [' hello', '(hello', "'LL", '123', ' ...\n\n', '  ', ' \n', ' 😀', '\u0301'].map(
      (piece) => name(piece)[0],
    ),
  ).toEqual([
    'letters',
    'letters',
    'contraction',
    'digits',
    'punctuation',
    'space',
    'lineBreak',
    'symbols',
    'marks',
  ]);
  const o200k = namerOf(
    String.raw`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?`,
  );
  expect(o200k(" don't")).toEqual(['letters', 'contraction']);
  expect(o200k("'s")).toEqual(['letters']);
});

test('a pattern with an alternative that is not known names pieces by what they hold', () => {
  expect(knownAlternatives(String.raw`\w+|\s+`)).toBeUndefined();
  // Bars in brackets and after backslashes part nothing.
  expect(knownAlternatives(String.raw`(a|\p{L}+)|[|]|\|`)).toBeUndefined();
  const name = namerOf(String.raw`\w+|\W+`);
  expect(name(' abc')).toEqual(['letters']);
  expect(name('abc1')).toEqual(['letters', 'digits']);
  expect(name('a1!')).toEqual(['mixed']);
  expect(name(' ')).toEqual(['space']);
  expect(name('\n')).toEqual(['lineBreak']);
  expect(kindsByContent('e\u0301')).toEqual(['letters']);
  expect(kindsByContent('👩‍👩‍👧‍👦')).toEqual(['symbols']);
});

test('pages end with lines, none is long, and all of them are the text', () => {
  const line = fc.string({ maxLength: 80 });
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 30 }),
      fc.integer({ min: 8, max: 60 }),
      (lines, size) => {
        const text = lines.join('\n');
        const roundUp = (position: number) => Math.ceil(position / 4) * 4;
        const starts = pageStarts(text, size, roundUp);
        for (const [page, from] of starts.entries()) {
          const to = starts[page + 1] ?? text.length;
          expect(to - from).toBeLessThanOrEqual(size + 4);
          expect(roundUp(from)).toBe(from);
          for (let at = from; at < to; at += 3) expect(pageAt(starts, at)).toBe(page);
        }
      },
    ),
    { seed },
  );
});
