/** What npm's tiktoken says: the reference for the bundled encodings. */
import { readFileSync } from 'node:fs';
import { Tiktoken } from 'tiktoken';
import { packageVersion, remembered } from './remembered.ts';

/** The split patterns of tiktoken 0.14; the package itself has older ones. */
const gpt2Pattern = String.raw`'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s`;
const cl100kPattern = String.raw`'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s`;
const o200kPattern = [
  String.raw`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?`,
  String.raw`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?`,
  String.raw`\p{N}{1,3}`,
  String.raw` ?[^\s\p{L}\p{N}]+[\r\n/]*`,
  String.raw`\s*[\r\n]+`,
  String.raw`\s+(?!\S)`,
  String.raw`\s+`,
].join('|');

const harmonySpecials: Record<string, number> = {
  '<|startoftext|>': 199998,
  '<|endoftext|>': 199999,
  '<|endofprompt|>': 200018,
  '<|return|>': 200002,
  '<|constrain|>': 200003,
  '<|channel|>': 200005,
  '<|start|>': 200006,
  '<|end|>': 200007,
  '<|message|>': 200008,
  '<|call|>': 200012,
};
const harmonyNames = new Set(Object.values(harmonySpecials));
for (let id = 200000; id < 201088; id++) {
  // tiktoken has <|reserved_200018|> beside <|endofprompt|>, with the same id.
  if (!harmonyNames.has(id) || id === 200018) harmonySpecials[`<|reserved_${id}|>`] = id;
}

interface EncodingFile {
  readonly bpe_ranks: string;
  readonly special_tokens: Record<string, number>;
}

function readEncoding(name: string): EncodingFile {
  const url = new URL(`../../../node_modules/tiktoken/encoders/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as EncodingFile;
}

const patterns = {
  gpt2: gpt2Pattern,
  r50k_base: gpt2Pattern,
  p50k_base: gpt2Pattern,
  p50k_edit: gpt2Pattern,
  cl100k_base: cl100kPattern,
  o200k_base: o200kPattern,
  o200k_harmony: o200kPattern,
} as const;

export type BundledName = keyof typeof patterns;

export const bundledNames = Object.keys(patterns) as BundledName[];

export interface Reference {
  readonly name: BundledName;
  readonly pattern: string;
  readonly specialTokens: Readonly<Record<string, number>>;
  /** Special tokens that share their id with another, which is what the id decodes to. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Tokens' bytes by id; ids may be missing. */
  readonly ranks: ReadonlyMap<number, Uint8Array<ArrayBuffer>>;
  encode(text: string, special: Policy): Uint32Array;
  /** The same for many texts; what it has said in an earlier run it does not work out again. */
  encodeAll(texts: readonly string[], special: Policy): Promise<Uint32Array[]>;
}

type Policy = 'literal' | 'parse';

/** Only the latest are kept: their vocabularies are large. */
const latest = new Map<BundledName, Reference>();
const KEPT = 3;

export function reference(name: BundledName): Reference {
  const one = latest.get(name) ?? makeReference(name);
  // The last in the map is the one that was asked for last.
  latest.delete(name);
  latest.set(name, one);
  for (const [oldest] of [...latest].slice(0, -KEPT)) latest.delete(oldest);
  return one;
}

/** Its vocabulary is read only when it is asked for: that takes a second. */
function makeReference(name: BundledName): Reference {
  const file = readEncoding(name === 'o200k_harmony' ? 'o200k_base' : name);
  const pattern = patterns[name];
  const specialTokens = name === 'o200k_harmony' ? harmonySpecials : file.special_tokens;
  const tiktoken = once(() => new Tiktoken(file.bpe_ranks, specialTokens, pattern));
  const ranks = once(() => readRanks(file.bpe_ranks));
  const encode = (text: string, special: Policy) =>
    special === 'parse' ? tiktoken().encode(text, 'all') : tiktoken().encode(text, [], []);
  const model = [
    packageVersion('tiktoken'),
    file.bpe_ranks,
    JSON.stringify(specialTokens),
    pattern,
  ];
  return {
    name,
    pattern,
    specialTokens,
    aliases: name === 'o200k_harmony' ? { '<|reserved_200018|>': '<|endofprompt|>' } : {},
    get ranks() {
      return ranks();
    },
    encode,
    encodeAll: (texts, special) =>
      remembered(import.meta.url, [...model, special, texts], () =>
        texts.map((text) => encode(text, special)),
      ),
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Lines of "! FIRST_RANK TOKEN TOKEN…", the tokens in base64. */
function readRanks(lines: string): Map<number, Uint8Array<ArrayBuffer>> {
  const ranks = new Map<number, Uint8Array<ArrayBuffer>>();
  for (const line of lines.split('\n')) {
    const [, first, ...tokens] = line.split(' ');
    for (const [i, token] of tokens.entries()) {
      ranks.set(Number(first) + i, new Uint8Array(Buffer.from(token, 'base64')));
    }
  }
  return ranks;
}

/** The same vocabulary as a .tiktoken file, which has neither pattern nor special tokens. */
export function tiktokenFile({ ranks }: Reference): Uint8Array<ArrayBuffer> {
  const lines = Array.from(
    ranks,
    ([id, bytes]) => `${Buffer.from(bytes).toString('base64')} ${id}\n`,
  );
  return new Uint8Array(Buffer.from(lines.join('')));
}
