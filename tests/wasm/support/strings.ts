/** Strings built to hurt tokenizers. */
import fc from 'fast-check';

/** Unicode's White_Space, and what others mistake for it. */
const whiteSpace = [
  ...'\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a',
  ...'\u2028\u2029\u202f\u205f\u3000',
  ...'\u001c\u001f\u180e\u200b\u2060\ufeff',
];
const lineEnds = ['\r', '\n', '\r\n', '\n\n', '\n ', ' \n', '\r\n\r\n', '\n\t', '  \n'];
const contractions = [
  's',
  'S',
  '\u017f',
  't',
  'T',
  'd',
  'm',
  'll',
  'LL',
  'lL',
  've',
  'RE',
  'r',
  'l',
]
  .flatMap((letters) => [`'${letters}`, `\u2019${letters}`])
  .concat("'", "''", '\u2019', '\u02bc');
const caseRuns = [
  'AxxB',
  'XMLHttp',
  'iPhone',
  'ǅ',
  'ǅx',
  'ªº',
  'ʰ',
  'ſ',
  'ßẞ',
  'İı',
  'Ω',
  'ﬁ',
  'Ⅷ',
  'ⓐ',
];
const digits = [
  ...'0123456789٠٣٩०७๑໒၃០᠑０９²³¼½⅓ⅣⅫ①⑳〇一㊿𝟘𝟗𞥐𐄇',
  '007',
  '12345678901',
  '3.14159',
  '1,000,000',
];
const marks = [
  ...'\u0301\u0308\u0327\u064b\u0651\u093e\u094d\u0e31\u0e4d\u1ab0\u20dd\u20e3\ufe0f\u0488',
];
const scripts = [
  ...'aZéßñøžЖщѢαΩאב٪عربहिन्दीไทยລາວབོད한글ㄱㅏ漢字かなカナー々〆ქართულიაԱբአማᏣᎣꭰ𐐀𐐨𝔄𠀀𞤀𞤢ᎠǇꙮ',
  'é',
  'क्षि',
  '안녕하세요',
  'กำลัง',
];
const emoji = ['😉', '👩‍👩‍👧‍👦', '🏳️‍🌈', '🇰🇷', '👍🏽', '1️⃣', '❤️', '\u200d', '🫠', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'];
const punctuation = [
  '.',
  '...',
  '//',
  '/\n',
  '!?',
  '"',
  '$',
  '€',
  '_',
  '__',
  '-->',
  '{}',
  ';\r\n',
  '\\',
  '\0',
  '\u007f',
];
const loneSurrogates = ['\ud800', '\udc00', '\udfff', '\ud83d'];
const specialLookalikes = [
  '<|endoftext|>',
  '<|endofprompt|>',
  '<|fim_prefix|>',
  '<|fim_middle|>',
  '<|start|>',
  '<|reserved_200018|>',
  '<|endoftext|',
  '<|endoftext|>>',
  '<|<|endoftext|>',
  '<|',
  '|>',
  '<|ENDOFTEXT|>',
];
const words = [
  'the',
  'hello',
  'World',
  "don't",
  "I'LL",
  'naïve',
  'HTTPServer',
  '的',
  'return',
  'ab',
];
const unassigned = [
  '\u0378',
  '\u{10ffff}',
  '\ufdd0',
  '\ue000',
  '\u{1c80}',
  '\u{10d40}',
  '\u{1ccf0}',
];

const fragment = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...words) },
  { weight: 4, arbitrary: fc.constantFrom(...whiteSpace) },
  { weight: 3, arbitrary: fc.constantFrom(...lineEnds) },
  { weight: 3, arbitrary: fc.constantFrom(...contractions) },
  { weight: 2, arbitrary: fc.constantFrom(...caseRuns) },
  { weight: 3, arbitrary: fc.constantFrom(...digits) },
  { weight: 3, arbitrary: fc.constantFrom(...marks) },
  { weight: 4, arbitrary: fc.constantFrom(...scripts) },
  { weight: 1, arbitrary: fc.constantFrom(...emoji) },
  { weight: 2, arbitrary: fc.constantFrom(...punctuation) },
  { weight: 1, arbitrary: fc.constantFrom(...loneSurrogates) },
  { weight: 1, arbitrary: fc.constantFrom(...specialLookalikes) },
  { weight: 1, arbitrary: fc.constantFrom(...unassigned) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(' ', '\n', 'a', 'A', '1', '.', '가', '\t'), fc.nat(20))
      .map(([unit, times]) => unit.repeat(times)),
  },
);

export const hurtfulText: fc.Arbitrary<string> = fc
  .array(fragment, { minLength: 1, maxLength: 24, size: 'max' })
  .map((fragments) => fragments.join(''));

/** The same strings in every run, so that a failure can be had again. */
export const seed = 20250101;

const sampled = new Map<number, readonly string[]>();

/** So many of them, the same for all who ask. */
export function hurtfulTexts(count: number): readonly string[] {
  const texts = sampled.get(count) ?? fc.sample(hurtfulText, { seed, numRuns: count });
  sampled.set(count, texts);
  return texts;
}
