/**
 * Short scripts of edits where tokens are most easily lost: after each edit a document has the
 * tokens of a fresh encode. `BPEEK_SCRIPTS=20000` runs so many of them, over all encodings.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodings, Tokenizer, type Tokens } from '../../wasm/index.ts';
import './support/dist.ts';
import { sameNumbers } from './support/numbers.ts';
import { hurtfulText, seed } from './support/strings.ts';
import { udhrTexts } from './support/texts.ts';

const scripts = Number(process.env.BPEEK_SCRIPTS ?? 2200);
const editsOfScript = 4;

/** What edits go into the middle of. */
const runs = [
  /\p{N}{2,}/gu,
  /\p{Lu}+\p{Ll}+|\p{Ll}+\p{Lu}+/gu,
  /\s{2,}/gu,
  /[\ud800-\udbff][\udc00-\udfff]/g,
  /<\|[^>]*\|>/g,
  /['\u2019]\p{L}+/gu,
];
const inserts = [
  ...['a', 'B', '1', '12', ' ', '  ', '\n', '\r', '\t', '.', '/', "'", "'s", "'LL"],
  ...['\ud83d', '\ude00', '😀', '\u0301', '\u0e31', 'é', '가', '的', '<|', '|>', '▁', '\u3000'],
];

/** A source of numbers below a limit, the same for the same start. */
function randomFrom(start: number): (below: number) => number {
  let state = Math.imul(start, 0x9e3779b1);
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Random = ReturnType<typeof randomFrom>;

const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)]!;

/** A third of the texts are short; the others are long enough for several chunks. */
function startText(random: Random, prose: readonly string[], hurtful: readonly string[]): string {
  const length = random(3) === 0 ? random(200) : 2200 + random(1500);
  let text = '';
  while (text.length < length) {
    const from = pick(random, prose);
    const at = random(from.length);
    text += random(2) === 0 ? from.slice(at, at + random(400)) : pick(random, hurtful);
  }
  return text;
}

/** In the middle of a run, beside the end of a piece, or anywhere. */
function place(random: Random, text: string, { pieceEnds }: Tokens): number {
  const anywhere = random(text.length + 1);
  if (random(4) === 0) return anywhere;
  if (random(2) === 0 && pieceEnds.length > 0) {
    const end = pieceEnds[random(pieceEnds.length)]!;
    return Math.min(Math.max(end + random(3) - 1, 0), text.length);
  }
  const run = pick(random, runs);
  run.lastIndex = anywhere;
  const found = run.exec(text);
  return found ? found.index + 1 + random(found[0].length - 1) : anywhere;
}

function runScript(tokenizer: Tokenizer, random: Random, start: string): void {
  const [firstSpecial = ''] = tokenizer.specialTokens.keys();
  const special = pick(random, ['literal', 'parse', [firstSpecial]] as const);
  using document = tokenizer.document(start, { special });
  let text = start;
  let whole = tokenizer.tokens(text, { special });
  const done: string[] = [];
  for (let i = 0; i < editsOfScript; i++) {
    const from = place(random, text, whole);
    const to = Math.min(from + pick(random, [0, 0, 0, 1, 1, 2, 5, 40]), text.length);
    const insert = pick(random, ['', '', ...inserts, firstSpecial, firstSpecial.slice(0, 5)]);
    text = text.slice(0, from) + insert + text.slice(to);
    done.push(`edit(${from}, ${to}, ${JSON.stringify(insert)})`);
    document.edit(from, to, insert);
    whole = tokenizer.tokens(text, { special });
    const kept = document.tokensIn(0, document.length);
    const lists = ['ids', 'begins', 'ends', 'pieceEnds'] as const;
    const wrong = lists.find((list) => !sameNumbers(kept[list], whole[list]));
    if (wrong === undefined && document.tokenCount === whole.ids.length) continue;
    expect.fail(
      `${tokenizer.name}, ${JSON.stringify(special)}: ${wrong ?? 'tokenCount'} after ` +
        `${done.join(', ')} in ${JSON.stringify(start)}`,
    );
  }
}

test.each(encodings)('after each edit the tokens of a fresh encode: $name', async ({ name }) => {
  using tokenizer = await Tokenizer.load(name);
  const prose = udhrTexts().map(({ text }) => text);
  const hurtful = fc.sample(hurtfulText, { seed, numRuns: 300 });
  // Its fresh encode takes long: a normal form of the whole text comes first.
  const share = name === 'claude2' ? 0.1 : 1;
  const count = Math.ceil((scripts / encodings.length) * share);
  for (let script = 0; script < count; script++) {
    const random = randomFrom(seed + script);
    runScript(tokenizer, random, startText(random, prose, hurtful));
  }
});
