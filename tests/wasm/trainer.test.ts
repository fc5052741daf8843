/** Training in WebAssembly: what the engine learns, a step at a time or all at once. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { Tokenizer as PeerTokenizer } from 'tokenizers';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { BpeekError, type PairCount, Tokenizer, Trainer } from '../../wasm/index.ts';
import './support/dist.ts';
import { hurtfulText, seed } from './support/strings.ts';
import { udhrTexts } from './support/texts.ts';

const command = fileURLToPath(new URL('../../core/build/bpeek', import.meta.url));
const corpus = udhrTexts()
  .filter(({ name }) => /^(eng|kor|hin|arb)\.html$/.test(name))
  .map(({ text }) => text)
  .join('\n');

const withCode = (code: string, message = /./) =>
  expect.objectContaining({ name: 'BpeekError', code, message: expect.stringMatching(message) });

test('there is no trainer before the engine is there', async () => {
  vi.resetModules();
  const fresh = await import('../../wasm/index.ts');
  await import('./support/dist.ts');
  expect(() => new fresh.Trainer('abc', { vocabSize: 257 })).toThrow(
    withCode('engine', /await Trainer\.create/),
  );
  using first = await fresh.Trainer.create('abab', { vocabSize: 257 });
  using second = new fresh.Trainer('abab', { vocabSize: 257 });
  expect(first.step().merges).toEqual(second.step().merges);
});

describe('with the engine', () => {
  beforeAll(async () => (await Trainer.create('a', { vocabSize: 256 })).free());

  test('the known example', () => {
    using trainer = new Trainer('aaabdaaabac', { vocabSize: 259, pattern: null });
    expect(trainer).toMatchObject({ state: 'going on', tokenCount: 11, vocabSize: 259 });
    expect(trainer).toMatchObject({ pattern: '', merges: [] });
    expect(trainer.candidates(2)).toEqual([
      { left: 97, right: 97, id: 256, count: 4 },
      { left: 97, right: 98, id: 256, count: 2 },
    ]);
    const first = { left: 97, right: 97, id: 256, count: 4 };
    expect(trainer.step()).toEqual({
      merges: [first],
      mergeCount: 1,
      tokenCount: 9,
      state: 'going on',
    });
    expect(trainer.step(0)).toMatchObject({ merges: [], mergeCount: 1, tokenCount: 9 });
    const rest = [
      { left: 256, right: 97, id: 257, count: 2 },
      { left: 257, right: 98, id: 258, count: 2 },
    ];
    expect(trainer.step(10)).toEqual({
      merges: rest,
      mergeCount: 3,
      tokenCount: 5,
      state: 'complete',
    });
    expect(trainer.step(10)).toMatchObject({ merges: [], state: 'complete' });
    expect(trainer.merges).toEqual([first, ...rest]);
    expect(Buffer.from(trainer.tokenBytes(258)).toString()).toBe('aaab');
    using tokenizer = trainer.finish();
    expect([...tokenizer.encode('aaabdaaabac')]).toEqual([258, 100, 258, 97, 99]);
    expect(tokenizer).toMatchObject({ name: 'trained', vocabularySize: 259, pattern: '' });
    expect(trainer.toMinbpe().model).toBe('minbpe v1\n\n0\n97 97\n256 97\n257 98\n');
  });

  test('when no pair is left, training ends and keeps what it has', async () => {
    using trainer = new Trainer('abab', { vocabSize: 300, pattern: null });
    expect(await trainer.train()).toBe('no pair left');
    expect(trainer).toMatchObject({ state: 'no pair left', tokenCount: 1 });
    expect(trainer.candidates(9)).toEqual([]);
    expect(trainer.merges.map(({ left, right }) => [left, right])).toEqual([
      [97, 98],
      [256, 256],
    ]);
    expect(trainer.step(Number.POSITIVE_INFINITY).merges).toEqual([]);
    using none = new Trainer('x', { vocabSize: 256 });
    expect(none.state).toBe('complete');
  });

  test.each([
    ['gpt4', 'gpt4', corpus, 900],
    ['gpt2', 'gpt2', corpus, 900],
    ['none', null, corpus, 700],
    [String.raw`\p{L}+|\p{N}{1,2}|[^\p{L}\p{N}]+`, undefined, corpus, 600],
  ] as const)('%s: the very files that the command writes', async (option, name, text, size) => {
    using trainer = new Trainer(text, {
      vocabSize: size,
      pattern: name === undefined ? option : name,
    });
    expect(await trainer.train()).toBe('complete');
    const specialTokens = ['<|endoftext|>', '<|한|>'];
    const files = commandTrains(text, option, size, specialTokens);
    const { model, vocab } = trainer.toMinbpe({ specialTokens });
    expect(model === files.model, 'the .model files').toBe(true);
    expect(vocab === files.vocab, 'the .vocab files').toBe(true);

    using tokenizer = trainer.finish({ specialTokens, name: 'mine' });
    using loaded = await Tokenizer.load(new Blob([files.model]));
    expect(tokenizer.name).toBe('mine');
    expect(tokenizer.pattern).toBe(trainer.pattern);
    expect(tokenizer.specialTokens).toEqual(loaded.specialTokens);
    expect([...tokenizer.specialTokens]).toEqual([
      ['<|endoftext|>', size],
      ['<|한|>', size + 1],
    ]);
    const ids = tokenizer.encode(text);
    expect(Buffer.from(ids.buffer).equals(Buffer.from(loaded.encode(text).buffer))).toBe(true);
    for (const { id } of trainer.merges) {
      expect(tokenizer.tokenBytes(id)).toEqual(trainer.tokenBytes(id));
    }
    expect(ids.length).toBe(trainer.tokenCount);
  });

  test.each(['gpt4', 'gpt2', null] as const)(
    '%s: as tokenizer.json it gives the same ids in `tokenizers`',
    async (pattern) => {
      using trainer = new Trainer(corpus, { vocabSize: 900, pattern });
      trainer.step(900);
      using tokenizer = trainer.finish({ specialTokens: ['<|endoftext|>'] });
      const peer = PeerTokenizer.fromString(await tokenizer.toTokenizerJson());
      const text = `${corpus.slice(0, 20_000)}<|endoftext|> 12345 IT'S\r\n  안녕`;
      const encoding = await peer.encode(text, null, { addSpecialTokens: false });
      expect(encoding.getIds().join() === tokenizer.encode(text, { special: 'parse' }).join()).toBe(
        true,
      );
    },
  );

  test.each(['gpt4', 'gpt2', null] as const)(
    '%s: as .tiktoken file it gives the same ids, or is refused where tokens are alike',
    async (pattern) => {
      const check = async (text: string) => {
        using trainer = new Trainer(text, { vocabSize: 256 + 60, pattern });
        trainer.step(60);
        using tokenizer = trainer.finish();
        const spelled = trainer.merges.map(({ id }) => String(trainer.tokenBytes(id)));
        if (new Set(spelled).size < spelled.length) {
          expect(() => tokenizer.toTiktoken()).toThrow(withCode('bad_argument', /tiktoken/));
          return;
        }
        using loaded = await Tokenizer.load(tokenizer.toTiktoken(), {
          pattern: trainer.pattern,
        });
        const other = text + corpus.slice(0, 1000);
        expect(loaded.encode(other).join(' ')).toBe(tokenizer.encode(other).join(' '));
      };
      await check(corpus);
      const texts = fc.oneof(
        fc.string({ minLength: 1, maxLength: 80, unit: fc.constantFrom('a', 'b', ' ') }),
        fc.string({ minLength: 1, maxLength: 300, unit: fc.constantFrom('a', 'b', 'c', '한') }),
      );
      await fc.assert(fc.asyncProperty(texts, check), { seed, numRuns: 30 });
    },
  );

  test('step by step is all at once, the first candidate is next, counts add up', () => {
    const patterns = ['gpt4', 'gpt2', null, String.raw`\w+|\W`] as const;
    const texts = fc.oneof(
      hurtfulText,
      fc.string({ unit: fc.constantFrom('a', 'b', ' '), minLength: 1, maxLength: 60 }),
    );
    const check = (text: string, pattern: (typeof patterns)[number], stride: number) => {
      const options = { vocabSize: 256 + 40, pattern };
      using whole = new Trainer(text, options);
      using parts = new Trainer(new TextEncoder().encode(text), options);
      const all = whole.step(1000);
      const merges: PairCount[] = [];
      while (parts.state === 'going on') {
        const candidates = parts.candidates(1000);
        expect(parts.candidates(3)).toEqual(candidates.slice(0, 3));
        const step = parts.step(stride);
        expect(step.merges[0]).toEqual(candidates[0]);
        merges.push(...step.merges);
        expect(step).toMatchObject({ mergeCount: merges.length, state: parts.state });
      }
      expect(merges).toEqual(all.merges);
      expect(parts.merges).toEqual(whole.merges);
      expect(parts.tokenCount).toBe(all.tokenCount);
    };
    fc.assert(
      fc.property(texts, fc.constantFrom(...patterns), fc.integer({ min: 1, max: 7 }), check),
      {
        seed,
        numRuns: 300,
      },
    );
  });

  test('training goes on after a tokenizer was made of it', () => {
    using trainer = new Trainer(corpus, { vocabSize: 400 });
    trainer.step(20);
    using early = trainer.finish({ specialTokens: { '<|a|>': 5000, '<|b|>': 300 } });
    trainer.step(1000);
    using late = trainer.finish();
    expect(early.vocabularySize).toBe(5001);
    expect([...early.encode('<|b|>', { special: 'parse' })]).toEqual([300]);
    expect(late.vocabularySize).toBe(400);
    expect(late.count(corpus)).toBeLessThan(early.count(corpus));
    trainer.free();
    expect(late.decode(late.encode(corpus)) === corpus).toBe(true);
  });

  test('train: progress, and other things get their turn', async () => {
    using trainer = new Trainer(corpus, { vocabSize: 3000 });
    let turns = 0;
    const takeTurn = () => {
      turns++;
      waiting = setImmediate(takeTurn);
    };
    let waiting = setImmediate(takeTurn);
    const merges: PairCount[] = [];
    const state = await trainer.train({
      onProgress: (step) => {
        merges.push(...step.merges);
        expect(step.mergeCount).toBe(merges.length);
        expect(step.tokenCount).toBe(trainer.tokenCount);
      },
    });
    clearImmediate(waiting);
    expect(state).toBe('complete');
    expect(turns).toBeGreaterThan(0);
    expect(merges).toEqual(trainer.merges);
    expect(merges).toHaveLength(3000 - 256);
  });

  test('train: stopped between two slices it goes on where it was', async () => {
    using trainer = new Trainer(corpus, { vocabSize: 1000 });
    const reason = new Error('stop');
    await expect(trainer.train({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(trainer.merges).toEqual([]);
    const controller = new AbortController();
    const onProgress = () => controller.abort(reason);
    await expect(trainer.train({ signal: controller.signal, onProgress })).rejects.toBe(reason);
    const { length } = trainer.merges;
    expect(length).toBeGreaterThan(0);
    expect(length).toBeLessThan(1000 - 256);
    await trainer.train();
    using other = new Trainer(corpus, { vocabSize: 1000 });
    expect(trainer.merges).toEqual(other.step(1000).merges);
  });

  test('train: errors reject', async () => {
    const trainer = new Trainer(corpus, { vocabSize: 1000 });
    const error = new Error('mine');
    const onProgress = () => {
      throw error;
    };
    await expect(trainer.train({ onProgress })).rejects.toBe(error);
    const stopped = trainer.train({ onProgress: () => trainer.free() });
    await expect(stopped).rejects.toEqual(withCode('freed'));
  });

  test('bytes that are no UTF-8 are learnt as they are', () => {
    using trainer = new Trainer(Uint8Array.of(0xff, 0xfe, 0xff, 0xfe), {
      vocabSize: 257,
      pattern: null,
    });
    expect(trainer.step().merges).toEqual([{ left: 0xff, right: 0xfe, id: 256, count: 2 }]);
    expect(trainer.tokenBytes(256)).toEqual(Uint8Array.of(0xff, 0xfe));
    expect(trainer.toMinbpe().vocab).toContain('] 256\n');
  });

  test('a token that is longer than a call stack is deep', () => {
    using trainer = new Trainer('ab'.repeat(2 ** 15), { vocabSize: 300, pattern: null });
    expect(trainer.step(100).state).toBe('no pair left');
    const last = 255 + trainer.merges.length;
    expect(Buffer.from(trainer.tokenBytes(last)).toString() === 'ab'.repeat(2 ** 15)).toBe(true);
  });

  test.each<[string, () => unknown, string, RegExp, number?]>([
    ['too few tokens', () => new Trainer('a', { vocabSize: 255 }), 'bad_argument', /255.*from 256/],
    ['too many', () => new Trainer('a', { vocabSize: 2 ** 21 }), 'bad_argument', /to 2097151/],
    [
      'far too many',
      () => new Trainer('a', { vocabSize: 2 ** 32 + 300 }),
      'bad_argument',
      /vocabSize/,
    ],
    ['no whole number', () => new Trainer('a', { vocabSize: 300.5 }), 'bad_argument', /300\.5/],
    ['no size', () => new Trainer('a', {} as never), 'bad_argument', /vocabSize is undefined/],
    ['an empty text', () => new Trainer('', { vocabSize: 300 }), 'bad_argument', /empty/],
    [
      'no text',
      () => new Trainer(7 as never, { vocabSize: 300 }),
      'bad_argument',
      /string or a Uint8/,
    ],
    [
      'a pattern that is none',
      () => new Trainer('a', { vocabSize: 300, pattern: /a/ as never }),
      'bad_argument',
      /pattern must be/,
    ],
    [
      'a pattern that does not compile',
      () => new Trainer('a', { vocabSize: 300, pattern: '한글|(' }),
      'bad_pattern',
      /parenthes.*position 4|position 4.*parenthes/,
      4,
    ],
    [
      'a pattern that takes too long',
      () => new Trainer(`한${'a'.repeat(60)}b`, { vocabSize: 300, pattern: '(?:a+)+$|한' }),
      'pattern_limit',
      /position 1/,
      1,
    ],
  ])('%s', (_, run, code, message, offset) => {
    const error = errorOf(run);
    expect(error.message).toMatch(message);
    expect({ code: error.code, offset: error.offset }).toEqual({ code, offset });
  });

  test('wrong arguments of methods', () => {
    using trainer = new Trainer('abab', { vocabSize: 300 });
    for (const count of [-1, 1.5, Number.NaN, '2', null]) {
      expect(() => trainer.step(count as never)).toThrow(withCode('bad_argument'));
      expect(() => trainer.candidates(count as never)).toThrow(withCode('bad_argument'));
    }
    for (const id of [-1, 256, 0.5]) {
      expect(() => trainer.tokenBytes(id)).toThrow(withCode('bad_id', /below 256/));
    }
    const specials = (specialTokens: unknown) => ({ specialTokens: specialTokens as never });
    expect(() => trainer.finish(specials({ x: 97 }))).toThrow(withCode('bad_model', /x/));
    expect(() => trainer.finish(specials({ x: -1 }))).toThrow(withCode('bad_argument', /x is -1/));
    expect(() => trainer.finish(specials(['x', 'x']))).toThrow(withCode('bad_model', /x/));
    expect(() => trainer.finish(specials(['']))).toThrow(withCode('bad_model'));
    expect(() => trainer.finish(specials([7]))).toThrow(withCode('bad_argument', /7 is no string/));
    expect(() => trainer.toMinbpe(specials(['< >']))).toThrow(
      withCode('bad_argument', /white space/),
    );
    // None of this did any harm.
    expect(trainer.step(300).mergeCount).toBe(2);
  });

  test('a trainer that was freed', () => {
    const trainer = new Trainer('abab', { vocabSize: 300 });
    trainer.free();
    trainer.free();
    const uses = [
      () => trainer.step(),
      () => trainer.candidates(1),
      () => trainer.merges,
      () => trainer.state,
      () => trainer.tokenCount,
      () => trainer.tokenBytes(97),
      () => trainer.finish(),
      () => trainer.toMinbpe(),
    ];
    for (const use of uses) expect(use).toThrow(withCode('freed'));
  });
});

function errorOf(run: () => unknown): BpeekError {
  try {
    run();
  } catch (error) {
    if (error instanceof BpeekError) return error;
    throw error;
  }
  throw new Error('No error was thrown.');
}

/** The files that the command makes of the same text. */
function commandTrains(text: string, pattern: string, size: number, specials: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'bpeek-'));
  try {
    writeFileSync(join(folder, 'text'), text);
    const options = ['--vocab-size', `${size}`, '--pattern', pattern];
    for (const special of specials) options.push('--special-token', special);
    const { status, stderr } = spawnSync(command, ['train', ...options, '-o', 'm', 'text'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    return { model: read('m.model'), vocab: read('m.vocab') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
