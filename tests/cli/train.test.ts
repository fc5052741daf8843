import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Folder } from './support.ts';

let folder: Folder;

beforeEach(() => {
  folder = new Folder();
});

afterEach(() => {
  folder.remove();
});

const gpt4 = String.raw`'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+`;
const gpt2 = String.raw`'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;

test('the known example, printed as minbpe prints it', () => {
  folder.write('text', 'aaabdaaabac');
  const train = ['train', '--vocab-size', '259', '--pattern', 'none', '--verbose', '-o', 'm'];
  expect(folder.run(...train, 'text')).toEqual({
    code: 0,
    out:
      "merge 1/3: (97, 97) -> 256 (b'aa') had 4 occurrences\n" +
      "merge 2/3: (256, 97) -> 257 (b'aaa') had 2 occurrences\n" +
      "merge 3/3: (257, 98) -> 258 (b'aaab') had 2 occurrences\n",
    error: '',
  });
  expect(folder.read('m.model')).toBe('minbpe v1\n\n0\n97 97\n256 97\n257 98\n');
  const vocab = folder.read('m.vocab').split('\n');
  expect(vocab).toHaveLength(260);
  expect(vocab[10]).toBe('[\\u000a] 10');
  expect(vocab[258]).toBe('[aaa][b] -> [aaab] 258');
  expect(folder.run('encode', '-m', './m.model', 'text').out).toBe('258 100 258 97 99\n');
  expect(folder.names()).toEqual(['m.model', 'm.vocab', 'text']);
});

// The pattern is one that makes the bytes one piece.
test.each([
  ['\t\n', 'none', String.raw`b'\t\n'`],
  ['\r\\', 'none', String.raw`b'\r\\'`],
  ['\0\x7f', 'none', String.raw`b'\x00\x7f'`],
  ['é', 'none', String.raw`b'\xc3\xa9'`],
  ["it's", "'s", `b"'s"`],
  ['\'"', 'none', String.raw`b'\'"'`],
  ['""', 'none', `b'""'`],
  ['b ', 'none', "b'b '"],
])('bytes as Python shows them: %j', (text, pattern, shown) => {
  const options = ['--vocab-size', '257', '--pattern', pattern, '--verbose', '-o', 'm'];
  const { out } = folder.runOn(text, 'train', ...options);
  expect(out).toMatch(/^merge 1\/1: \(\d+, \d+\) -> 256 /);
  expect(out).toContain(`-> 256 (${shown}) had 1 occurrences\n`);
});

test('without --pattern it is the one of gpt4; others by name or as they are', () => {
  folder.write('text', "it's 12345 IT'S");
  const patterns = [
    [[], gpt4],
    [['--pattern', 'gpt4'], gpt4],
    [['--pattern', 'gpt2'], gpt2],
    [['--pattern=none'], ''],
    [['--pattern', String.raw`\w+|\W`], String.raw`\w+|\W`],
  ] as const;
  for (const [options, pattern] of patterns) {
    expect(folder.run('train', '--vocab-size', '260', ...options, '-o', 'm', 'text').code).toBe(0);
    expect(folder.read('m.model').split('\n')[1]).toBe(pattern);
  }
});

test('where no pair is left training ends, says so, and keeps what it has', () => {
  const result = folder.runOn('abab', 'train', '--vocab-size', '300', '--pattern', 'none', '-om');
  expect(result).toEqual({
    code: 0,
    out: '',
    error: 'bpeek: no pair is left to merge: training ended with 258 tokens instead of 300\n',
  });
  expect(folder.read('m.model')).toBe('minbpe v1\n\n0\n97 98\n256 256\n');
});

test('special tokens get the ids after the last merge', () => {
  const specials = ['--special-token', '<|end|>', '--special-token', '<|한|>'];
  const { code } = folder.runOn('abab', 'train', '--vocab-size', '257', ...specials, '-o', 'm');
  expect(code).toBe(0);
  expect(folder.read('m.model').split('\n').slice(2)).toEqual([
    '2',
    '<|end|> 257',
    '<|한|> 258',
    '97 98',
    '',
  ]);
  expect(folder.read('m.vocab')).toContain('[a][b] -> [ab] 256\n[<|end|>] 257\n[<|한|>] 258\n');
  expect(folder.runOn('ab<|한|>', 'encode', '-m', './m.model', '--special', 'parse').out).toBe(
    '256 258\n',
  );
});

const wrong: [string, string[], number, RegExp][] = [
  ['no size', ['-o', 'm', 'text'], 2, /--vocab-size/],
  ['a size below 256', ['--vocab-size', '255', '-o', 'm', 'text'], 2, /from 256.*not 255/],
  ['a size that is no number', ['--vocab-size', '1k', '-o', 'm', 'text'], 2, /not 1k/],
  ['a size too large', ['--vocab-size', '2097152', '-o', 'm', 'text'], 2, /to 2097151/],
  ['no prefix', ['--vocab-size', '300', 'text'], 2, /-o PREFIX/],
  ['two texts', ['--vocab-size', '300', '-o', 'm', 'text', 'text'], 2, /one file/],
  ['an unknown option', ['--vocab-size', '300', '--loud', '-o', 'm', 'text'], 2, /--loud/],
  ['no such text', ['--vocab-size', '300', '-o', 'm', 'other'], 1, /other: can't be opened/],
  ['an empty text', ['--vocab-size', '300', '-o', 'm', 'empty'], 1, /empty: .* is empty/],
  ['text that is not UTF-8', ['--vocab-size', '300', '-o', 'm', 'bytes'], 1, /byte 2, which is FF/],
  ['a bad pattern', ['--vocab-size', '300', '--pattern', 'a(', '-o', 'm', 'text'], 1, /byte 2/],
  [
    'a special token with a space',
    ['--vocab-size', '300', '--special-token', '< >', '-o', 'm', 'text'],
    1,
    /special token < > has white space/,
  ],
  [
    'a special token twice',
    ['--vocab-size', '300', '--special-token', 'a', '--special-token', 'a', '-o', 'm', 'text'],
    1,
    /a is there twice/,
  ],
  [
    'a pattern with a line break',
    ['--vocab-size', '300', '--pattern', 'a|\n', '-o', 'm', 'text'],
    1,
    /line break/,
  ],
  ['no such folder', ['--vocab-size', '300', '-o', 'no/m', 'text'], 1, /no\/m.model/],
  ['a folder in the way', ['--vocab-size', '300', '-o', 'way', 'text'], 1, /way.vocab/],
];

test.each(wrong)('%s: one line on stderr, and no file', (_, parameters, code, message) => {
  folder.write('text', 'some text, some more text');
  folder.write('empty', '');
  folder.write('bytes', new Uint8Array([0x61, 0x62, 0xff]));
  folder.write('m.model', 'old');
  mkdirSync(join(folder.path, 'way.vocab'));
  const names = folder.names();
  const result = folder.run('train', ...parameters);
  expect(result.error).toMatch(message);
  expect(result.error).toMatch(/^bpeek: [^\n]+\n$/);
  expect(result).toMatchObject({ code, out: '' });
  expect(folder.names()).toEqual(names);
  expect(folder.read('m.model')).toBe('old');
});

test('minbpe models are converted, and come back as they were', () => {
  folder.write('text', 'the cat, the bat and the rat sat on the mat');
  const specials = ['--special-token', '<|end|>'];
  folder.run('train', '--vocab-size', '280', ...specials, '-o', 'm', 'text');
  expect(folder.run('convert', 'm.model', '-o', 'm.bpeek').error).toBe('');
  expect(folder.run('convert', 'm.bpeek', '-o', 'again.model').error).toBe('');
  expect(folder.read('again.model')).toBe(folder.read('m.model'));
  expect(folder.read('again.vocab')).toBe(folder.read('m.vocab'));
  const ids = folder.run('encode', '-m', './m.bpeek', 'text').out;
  expect(ids).toMatch(/^\d+( \d+)+\n$/);
  expect(folder.run('encode', '-m', './m.model', 'text').out).toBe(ids);
});

test('a model that minbpe can not hold is not converted to its files', () => {
  folder.write('ranks.tiktoken', ranks());
  const result = folder.run('convert', 'ranks.tiktoken', '--pattern', 'none', '-o', 'm.model');
  expect(result.code).toBe(1);
  expect(result.error).toMatch(/minbpe's files can't hold this model/);
  expect(folder.names()).toEqual(['ranks.tiktoken']);
});

test('a damaged minbpe model is refused with its line', () => {
  folder.write('bad.model', 'minbpe v1\n\n0\n97 97\n300 97\n');
  const result = folder.run('encode', '-m', './bad.model', 'bad.model');
  expect(result.code).toBe(1);
  expect(result.error).toMatch(/Line 5 of the minbpe model, at byte 19, merges a token/);
});

/** The single bytes as a .tiktoken file. */
function ranks(): string {
  return Array.from({ length: 256 }, (_, i) => `${btoa(String.fromCharCode(i))} ${i}\n`).join('');
}
