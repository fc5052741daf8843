/** The logic of the Compare view: cuts, those that encodings share, rows and tints. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Tokenizer } from '../../wasm/index.ts';
import { cutAt, cutsOf, nextDifference, sharedCuts } from '../../web/src/state/compare/cuts.ts';
import { commonPlace, rowsOf } from '../../web/src/state/compare/rows.ts';
import { pageStarts } from '../../web/src/state/pages.ts';
import { type Encoding, type Ready, tokenize } from '../../web/src/state/tokenization.ts';
import { createVocabulary } from '../../web/src/state/vocabulary.ts';
import '../wasm/support/dist.ts';
import { hurtfulText, seed } from '../wasm/support/strings.ts';

const names = ['o200k_base', 'gpt2', 'cl100k_base', 'llama2'];
let encodings: Encoding[];

beforeAll(async () => {
  encodings = await Promise.all(
    names.map(async (name) => {
      const tokenizer = await Tokenizer.load(name);
      return { name, tokenizer, vocabulary: createVocabulary(tokenizer) };
    }),
  );
});
afterAll(() => {
  for (const { tokenizer } of encodings) tokenizer.free();
});

const fixed = [
  '',
  "Hello, world! 뷁 뷁뷁\n\n안녕하세요 👩‍👩‍👧‍👦 don't 1234567\n",
  'x'.repeat(900),
  `${'a lighthouse keeper counted 뷁 ships '.repeat(40)}\n`,
];

const readyIn =
  (text: string) =>
  (encoding: Encoding): Ready => {
    const result = tokenize(text, encoding, 'literal');
    if (result.status !== 'ready') throw result.error;
    return result;
  };

/** The cut at each byte of a text, told by walking over it. */
function cutsByByte(text: string): number[] {
  const cuts: number[] = [];
  let position = 0;
  for (const character of text) {
    for (let i = 0; i < Buffer.byteLength(character); i++) cuts.push(cutAt(position) + i);
    position += character.length;
  }
  return [...cuts, cutAt(position)];
}

test('cuts are where tokens end, to the byte', () => {
  const check = (text: string) => {
    const byByte = cutsByByte(text);
    for (const encoding of encodings) {
      const ends = encoding.tokenizer.tokens(text, { special: 'literal', offsets: 'bytes' }).ends;
      const expected = Array.from(ends, (end) => byByte[end]);
      expect(Array.from(cutsOf(readyIn(text)(encoding))), JSON.stringify(text)).toEqual(expected);
    }
  };
  for (const text of fixed) check(text);
  fc.assert(fc.property(hurtfulText, check), { seed, numRuns: 150 });
});

test('cuts that all share, and the next that not all do', () => {
  const cuts = fc
    .uniqueArray(fc.nat(60), { maxLength: 30 })
    .map((all) => Uint32Array.from(all).sort());
  fc.assert(
    fc.property(fc.array(cuts, { minLength: 1, maxLength: 4 }), fc.nat(60), (all, after) => {
      const inAll = [...all[0]!].filter((cut) => all.every((each) => each.includes(cut)));
      const shared = sharedCuts(all);
      expect([...shared]).toEqual(inAll);
      const differing = all
        .flatMap((each) => [...each])
        .filter((cut) => cut > after && !inAll.includes(cut));
      const next = differing.length > 0 ? Math.min(...differing) : undefined;
      expect(nextDifference(all, shared, after)).toBe(next);
    }),
    { seed },
  );
});

test('rows hold every token once; where encodings agree, tints do', () => {
  const check = (text: string) => {
    const all = encodings.map((encoding) => cutsOf(readyIn(text)(encoding)));
    const shared = sharedCuts(all);
    const pages = pageStarts(text, 200, (place) => commonPlace(text, shared, place));
    const rows = pages.flatMap((from, i) =>
      rowsOf(text, all, shared, from, pages[i + 1] ?? text.length),
    );
    const message = JSON.stringify(text);
    expect(rows.map(({ from }) => from).slice(1)).toEqual(rows.map(({ to }) => to).slice(0, -1));
    const beginOf = (i: number, index: number) => all[i]![index - 1] ?? 0;
    for (const [i, cuts] of all.entries()) {
      let next = 0;
      for (const { cells } of rows) {
        const { from, to, tints, marked } = cells[i]!;
        expect(from, message).toBe(next);
        expect(tints).toHaveLength(to - from);
        for (let k = 1; k < tints.length; k++) expect(tints[k], message).not.toBe(tints[k - 1]);
        for (let index = from; index < to; index++) {
          const begin = beginOf(i, index);
          const isShared = begin === 0 || all.every((each) => each.includes(begin));
          expect(marked.has(index), message).toBe(!isShared);
        }
        next = to;
      }
      expect(next, message).toBe(text === '' ? 0 : cuts.length);
    }
    for (const { cells } of rows) {
      const first = cells[0]!;
      for (let index = first.from; index < first.to; index++) {
        const begin = beginOf(0, index);
        const end = all[0]![index];
        const tints = cells.map(({ from, to, tints }, i) => {
          const same = Array.from({ length: to - from }, (_, k) => from + k).find(
            (each) => beginOf(i, each) === begin && all[i]![each] === end,
          );
          return same === undefined ? undefined : tints[same - from];
        });
        if (begin > 0 && !tints.includes(undefined)) expect(new Set(tints).size, message).toBe(1);
      }
    }
  };
  for (const text of fixed) check(text);
  fc.assert(
    fc.property(
      fc.array(hurtfulText, { maxLength: 3 }).map((all) => all.join('\n')),
      check,
    ),
    {
      seed,
      numRuns: 60,
    },
  );
});
