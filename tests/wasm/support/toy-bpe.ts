/** Small vocabularies for tokenizer.json files, trained on the spot in the plainest way. */
import { remembered } from './remembered.ts';
import { udhrTexts } from './texts.ts';

export interface ToyModel {
  readonly vocab: Readonly<Record<string, number>>;
  readonly merges: readonly (readonly [string, string])[];
}

/** Text of several languages, short enough for a naive trainer. */
export function trainingText(): string {
  const wanted = /^(eng|fra|kor|jpn|hin|tha|vie|arb|rus|ell)\b/;
  const texts = udhrTexts().filter(({ name }) => wanted.test(name));
  return texts.map(({ text }) => text.slice(300, 1500)).join('\n');
}

/** Merges the most frequent pair of neighbours within words, again and again. */
function trainMerges(words: readonly string[], count: number): Promise<[string, string][]> {
  return remembered(import.meta.url, [words, String(count)], () => mergesOf(words, count));
}

function mergesOf(words: readonly string[], count: number): [string, string][] {
  const counted = new Map<string, number>();
  for (const word of words) counted.set(word, (counted.get(word) ?? 0) + 1);
  const all = Array.from(counted, ([word, times]) => ({ parts: Array.from(word), times }));
  const merges: [string, string][] = [];
  while (merges.length < count) {
    const best = mostFrequentPair(all);
    if (!best) break;
    const [left, right] = best;
    merges.push([left, right]);
    for (const { parts } of all) {
      for (let i = 0; i + 1 < parts.length; i++) {
        if (parts[i] === left && parts[i + 1] === right) parts.splice(i, 2, left + right);
      }
    }
  }
  return merges;
}

function mostFrequentPair(
  words: readonly { readonly parts: readonly string[]; readonly times: number }[],
): [string, string] | undefined {
  const counts = new Map<string, number>();
  for (const { parts, times } of words) {
    for (let i = 0; i + 1 < parts.length; i++) {
      const pair = `${parts[i]}\0${parts[i + 1]}`;
      counts.set(pair, (counts.get(pair) ?? 0) + times);
    }
  }
  let best: string | undefined;
  for (const [pair, count] of counts) {
    if (best === undefined || count > (counts.get(best) ?? 0)) best = pair;
  }
  const [left, right] = best?.split('\0') ?? [];
  return left === undefined || right === undefined ? undefined : [left, right];
}

/** Single tokens first, then those that merges make. */
export function vocabularyOf(
  singles: readonly string[],
  merges: readonly (readonly [string, string])[],
): Record<string, number> {
  const names = [...singles, ...merges.map(([left, right]) => left + right)];
  const vocab: Record<string, number> = {};
  for (const name of names) vocab[name] ??= Object.keys(vocab).length;
  return vocab;
}

/** GPT-2's alphabet of bytes, in the order of bytes. */
export const byteAlphabet: readonly string[] = (() => {
  const printable = (byte: number) =>
    (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte < 0x100 && byte !== 0xad);
  let others = 0;
  return Array.from({ length: 256 }, (_, byte) =>
    String.fromCodePoint(printable(byte) ? byte : 256 + others++),
  );
})();

export function inByteAlphabet(text: string): string {
  return Array.from(Buffer.from(text), (byte) => byteAlphabet[byte]!).join('');
}

export const byteFallbackTokens: readonly string[] = Array.from(
  { length: 256 },
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
);

/** A model over bytes. */
export async function byteLevelModel(merges = 400): Promise<ToyModel> {
  const words = trainingText().match(/ ?\S+|\s/g) ?? [];
  const list = await trainMerges(words.map(inByteAlphabet), merges);
  return { vocab: vocabularyOf(byteAlphabet, list), merges: list };
}

/** A model over characters, with byte fallback; spaces are U+2581. */
export async function metaspaceModel(merges = 400): Promise<ToyModel> {
  const words =
    trainingText()
      .replaceAll(' ', '\u2581')
      .match(/\u2581*[^\u2581]+/g) ?? [];
  const list = await trainMerges(words, merges);
  const common = new Set(list.flat().flatMap((token) => Array.from(token)));
  const runs: [string, string][] = [
    ['\u2581', '\u2581'],
    ['\u2581\u2581', '\u2581\u2581'],
  ];
  const all = [...list, ...runs.filter(([a, b]) => !list.some(([c, d]) => a === c && b === d))];
  const singles = ['<unk>', '<s>', '</s>', ...byteFallbackTokens, '\u2581', ...common];
  return { vocab: vocabularyOf(singles, all), merges: all };
}
