/** The tokens of a text that is edited, and their rows in the list, against those of a fresh one. */
import { computed, signal } from '@preact/signals';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Tokenizer } from '../../wasm/index.ts';
import { createAside } from '../../web/src/state/aside.ts';
import { createFocusState } from '../../web/src/state/focus.ts';
import {
  createLiveTokens,
  isSlow,
  type Live,
  type LiveTokens,
} from '../../web/src/state/live-tokens.ts';
import type { Policy } from '../../web/src/state/policy.ts';
import { createTextState, type Edit } from '../../web/src/state/text.ts';
import { tintsOfRun } from '../../web/src/state/tints.ts';
import { type Encoding, tokenize } from '../../web/src/state/tokenization.ts';
import { tintsOf } from '../../web/src/state/tokens.ts';
import { createVocabulary } from '../../web/src/state/vocabulary.ts';
import { createRowSetter, GAP, type Setting } from '../../web/src/views/tokens/flow.ts';
import '../wasm/support/dist.ts';
import { hurtfulText, seed } from '../wasm/support/strings.ts';

interface Change {
  readonly at: number;
  readonly deleted: number;
  readonly insert: string;
}

const specials = ['<|endoftext|>', '<|endof', 'text|>', '<|', '|>', '<|endoftext|><|endoftext|>'];
const inserted = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('', 'x', ' ', '\n', '한', '1', 'The ships. ') },
  { weight: 1, arbitrary: hurtfulText },
  { weight: 2, arbitrary: fc.constantFrom(...specials) },
);
const change: fc.Arbitrary<Change> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  deleted: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(0, 0, 1, 5, 13) },
    { weight: 1, arbitrary: fc.nat(3000) },
  ),
  insert: inserted,
});
/** Revisions, of which some are made by several edits. */
const script = fc.array(fc.array(change, { minLength: 1, maxLength: 3 }), { maxLength: 8 });

/** Edits of a text, and what they make of it. */
function applied(text: string, changes: readonly Change[]): { text: string; edits: Edit[] } {
  let now = text;
  const edits = changes.map(({ at, deleted, insert }) => {
    const from = Math.round(at * now.length);
    const to = Math.min(now.length, from + deleted);
    now = now.slice(0, from) + insert + now.slice(to);
    return { from, to, insert };
  });
  return { text: now, edits };
}

function ropeOf(text: string) {
  const state = createTextState(text);
  return state.revision.peek().text;
}

const starts = [
  '',
  'The keeper counted ships.\n'.repeat(300),
  `${'뷁 한국어 <|endoftext|>'.repeat(40)}\n${'one line '.repeat(400)}`,
];

describe.each(['gpt2', 'o200k_base', 'llama2'])('%s', (name) => {
  let encoding: Encoding;
  beforeAll(async () => {
    const tokenizer = await Tokenizer.load(name);
    encoding = { name, tokenizer, vocabulary: createVocabulary(tokenizer) };
  });
  afterAll(() => encoding.tokenizer.free());

  function compare(live: LiveTokens, text: string, policy: Policy) {
    const fresh = tokenize(text, encoding, policy);
    if (fresh.status !== 'ready') throw fresh.error;
    const { ids, begins, ends } = live.at(0, live.count);
    expect(Array.from(ids)).toEqual(Array.from(fresh.tokens.ids));
    expect(Array.from(begins)).toEqual(Array.from(fresh.tokens.begins));
    expect(Array.from(ends)).toEqual(Array.from(fresh.tokens.ends));
    expect(live.size).toEqual({
      characters: Array.from(text).length,
      bytes: Buffer.byteLength(text),
    });
    const from = Math.floor(live.count / 3);
    const run = live.at(from, 50);
    expect(tintsOfRun(live, run)).toEqual(tintsOf(fresh, from, from + run.ids.length));
  }

  test.each(['literal', 'parse', 'error'] as const)(
    'follows the text, special tokens: %s',
    (policy) => {
      fc.assert(
        fc.property(fc.constantFrom(...starts), script, (start, revisions) => {
          const state = createTextState(start);
          const following = createLiveTokens(state, signal(encoding), signal<Policy>(policy));
          let text = start;
          for (const changes of [[], ...revisions]) {
            const next = applied(text, changes);
            text = next.text;
            state.edit(ropeOf(text), next.edits, false);
            expect(state.text.peek()).toBe(text);
            const live = following.live.peek();
            const fresh = tokenize(text, encoding, policy);
            if (fresh.status === 'ready') {
              if (live.status !== 'ready')
                throw new Error(`${live.status}: ${JSON.stringify(text)}`);
              compare(live, text, policy);
            } else {
              expect(live).toMatchObject({ status: 'refused', special: fresh.special });
              if (live.status !== 'refused') throw new Error(live.status);
              expect(live.error.offset).toBe(fresh.error.offset);
            }
          }
          following.dispose();
        }),
        { seed, numRuns: 40 },
      );
    },
  );

  test('rows after edits fit, and are full but for one an edit', async () => {
    const widths = {
      known: new Float32Array(encoding.vocabulary.idLimit),
      of: (id: number) => 24 + ((id * 37) % 90),
    };
    const setting: Setting = { widths, rowWidth: 400 };
    // Nobody looks, so that what stands beside the text waits for no frame.
    vi.stubGlobal('document', { hidden: true });
    const lookedAt = fc.infiniteStream(fc.boolean());
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...starts),
        script,
        lookedAt,
        async (start, revisions, looks) => {
          const state = createTextState(start);
          const following = createLiveTokens(state, signal(encoding), signal<Policy>('parse'));
          const tokens = computed(() => readyOf(following.live.value));
          const { shown, dispose } = createAside(tokens, createFocusState(tokens, 0));
          const setRows = createRowSetter();
          let text = start;
          let edited = 0;
          for (const changes of [[], ...revisions]) {
            const next = applied(text, changes);
            text = next.text;
            edited++;
            state.edit(ropeOf(text), next.edits, false);
            if (!looks.next().value) continue;
            await new Promise((done) => setTimeout(done));
            const live = readyOf(following.live.peek());
            expect(shown.peek().tokens).toBe(live);
            const { starts: rows } = setRows(live, setting, shown.peek().since);
            const { ids } = live.at(0, live.count);
            const short = checkRows(rows, ids, setting);
            expect(short, JSON.stringify(text)).toBeLessThanOrEqual(edited);
          }
          dispose();
          following.dispose();
        },
      ),
      { seed, numRuns: 12 },
    );
    vi.unstubAllGlobals();
  });
});

function readyOf(live: Live): LiveTokens {
  if (live.status !== 'ready') throw new Error(live.status);
  return live;
}

/** Checks that rows hold all tokens and fit; returns how many had room for one token more. */
function checkRows(
  rows: readonly number[],
  ids: Uint32Array,
  { widths, rowWidth }: Setting,
): number {
  if (ids.length === 0) {
    expect(rows).toEqual([]);
    return 0;
  }
  expect(rows[0]).toBe(0);
  expect(rows.at(-1)).toBe(ids.length);
  let short = 0;
  for (const [row, from] of rows.slice(0, -1).entries()) {
    const to = rows[row + 1]!;
    expect(to).toBeGreaterThan(from);
    const used = Array.from(ids.subarray(from, to), (id) => widths.of(id) + GAP);
    const width = used.reduce((sum, each) => sum + each, 0);
    if (used.length > 1) expect(width - GAP).toBeLessThanOrEqual(rowWidth);
    if (to < ids.length && width + widths.of(ids[to]!) <= rowWidth) short++;
  }
  return short;
}

test('a pattern without a scanner of its own waits for a pause in the typing', async () => {
  const bytes = Array.from(
    { length: 256 },
    (_, byte) => `${btoa(String.fromCharCode(byte))} ${byte}`,
  );
  const tokenizer = await Tokenizer.load(new TextEncoder().encode(bytes.join('\n')), {
    pattern: String.raw`\p{L}+\d?|\s`,
    name: 'bytes',
  });
  const encoding = { name: 'bytes', tokenizer, vocabulary: createVocabulary(tokenizer) };
  const state = createTextState('words '.repeat(5000));
  const { live, dispose } = createLiveTokens(state, signal(encoding), signal<Policy>('literal'));
  expect(isSlow(live.peek())).toBe(false);
  const type = (waits: boolean) =>
    state.edit(ropeOf(`x${state.text.peek()}`), [{ from: 0, to: 0, insert: 'x' }], waits);
  type(isSlow(live.peek()));
  expect(live.peek().status).toBe('ready');
  expect(isSlow(live.peek())).toBe(true);
  type(true);
  expect(live.peek().status).toBe('counting');
  expect(isSlow(live.peek())).toBe(true);
  await expect.poll(() => live.peek().status).toBe('ready');
  const now = live.peek();
  if (now.status !== 'ready') throw new Error(now.status);
  expect(now.revision.text.length).toBe(30_002);
  expect(now.at(0, now.count).ends.at(-1)).toBe(30_002);
  state.dispose();
  dispose();
  tokenizer.free();
});
