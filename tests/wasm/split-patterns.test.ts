/** Split patterns in two syntaxes: Oniguruma's, by npm's tokenizers, and PCRE2's, by bpeek. */
import fc from 'fast-check';
import { Tokenizer as HuggingFace } from 'tokenizers';
import { describe, expect, test } from 'vitest';
import { BpeekError, Tokenizer } from '../../wasm/index.ts';
import './support/dist.ts';
import { seed } from './support/strings.ts';
import {
  byteLevel,
  bytesOnly,
  type Json,
  preTokenizers,
  split,
  tokenizerJson,
} from './support/tokenizer-json.ts';
import { byteAlphabet } from './support/toy-bpe.ts';

const vocab = Object.fromEntries(byteAlphabet.map((name, byte) => [name, byte]));
const noMerges = { vocab, merges: [] };

function piecesByHuggingFace(preTokenizer: Json): string[][] {
  const tokenizer = HuggingFace.fromString(
    tokenizerJson(noMerges, { pre_tokenizer: preTokenizer, decoder: byteLevel }),
  );
  const all = tokenizer.getPreTokenizer();
  if (!all) throw new Error('There is no pre-tokenizer.');
  return texts.map((text) => all.preTokenizeString(text).map(([piece]) => piece));
}

function piecesOf(tokenizer: Tokenizer, text: string): string[] {
  const { begins, ends, pieceEnds } = tokenizer.tokens(text);
  const pieces: string[] = [];
  let token = 0;
  for (const end of pieceEnds) {
    const begin = begins[token]!;
    pieces.push(text.slice(begin, end));
    while (token < ends.length && ends[token]! <= end) token++;
  }
  return pieces;
}

const texts = [
  'ab 12\nba  b1.a-é\r\n',
  "a'b aab\n\nbb1 2é]a{2}b",
  'éa^b$ab\tABab1ab',
  '[a]&&b\\a b',
  'b',
  '\n',
  ' a\n a ',
  "Don't we'LL\u017fs'S",
];

/** Pieces of patterns that are the same in both syntaxes, or that are to be translated. */
const shared = ['a', 'b', '1', ' ', 'é', '\\.', '\\n', '\\]', '-', '&', '.', '\\s', '\\S', '\\d'];
const properties = ['\\p{L}', '\\p{N}', '\\P{L}', '\\p{^N}', '\\p{Lu}', '\\D'];
const classes = ['[ab]', '[^ab]', '[a-c1]', '[^\\s\\p{L}]', '[\\r\\n]', '[ab-]', '[]a]', '[\\-a]'];
const assertions = ['(?=a)', '(?!b)', '(?<=a)', '(?<!b)', '\\A', '\\z', '\\Z', '^', '$'];
const ofOniguruma = [
  '[[ab]c]',
  '[a[^b]]',
  '[a&&b]',
  '\\h',
  '\\v',
  '\\u0061',
  '(?<n>a)',
  '\\p{Han}',
];
const ofPcre2 = ['[[ab]', '[a&&b]', '\\w', '\\W', '\\b', '\\B', '\\pL', '\\x{61}', '\\p{sc:Han}'];
const quantifiers = [
  '',
  '',
  '',
  '?',
  '*',
  '+',
  '??',
  '+?',
  '*+',
  '++',
  '?+',
  '{2}',
  '{1,2}',
  '{2,}',
];

function patternOf(
  own: readonly string[],
  ownQuantifiers: readonly string[],
): fc.Arbitrary<string> {
  const leaf = fc.constantFrom(...shared, ...shared, ...properties, ...classes, ...own);
  const counted = fc.constantFrom(...quantifiers, ...ownQuantifiers);
  const { pattern } = fc.letrec<{ pattern: string; item: string }>((tie) => ({
    item: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 6, arbitrary: fc.tuple(leaf, counted).map((parts) => parts.join('')) },
      { weight: 1, arbitrary: fc.constantFrom(...assertions) },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom('(?:', '(', '(?>', '(?i:', '(?=', '(?!'), tie('pattern'), counted)
          .map(([open, body, count]) =>
            /[=!]$/.test(open) ? `${open}${body})` : `${open}${body})${count}`,
          ),
      },
      { weight: 1, arbitrary: tie('pattern').map((rest) => `(?:a(?i)${rest})`) },
    ),
    pattern: fc
      .array(
        fc.array(tie('item'), { minLength: 1, maxLength: 3 }).map((items) => items.join('')),
        { minLength: 1, maxLength: 3 },
      )
      .map((branches) => branches.join('|')),
  }));
  return pattern;
}

/** undefined if the pattern is refused, which must be in words that name what is wrong. */
async function loaded(load: () => Promise<Tokenizer>): Promise<Tokenizer | undefined> {
  try {
    return await load();
  } catch (error) {
    expect(error).toBeInstanceOf(BpeekError);
    expect((error as BpeekError).message).toMatch(/split pattern/);
    return undefined;
  }
}

const trials = 1000;

describe('from Oniguruma to PCRE2', () => {
  const read = (regex: string) =>
    Tokenizer.load(
      new TextEncoder().encode(
        tokenizerJson(noMerges, {
          pre_tokenizer: preTokenizers(split(regex), bytesOnly),
          decoder: byteLevel,
        }),
      ),
    );

  test('patterns give the same pieces, or are refused', async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(patternOf(ofOniguruma, ['{,2}', '{1,2}+', '{2}?', '{2}']), async (regex) => {
        const tokenizer = await loaded(() => read(regex));
        if (!tokenizer) return;
        count++;
        const pieces = texts.map((text) => piecesOf(tokenizer, text));
        expect([regex, pieces]).toEqual([regex, piecesByHuggingFace(split(regex))]);
        tokenizer.free();
      }),
      { seed, numRuns: trials },
    );
    expect(count).toBeGreaterThan(trials / 6);
  });

  test.each([
    ['a*', 'can match nothing'],
    ['a|', 'can match nothing'],
    ['(?=a)', 'can match nothing'],
    ['a{2}?', '{2}?'],
    ['\\w+', '\\w'],
    ['\\bthe\\b', '\\b'],
    ['[\\w.]', '\\w in brackets'],
    ['[a&&b]', '&& in brackets'],
    ['[a[^b]]', 'brackets with ^ within brackets'],
    ['[[:alpha:]]', '[:alpha:'],
    ['(a)\\1', '\\1'],
    ['(?~a)', 'the group (?~a'],
    ['(?(1)a)', 'the group (?(1'],
    ['(?x:a b)', 'the option x'],
    ['(?i:gruß)', 'ß in either case'],
    ['(?:(?=a)|b)+', 'a quantifier of'],
    ['(?i:first)', 'fi in either case'],
    ['(?i:\\p{Lu})', 'the property Lu in either case'],
    ['\\pL', 'the property'],
    ['a**', 'a quantifier of a quantifier'],
    ['*a', 'with nothing before it'],
    ['(a', 'a group that is not closed'],
    ['a)', 'a closing parenthesis too many'],
    ['[a', 'an end where something must follow'],
    ['\\xe3', '\\x'],
  ])('%s is refused by name', async (regex, what) => {
    await expect(read(regex)).rejects.toMatchObject({ code: 'unsupported' });
    await expect(read(regex)).rejects.toThrow(what);
    await expect(read(regex)).rejects.toThrow(JSON.stringify(regex));
  });
});

describe('from PCRE2 to Oniguruma', () => {
  const bytes = byteAlphabet.map((_, byte) => `${btoa(String.fromCharCode(byte))} ${byte}\n`);
  const read = (pattern: string) =>
    Tokenizer.load(new TextEncoder().encode(bytes.join('')), { pattern });

  test('patterns give the same pieces, or are refused', async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(patternOf(ofPcre2, ['{,2}', '{1,2}+', '{2}+']), async (pattern) => {
        const tokenizer = await loaded(() => read(pattern));
        if (!tokenizer) return;
        const json = await tryWrite(tokenizer);
        if (json) {
          count++;
          const { pretokenizers } = (JSON.parse(json) as Written).pre_tokenizer;
          const pieces = texts.map((text) => piecesOf(tokenizer, text));
          expect([pattern, pieces]).toEqual([pattern, piecesByHuggingFace(pretokenizers[0]!)]);
        }
        tokenizer.free();
      }),
      { seed, numRuns: trials },
    );
    expect(count).toBeGreaterThan(trials / 6);
  });

  interface Written {
    readonly pre_tokenizer: { readonly pretokenizers: Json[] };
  }

  async function tryWrite(tokenizer: Tokenizer): Promise<string | undefined> {
    try {
      return await tokenizer.toTokenizerJson();
    } catch (error) {
      expect((error as BpeekError).code).toBe('unsupported');
      return undefined;
    }
  }

  test.each([
    ['(?|a|b)', 'the group (?|'],
    ['a(*SKIP)b', 'the group (*SK'],
    ['\\Qa.b\\E', '\\Q'],
    ['\\h+', '\\h'],
    ['\\p{Han}', 'the property Han'],
    ['(?x)a b', 'the option x'],
    ['(?<a>b)\\k<a>', '\\k'],
  ])('%s is refused by name', async (pattern, what) => {
    const tokenizer = await read(pattern);
    await expect(tokenizer.toTokenizerJson()).rejects.toThrow(what);
    await expect(tokenizer.toTokenizerJson()).rejects.toThrow(JSON.stringify(pattern));
    tokenizer.free();
  });
});
