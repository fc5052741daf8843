import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Folder } from './support.ts';

let folder: Folder;

beforeEach(() => {
  folder = new Folder();
});

afterEach(() => {
  folder.remove();
});

/** A minbpe model of these merges. */
function list(...merges: string[]): void {
  folder.write('m.model', `${['minbpe v1', '', '1', '<|end|> 1000', ...merges].join('\n')}\n`);
}

const explain = (text: string, ...options: string[]) =>
  folder.run('explain', '-m', './m.model', ...options, text);

describe('a merge list', () => {
  test('a line for the piece, for each merge and for each boundary', () => {
    list('97 98', '98 99', '256 100');
    expect(explain('abcd')).toEqual({
      code: 0,
      out:
        "bytes 0-4: b'abcd' -> 256 99 100\n" +
        "  byte 0: b'a' 97 + b'b' 98 -> b'ab' 256, rank 0\n" +
        "  byte 2: no merge, b'bc' 257 (rank 1) lost to b'ab' 256 (rank 0)\n" +
        '  byte 3: no merge, joined they are no token\n',
      error: '',
    });
  });

  test('tokens side by side that make a token of other parts', () => {
    list('99 100', '97 98', '257 99', '258 100');
    expect(explain('abcd').out.split('\n').slice(3, -1)).toEqual([
      '  byte 2: no merge, they are no pair of the list',
    ]);
  });

  test('special tokens by the policy', () => {
    list('97 98');
    expect(explain('ab<|end|>', '--special', 'parse').out.split('\n').slice(-2, -1)).toEqual([
      "bytes 2-9: b'<|end|>' -> 1000, a special token",
    ]);
    const literal = explain('<|end|>', '--special', 'literal');
    expect(literal.out).toContain("bytes 0-7: b'<|end|>' -> 60 124 ");
    const refused = explain('ab<|end|>');
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.error).toMatch(/^bpeek: the text: .*<\|end\|>.*byte 2.*\n$/);
  });

  test('an empty text has nothing to explain', () => {
    list('97 98');
    expect(explain('')).toEqual({ code: 0, out: '', error: '' });
  });
});

describe('a bundled encoding', () => {
  test('a piece that is a token is that token, and still has its merges', () => {
    const { out, code } = folder.run('explain', '-m', 'gpt2', 'hello');
    const lines = out.split('\n');
    expect(code).toBe(0);
    expect(lines[0]).toBe("bytes 0-5: b'hello' -> 31373");
    expect(lines.slice(1, -2)).toEqual([
      "  byte 0: b'h' 71 + b'e' 68 -> b'he' 258, rank 258",
      "  byte 2: b'l' 75 + b'l' 75 -> b'll' 297, rank 297",
      "  byte 0: b'he' 258 + b'll' 297 -> b'hell' 12758, rank 12758",
      "  byte 0: b'hell' 12758 + b'o' 78 -> b'hello' 31373, rank 31373",
    ]);
    expect(lines.at(-2)).toBe("  a token as it is: b'hello' 31373");
  });

  test('pieces one after the other, and bytes as Python shows them', () => {
    const { out } = folder.run('explain', '-m', 'cl100k_base', "it's 한\n");
    const pieces = out.split('\n').filter((line) => line.startsWith('bytes '));
    expect(pieces.map((line) => line.replace(/ -> .*/, ''))).toEqual([
      "bytes 0-2: b'it'",
      `bytes 2-4: b"'s"`,
      String.raw`bytes 4-8: b' \xed\x95\x9c'`,
      String.raw`bytes 8-9: b'\n'`,
    ]);
    const ids = pieces
      .join(' ')
      .match(/(?<=-> )\d+( \d+)*/g)
      ?.join(' ');
    expect(`${ids}\n`).toBe(folder.runOn("it's 한\n", 'encode', '-m', 'cl100k_base').out);
  });

  test('every merge leads from the bytes to the tokens', () => {
    const text = ' internationalization of Donaudampfschifffahrt, 안녕하세요';
    const { out } = folder.run('explain', '-m', 'o200k_base', text);
    const blocks = out.split(/^(?=bytes )/m);
    expect(blocks.length).toBeGreaterThan(4);
    for (const block of blocks) {
      const [head = '', ...lines] = block.trimEnd().split('\n');
      const [, begin, end, ids = ''] = /^bytes (\d+)-(\d+): .* -> ([\d ]+)$/.exec(head)!;
      const merges = lines.filter((line) => line.includes(' + ')).length;
      const boundaries = lines.filter((line) => line.includes(': no merge, ')).length;
      const isWhole = lines.some((line) => line.startsWith('  a token as it is: '));
      // Every merge makes one token of two.
      expect(Number(end) - Number(begin) - merges, block).toBe(boundaries + 1);
      if (!isWhole) expect(ids.split(' '), block).toHaveLength(boundaries + 1);
    }
  });
});

const wrong: [string, string[], number, RegExp][] = [
  ['no model', ['text'], 2, /-m/],
  ['no text', ['-m', 'gpt2'], 2, /one text.* 0/],
  ['two texts', ['-m', 'gpt2', 'one', 'two'], 2, /one text.* 2 .*quote/],
  ['an unknown option', ['-m', 'gpt2', '--loud', 'text'], 2, /--loud/],
  ['an unknown encoding', ['-m', 'gpt7', 'text'], 1, /gpt7/],
  ['no such file', ['-m', './no.model', 'text'], 1, /no\.model/],
  ['an unknown policy', ['-m', 'gpt2', '--special', 'maybe', 'text'], 2, /maybe/],
];

test.each(wrong)('%s: one line on stderr', (_, parameters, code, message) => {
  const result = folder.run('explain', ...parameters);
  expect(result.error).toMatch(message);
  expect(result.error).toMatch(/^bpeek: [^\n]+\n$/);
  expect(result).toMatchObject({ code, out: '' });
});
