/** Documents: after every edit their tokens are those of the whole text. */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Abi } from '../../wasm/abi.ts';
import {
  BpeekError,
  type Document,
  type DocumentOptions,
  type TokenChange,
  Tokenizer,
  type Tokens,
} from '../../wasm/index.ts';
import { dist } from './support/dist.ts';
import { sameNumbers } from './support/numbers.ts';
import { hurtfulText, seed } from './support/strings.ts';
import { udhrTexts } from './support/texts.ts';

/** Where an edit begins or ends: near a token's end, or anywhere; a fraction of the whole. */
interface Place {
  readonly at: number;
  readonly snap: boolean;
  readonly beside: number;
}

interface Edit {
  readonly from: Place;
  /** How many units are deleted. */
  readonly deleted: number;
  readonly insert: string;
}

const place = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  snap: fc.boolean(),
  beside: fc.integer({ min: -1, max: 1 }),
});
const marked = ['e', '\u0301', '\u0327', 'é', '…', 'ﬁ', '\u1100', '\u1161', '\u11a8', '가'];
const typed = ['', '', 'a', ' ', '1', '\n', "'", '가', '▁', '\ud83d', '\ude00'];
const runs = ['12345', ' '.repeat(9), 'aB'.repeat(5), '\n\n\n'];

/** Edits that bring in what this tokenizer's tokens begin and end with. */
function editFor(tokenizer: Tokenizer): fc.Arbitrary<Edit> {
  const specials = [...tokenizer.specialTokens.keys()].slice(0, 4);
  const halves = specials.flatMap((text) => [text.slice(0, 3), text.slice(3)]);
  return fc.record({
    from: place,
    deleted: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(0, 0, 0, 1, 2, 5) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 4000 }) },
    ),
    insert: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...typed) },
      { weight: 1, arbitrary: hurtfulText },
      { weight: 1, arbitrary: fc.constantFrom('<', '|>', ...specials, ...halves) },
      { weight: 1, arbitrary: fc.constantFrom(...runs, ...marked) },
    ),
  });
}

function position({ at, snap, beside }: Place, { ends }: Tokens, length: number): number {
  if (!snap) return Math.round(at * length);
  const end = ends[Math.floor(at * (ends.length - 1))] ?? 0;
  return Math.min(Math.max(end + beside, 0), length);
}

/** Characters that take two units of UTF-16. */
const pairs = (text: string) => text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0;

/** What is different in the document; undefined if it is what it should be. */
function difference(document: Document, text: string, whole: Tokens): string | undefined {
  const all = document.tokensIn(0, document.length);
  if (document.text() !== text) return 'text()';
  if (all.first !== 0 || !sameNumbers(all.ids, whole.ids)) return 'ids';
  if (!sameNumbers(all.begins, whole.begins)) return 'begins';
  if (!sameNumbers(all.ends, whole.ends)) return 'ends';
  if (!sameNumbers(all.pieceEnds, whole.pieceEnds)) return 'pieceEnds';
  if (document.length !== text.length) return 'length';
  if (document.tokenCount !== whole.ids.length) return 'tokenCount';
  if (document.characterCount !== text.length - pairs(text)) return 'characterCount';
  if (document.byteCount !== Buffer.byteLength(text)) return 'byteCount';
  return undefined;
}

/** The same for the tokens that lie between two positions, told naively. */
function partDifference(
  document: Document,
  whole: Tokens,
  from: number,
  to: number,
): string | undefined {
  const { first, ...part } = document.tokensIn(from, to);
  const indices: number[] = [];
  for (let i = 0; i < whole.ids.length; i++) {
    const begin = whole.begins[i]!;
    const end = whole.ends[i]!;
    const isIn = end === 0 ? from === 0 : end > from && (begin < end ? begin < to : end <= to);
    if (isIn) indices.push(i);
  }
  const pick = (list: Uint32Array) => Uint32Array.from(indices, (i) => list[i]!);
  const where = `between ${from} and ${to}`;
  if (indices.length > 0 && first !== indices[0]) return `first ${where}`;
  if (!sameNumbers(part.ids, pick(whole.ids))) return `ids ${where}`;
  if (!sameNumbers(part.begins, pick(whole.begins))) return `begins ${where}`;
  if (!sameNumbers(part.ends, pick(whole.ends))) return `ends ${where}`;
  // Several tokens may end where a piece does, as in a character; the last of the piece counts.
  const actual = new Set(part.pieceEnds);
  const lie = new Set(indices);
  let i = 0;
  for (const end of whole.pieceEnds) {
    const isIn: boolean[] = [];
    while (whole.ends[i]! < end) i++;
    for (; whole.ends[i] === end; i++) isIn.push(lie.has(i));
    if (isIn.every(Boolean) && isIn.length > 0 && !actual.delete(end)) return `pieceEnds ${where}`;
    if (isIn.some(Boolean)) actual.delete(end);
  }
  if (actual.size > 0) return `pieceEnds ${where}`;
  const same = document.tokensAt(first, part.ids.length);
  return sameNumbers(same.pieceEnds, part.pieceEnds) ? undefined : `tokensAt(${first})`;
}

/** Whether the tokens that an edit says to have left alone are the same as before it. */
function changeDifference(
  { first, removed, added }: TokenChange,
  before: Uint32Array,
  after: Uint32Array,
): string | undefined {
  if (!sameNumbers(before.subarray(0, first), after.subarray(0, first))) return 'change.first';
  const isSame = sameNumbers(before.subarray(first + removed), after.subarray(first + added));
  return isSame ? undefined : 'change.removed or .added';
}

function runScript(
  tokenizer: Tokenizer,
  special: DocumentOptions['special'],
  start: string,
  script: Edit[],
): void {
  using document = tokenizer.document(start, { special });
  let text = start;
  let whole = tokenizer.tokens(text, { special });
  const done: string[] = [];
  for (const { from: where, deleted, insert } of script) {
    const before = whole;
    const from = position(where, before, text.length);
    const to = Math.min(from + deleted, text.length);
    text = text.slice(0, from) + insert + text.slice(to);
    done.push(`edit(${from}, ${to}, ${JSON.stringify(insert)})`);
    const change = document.edit(from, to, insert);
    whole = tokenizer.tokens(text, { special });
    const wrong =
      difference(document, text, whole) ??
      changeDifference(change, before.ids, whole.ids) ??
      partDifference(document, whole, from, Math.min(text.length, to + insert.length)) ??
      partDifference(document, whole, Math.max(0, from - 50), from);
    if (wrong === undefined) continue;
    expect.fail(
      `${tokenizer.name}, ${JSON.stringify(special)}: ${wrong} after ${done.join(', ')} ` +
        `in ${JSON.stringify(start)}`,
    );
  }
}

/** A .tiktoken file of single bytes. */
function allBytes(): Uint8Array {
  const lines = Array.from(
    { length: 256 },
    (_, byte) => `${Buffer.from([byte]).toString('base64')} ${byte}`,
  );
  return new TextEncoder().encode(lines.join('\n'));
}

/** Texts long enough for a dozen chunks, and some that are short. */
function startTexts(): string[] {
  const texts = udhrTexts().map(({ text }) => text);
  return ['', 'x', ...texts.slice(0, 40).map((text) => text.slice(0, 6000))];
}

describe.each([
  'gpt2',
  'cl100k_base',
  'o200k_base',
  'o200k_harmony',
  'llama3',
  'llama2',
  'mistral',
  'claude2',
])('%s', (name) => {
  let tokenizer: Tokenizer;
  beforeAll(async () => {
    tokenizer = await Tokenizer.load(name);
  });
  afterAll(() => tokenizer.free());

  test.each(['literal', 'parse', 'first'] as const)(
    'has the tokens of the whole text after every edit, special tokens: %s',
    (policy) => {
      const [first = ''] = tokenizer.specialTokens.keys();
      const special = policy === 'first' ? [first] : policy;
      const script = fc.array(editFor(tokenizer), { minLength: 1, maxLength: 12 });
      fc.assert(
        fc.property(fc.constantFrom(...startTexts()), script, (start, edits) =>
          runScript(tokenizer, special, start, edits),
        ),
        { seed, numRuns: 20 },
      );
    },
  );
});

test('any other pattern gives the tokens of the whole text too', async () => {
  using tokenizer = await Tokenizer.load(allBytes(), {
    pattern: String.raw`\p{L}+\d?|\s`,
    specialTokens: { '<|endoftext|>': 300 },
  });
  fc.assert(
    fc.property(fc.array(editFor(tokenizer), { minLength: 1, maxLength: 8 }), (edits) =>
      runScript(tokenizer, 'parse', 'some text 1 2 <|endoftext|>', edits),
    ),
    { seed, numRuns: 20 },
  );
});

test.each(['NFC', 'NFD', 'NFKC', 'NFKD'] as const)('a normal form: %s', async (normalization) => {
  using tokenizer = await Tokenizer.load(allBytes(), {
    pattern: String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`,
    specialTokens: { '<|endoftext|>': 300 },
    normalization,
  });
  const script = fc.array(editFor(tokenizer), { minLength: 1, maxLength: 12 });
  const start = fc.constantFrom('', 'plain text, '.repeat(300), 'caf\u00e9 '.repeat(300));
  fc.assert(
    fc.property(start, script, (text, edits) => runScript(tokenizer, 'parse', text, edits)),
    { seed, numRuns: 20 },
  );
});

describe('a document', () => {
  let tokenizer: Tokenizer;
  beforeAll(async () => {
    tokenizer = await Tokenizer.load('gpt2');
  });
  afterAll(() => tokenizer.free());

  test('tells the tokens between positions, and by number', () => {
    using document = tokenizer.document('hello world, 안녕');
    const whole = tokenizer.tokens('hello world, 안녕');
    expect(document.tokenCount).toBe(whole.ids.length);
    const world = document.tokensIn(6, 7);
    expect(world).toEqual({
      first: 1,
      ids: whole.ids.slice(1, 2),
      begins: Uint32Array.of(5),
      ends: Uint32Array.of(11),
      pieceEnds: Uint32Array.of(11),
    });
    expect(document.tokensAt(1, 1)).toEqual(world);
    // All tokens of a character go with it.
    const { first, ids, ends } = document.tokensIn(12, 14);
    expect(tokenizer.decode(ids)).toBe(' 안');
    expect(ends.at(-1)).toBe(14);
    expect(document.tokensIn(14, 15).first).toBe(first + ids.length);
    expect(document.tokensAt(2, 1000).ids).toEqual(whole.ids.slice(2));
    expect(document.tokensAt(1000, 5)).toMatchObject({
      first: whole.ids.length,
      ids: new Uint32Array(0),
    });
    expect(document.tokensIn(5, 5).ids.length).toBe(0);
    expect(document.tokensIn(7, 7).first).toBe(1);
  });

  test('tells which tokens an edit has changed, though the text be long', () => {
    const text = 'The keeper counted ships. '.repeat(5000);
    using document = tokenizer.document(text);
    const before = document.tokenCount;
    const { first, removed, added } = document.edit(60_000, 60_001, '1');
    expect(document.tokenCount).toBe(before - removed + added);
    expect(removed).toBeLessThan(before / 20);
    const changed = document.tokensAt(first, added);
    expect(changed.begins[0]).toBeLessThanOrEqual(60_000);
    expect(changed.ends.at(-1)).toBeGreaterThan(60_000);
  });

  test('keeps the text as JavaScript has it', () => {
    using document = tokenizer.document('a😀b');
    document.edit(2, 2, '|');
    expect(document.text()).toBe('a\ud83d|\ude00b');
    expect(document.text(1, 3)).toBe('\ud83d|');
    expect(document.byteCount).toBe(9);
    document.edit(2, 3, '');
    expect(document.text()).toBe('a😀b');
    expect(document.text(2)).toBe('\ude00b');
    expect(document).toMatchObject({ length: 4, characterCount: 3, byteCount: 6 });
    const halves = '\ufffd\ud83d\uffef\ufffd\udead\ud83d\ud83d\ude00\uffbf\ufffd';
    document.edit(0, 4, halves);
    expect(document.text()).toBe(halves);
    expect(document.tokensIn(0, halves.length)).toMatchObject(tokenizer.tokens(halves));
    const long = 'x😀'.repeat(50_000);
    document.edit(0, document.length, long);
    expect(document.text() === long).toBe(true);
  });

  test('refuses what makes no sense, and stays as it was', () => {
    using document = tokenizer.document('hello');
    const refusals: (() => unknown)[] = [
      () => document.edit(3, 2, ''),
      () => document.edit(0, 6, ''),
      () => document.edit(-1, 0, 'x'),
      () => document.edit(0.5, 1, 'x'),
      () => document.edit(0, 2 ** 32 + 1, 'x'),
      () => document.edit(Number.NaN, 1, 'x'),
      () => document.edit(0, 1, 5 as unknown as string),
      () => document.tokensIn(0, 6),
      () => document.tokensAt(-1, 5),
      () => document.text(4, 3),
      () => tokenizer.document('x', { special: 'error' as 'parse' }),
      () => tokenizer.document('x', { special: ['<|nothing|>'] }),
      () => tokenizer.document(5 as unknown as string),
    ];
    for (const refused of refusals) {
      expect(refused).toThrow(
        expect.objectContaining({ name: 'BpeekError', code: 'bad_argument' }),
      );
    }
    expect(() => document.edit(4, 6, '')).toThrow('The positions 4 to 6 are not in the text');
    expect(document.text()).toBe('hello');
  });

  test('an edit that the pattern takes too long for changes nothing', async () => {
    using slow = await Tokenizer.load(allBytes(), {
      pattern: String.raw`(a+)+b|\p{L}|\s`,
    });
    using document = slow.document('한 x');
    expect(() => document.edit(2, 2, 'a'.repeat(40))).toThrow(
      expect.objectContaining({
        code: 'pattern_limit',
        offset: 2,
        message: expect.stringContaining('at position 2'),
      }),
    );
    expect(document.text()).toBe('한 x');
    expect(document.tokenCount).toBe(5);
    expect(() => slow.document('a'.repeat(40))).toThrow(BpeekError);
  });

  test('outlives its tokenizer, and is over when it is freed', async () => {
    const freeEncoder = vi.spyOn(Abi.prototype, 'freeEncoder');
    const own = await Tokenizer.load(new URL('encodings/gpt2.bpeek', dist));
    const document = own.document('hello');
    own.free();
    expect(() => own.document()).toThrow(expect.objectContaining({ code: 'freed' }));
    document.edit(5, 5, ' world');
    expect([...document.tokensIn(0, 11).ids]).toEqual([31373, 995]);
    expect(freeEncoder).not.toHaveBeenCalled();
    document.free();
    document.free();
    expect(freeEncoder).toHaveBeenCalledTimes(1);
    for (const call of [
      () => document.edit(0, 0, 'x'),
      () => document.tokensIn(0, 1),
      () => document.tokensAt(0, 1),
      () => document.text(),
    ]) {
      expect(call).toThrow(expect.objectContaining({ code: 'freed' }));
    }
    vi.restoreAllMocks();
  });

  test('that nobody freed is freed when it is forgotten', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const freeDocument = vi.spyOn(Abi.prototype, 'freeDocument');
    (() => expect(tokenizer.document('hello').tokenCount).toBe(1))();
    for (let i = 0; i < 1000 && freeDocument.mock.calls.length === 0; i++) {
      collectGarbage();
      await new Promise((resolve) => setTimeout(resolve));
    }
    expect(freeDocument).toHaveBeenCalledTimes(1);
    vi.restoreAllMocks();
  });
});
