// The `bpeek` command, as a user calls it: what it prints, where, and its exit codes.
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodings } from '../../wasm/encodings/catalogue.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const command = join(root, 'core/build/bpeek');
/** Encodings that take any text as it is. */
const asWritten = encodings.filter(({ name }) => /^(gpt2|[rp]50k|cl100k|o200k)/.test(name));
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bpeek-cli-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Ran {
  code: number | null;
  out: string;
  bytes: Buffer;
  error: string;
}

function bpeek(args: string[], input: string | Uint8Array = '', env: NodeJS.ProcessEnv = {}): Ran {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    input,
    env: { ...process.env, BPEEK_ENCODINGS: undefined, ...env },
    maxBuffer: 1 << 28,
  });
  return { code: status, out: stdout.toString(), bytes: stdout, error: stderr.toString() };
}

/** Runs what must go well, and gives what it printed. */
function good(args: string[], input?: string | Uint8Array): string {
  const { code, out, error } = bpeek(args, input);
  expect({ code, error }).toEqual({ code: 0, error: '' });
  return out;
}

/** Runs what must fail: nothing is printed but one line, which has these parts. */
function bad(code: number, args: string[], parts: string[], input?: string | Uint8Array): void {
  const ran = bpeek(args, input);
  expect({ args, code: ran.code, out: ran.out }).toEqual({ args, code, out: '' });
  expect(ran.error).toMatch(/^bpeek: [^\n]+\n$/);
  for (const part of parts) expect(ran.error).toContain(part);
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('help and version', () => {
  expect(good(['--version'])).toMatch(/^bpeek \d+\.\d+\.\d+\n$/);
  const help = good(['--help']);
  for (const name of ['encode', 'decode', 'count', 'convert']) {
    expect(help).toContain(`bpeek ${name}`);
    expect(good([name, '--help'])).toContain('-o'.slice(0, name === 'count' ? 1 : 2));
    expect(good([name, '-h'])).toBe(good([name, '--help']));
  }
});

test('bad usage', () => {
  bad(2, [], ['--help']);
  bad(2, ['encod'], ['encod']);
  bad(2, ['encode'], ['-m']);
  bad(2, ['encode', '-m'], ['-m', 'value']);
  bad(2, ['encode', '-m', 'gpt2', '--colour'], ['--colour']);
  bad(2, ['encode', '-m', 'gpt2', 'a', 'b'], ['one file']);
  bad(2, ['decode', '-m', 'gpt2', 'a', 'b'], ['one file']);
  bad(2, ['encode', '-m', 'gpt2', '--special', 'maybe'], ['error, literal or parse', 'maybe']);
  bad(2, ['encode', '-m', 'gpt2', '--special-token', '<|nope|>'], ['<|nope|>']);
  bad(2, ['decode', '-m', 'gpt2', '--special', 'parse'], ['--special']);
  bad(2, ['convert'], ['convert what']);
  bad(2, ['convert', 'gpt2'], ['-o']);
  bad(2, ['convert', 'gpt2', '-o', 'x.txt'], ['.bpeek', '.tiktoken']);
  bad(2, ['convert', 'gpt2', 'gpt2', '-o', 'x.bpeek'], ['one model']);
  bad(2, ['convert', 'gpt2', '-o', 'x.bpeek', '--special-token', 'end'], ['TEXT=ID']);
  bad(2, ['convert', 'gpt2', '-o', 'x.bpeek', '--special-token', 'end=2097151'], ['TEXT=ID']);
});

test('encodes text from a file or standard input', () => {
  const path = file('hello.txt', 'hello world');
  expect(good(['encode', '-m', 'gpt2', path])).toBe('31373 995\n');
  expect(good(['encode', '-m', 'gpt2'], 'hello world')).toBe('31373 995\n');
  expect(good(['encode', '-mgpt2', '-'], 'hello world')).toBe('31373 995\n');
  expect(good(['encode', '--model=gpt2', '--', path])).toBe('31373 995\n');
  expect(good(['encode', '-m', 'gpt2'], '')).toBe('\n');
  const model = join(root, 'dist/encodings/gpt2.bpeek');
  expect(good(['encode', '-m', model], 'hello world')).toBe('31373 995\n');
});

test('finds encodings', () => {
  const other = join(folder, 'encodings');
  mkdirSync(other);
  const source = join(root, 'dist/encodings/gpt2.bpeek');
  symlinkSync(source, join(other, 'mine.bpeek'));
  const env = { BPEEK_ENCODINGS: other };
  expect(bpeek(['encode', '-m', 'mine'], 'hello world', env).out).toBe('31373 995\n');
  const unknown = bpeek(['encode', '-m', 'gpt2'], 'hello', env);
  expect([unknown.code, unknown.error]).toEqual([
    1,
    'bpeek: there is no encoding and no file gpt2; the encodings are mine\n',
  ]);
  bad(
    1,
    ['encode', '-m', 'gpt9'],
    [
      'gpt9',
      encodings
        .map(({ name }) => name)
        .sort()
        .join(', '),
    ],
  );
  bad(1, ['encode', '-m', './gpt9'], ['./gpt9', 'No such file']);
  const nowhere = bpeek(['count', '-m', 'gpt2'], '', { BPEEK_ENCODINGS: join(folder, 'none') });
  expect(nowhere.code).toBe(1);
  expect(nowhere.error).toContain('BPEEK_ENCODINGS');
});

test('special tokens', () => {
  const text = 'a<|endoftext|>b<|fim_prefix|>';
  bad(1, ['encode', '-m', 'cl100k_base'], ['<|endoftext|>', 'byte 1;'], text);
  bad(1, ['count', '-m', 'cl100k_base'], ['<|endoftext|>', 'byte 1;'], text);
  const encode = ['encode', '-m', 'cl100k_base', '--special'];
  expect(good([...encode, 'parse'], text)).toBe('64 100257 65 100258\n');
  expect(good([...encode, 'literal'], text).split(' ').length).toBeGreaterThan(8);
  const some = ['--special-token', '<|endoftext|>'];
  bad(1, [...encode, 'error', ...some], ['<|fim_prefix|>', 'byte 15;'], text);
  expect(good([...encode, 'literal', ...some], text)).toMatch(/^64 100257 65 \d+ \d+/);
  expect(good([...encode, 'error', ...some, '--special-token=<|fim_prefix|>'], text)).toBe(
    '64 100257 65 100258\n',
  );
});

test('text that is not UTF-8', () => {
  const cases: [number[], number, string][] = [
    [[0x61, 0xff, 0x62], 1, 'FF'],
    [[0x61, 0x62, 0xe4, 0xbd], 2, 'E4'],
    [[0xed, 0xa0, 0x80], 0, 'ED'],
    [[0xc0, 0x80], 0, 'C0'],
  ];
  for (const [bytes, at, byte] of cases) {
    const path = file('bad.txt', Uint8Array.from(bytes));
    const parts = [path, `byte ${at},`, byte];
    bad(1, ['encode', '-m', 'gpt2', path], parts);
    bad(1, ['count', '-m', 'gpt2', path], parts);
  }
  const late = Buffer.alloc(3_000_001, 'words ');
  late[2_999_999] = 0x80;
  bad(1, ['count', '-m', 'gpt2', file('late.txt', late)], ['byte 2999999,', '80']);
});

test('decodes ids to the exact bytes', () => {
  expect(good(['decode', '-m', 'gpt2'], '31373 995')).toBe('hello world');
  expect(good(['decode', '-m', 'gpt2'], '\n31373\t\r\n 995\n')).toBe('hello world');
  expect(good(['decode', '-m', 'gpt2'], '')).toBe('');
  const bytes = bpeek(['decode', '-m', 'gpt2'], '188').bytes;
  expect(bytes).toEqual(Buffer.from([0]));
  bad(1, ['decode', '-m', 'gpt2'], ['"12x"', 'byte 6 '], '31373 12x');
  bad(1, ['decode', '-m', 'gpt2'], ['"-1"', 'byte 0 '], '-1');
  bad(1, ['decode', '-m', 'gpt2'], ['"99999999999"', 'byte 0 '], '99999999999');
  bad(1, ['decode', '-m', 'gpt2'], ['50257', 'byte 7;', 'below 50257'], '31373\n 50257');
  bad(1, ['decode', '-m', 'p50k_base'], ['id 50281'], '50281');
});

test('what is encoded is decoded', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(text, fc.constantFrom(...asWritten), (string, { name }) => {
      const input = Buffer.from(string);
      const ids = good(['encode', '-m', name, '--special', 'literal'], input);
      expect(bpeek(['decode', '-m', name], ids).bytes).toEqual(input);
    }),
    { numRuns: 40 },
  );
});

test('counts texts, a line each', () => {
  const one = file('one.txt', 'hello world');
  const two = file('two.txt', 'héllo\n');
  expect(good(['count', '-m', 'gpt2', one, two])).toBe(`2\t11\t${one}\n4\t7\t${two}\n`);
  expect(good(['count', '-m', 'gpt2'], 'hello world')).toBe('2\t11\t-\n');
  expect(good(['count', '-m', 'gpt2', one, '-'], '')).toBe(`2\t11\t${one}\n0\t0\t-\n`);
  const ran = bpeek(['count', '-m', 'gpt2', join(folder, 'none.txt'), one]);
  expect(ran.code).toBe(1);
  expect(ran.out).toBe(`2\t11\t${one}\n`);
  expect(ran.error).toContain('none.txt');
});

test('counts as many tokens as it encodes, wherever the parts end', () => {
  const words = ['word ', '한국어 ', 'x\n', '12345 ', '😉', "don't ", '   \n\n', 'ÀÉ', '<b>'];
  let text = '';
  // A simple generator, the same in every run.
  for (let seed = 7; text.length < 1_000_000; ) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    text += words[(seed >> 16) % words.length];
  }
  const path = file('long.txt', `${text}${'a'.repeat(1_500_000)}${text.slice(0, 100_000)}`);
  for (const { name } of asWritten) {
    const count = Number(good(['count', '-m', name, path]).split('\t')[0]);
    const ids = good(['encode', '-m', name, path]).trimEnd();
    let spaces = 0;
    for (let at = ids.indexOf(' '); at >= 0; at = ids.indexOf(' ', at + 1)) spaces++;
    expect([name, count]).toEqual([name, spaces + 1]);
  }
});

test('counts a stream of any length in little memory', async () => {
  const child = spawn(command, ['count', '-m', 'o200k_base'], { cwd: folder });
  let out = '';
  child.stdout.on('data', (data) => {
    out += data;
  });
  const part = Buffer.from('The quick brown fox. 빠른 갈색 여우.\n'.repeat(20_000));
  const parts = 80;
  let highest = 0;
  for (let i = 0; i < parts; i++) {
    if (!child.stdin.write(part)) {
      await new Promise((resolve) => child.stdin.once('drain', resolve));
    }
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    highest = Math.max(highest, Number(status.match(/VmHWM:\s+(\d+) kB/)?.[1]));
  }
  child.stdin.end();
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
  const [tokens, bytes] = out.split('\t').map(Number);
  expect(bytes).toBe(part.length * parts);
  expect(tokens).toBeGreaterThan(parts * 20_000 * 10);
  // 72 MB in all; the encoding takes some 15 MB.
  expect(highest).toBeGreaterThan(0);
  expect(highest).toBeLessThan(40_000);
});

test('writes whole files or none', () => {
  const path = join(folder, 'ids.txt');
  expect(good(['encode', '-m', 'gpt2', '-o', path], 'hello world')).toBe('');
  expect(readFileSync(path, 'utf8')).toBe('31373 995\n');
  bad(1, ['encode', '-m', 'gpt2', '-o', path], ['<|endoftext|>'], 'a<|endoftext|>');
  expect(readFileSync(path, 'utf8')).toBe('31373 995\n');
  expect(good(['decode', '-m', 'gpt2', '--output', path], '995')).toBe('');
  expect(readFileSync(path, 'utf8')).toBe(' world');
  bad(1, ['encode', '-m', 'gpt2', '-o', join(folder, 'no/such/ids')], ["can't be written"], 'a');
  // A link is followed; what is no file is written to as it is.
  const link = join(folder, 'link.txt');
  symlinkSync(path, link);
  good(['encode', '-m', 'gpt2', '-o', link], 'hello');
  expect(readFileSync(path, 'utf8')).toBe('31373\n');
  good(['encode', '-m', 'gpt2', '-o', '/dev/null'], 'hello');
  expect(readFileSync('/dev/null', 'utf8')).toBe('');
  expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
});

test.skipIf(!existsSync('/dev/full'))('a full disk is an error', () => {
  for (const args of [['encode', '-m', 'gpt2'], ['count', '-m', 'gpt2'], ['--help']]) {
    const line = `"$0" ${args.join(' ')} >/dev/full`;
    const ran = spawnSync('sh', ['-c', line, command], { input: 'hello', encoding: 'utf8' });
    expect([args[0], ran.status]).toEqual([args[0], 1]);
    expect(ran.stderr).toMatch(/^bpeek: .*can't be written.*\n$/);
  }
  bad(1, ['encode', '-m', 'gpt2', '-o', '/dev/full'], ['/dev/full', "can't be written"], 'a');
});

test('input that cannot be read', () => {
  bad(1, ['encode', '-m', 'gpt2', 'none.txt'], ['none.txt', "can't be opened"]);
  bad(1, ['encode', '-m', 'gpt2', folder], [folder, "can't be read"]);
});

// The tokens as a .tiktoken file, after a way there and back through .bpeek.
test('converts between .tiktoken and .bpeek', () => {
  const lines = Array.from({ length: 256 }, (_, i) => {
    return `${Buffer.from([255 - i]).toString('base64')} ${i}\n`;
  });
  lines.push('aGU= 256\n', 'bGw= 258\n', 'aGVsbA== 259\n', 'aGVsbG8= 300\n');
  const tiktoken = file('tiny.tiktoken', lines.join(''));
  bad(1, ['encode', '-m', tiktoken], ['pattern', 'convert']);
  bad(1, ['convert', tiktoken, '-o', 'tiny.bpeek'], ['pattern']);
  const specials = file('specials.txt', '301 <|end|>\r\n\n302  two words \n301 <|alias|>\n');
  const options = ['--pattern', '\\w+|\\W+', '--special-tokens', specials];
  good(['convert', tiktoken, '-o', 'tiny.bpeek', ...options, '--special-token', 'a=b=303']);
  const model = join(folder, 'tiny.bpeek');
  expect(good(['encode', '-m', model], 'hello,hell')).toBe('300 211 259\n');
  const parse = ['encode', '-m', model, '--special', 'parse'];
  expect(good(parse, '<|end|><|alias|> two words a=b')).toBe('301 301 302 303\n');
  expect(good(['decode', '-m', model], '301')).toBe('<|end|>');
  good(['convert', model, '-o', 'again.tiktoken']);
  expect(readFileSync(join(folder, 'again.tiktoken'), 'utf8')).toBe(lines.join(''));
  good(['convert', model, '-o', 'whole.bpeek', '--pattern', 'none']);
  expect(good(['encode', '-m', './whole.bpeek'], 'hello')).toBe('300\n');
  expect(good(['encode', '-m', './whole.bpeek'], 'hello,')).toBe('300 211\n');
  good(['convert', model, '-o', 'same.bpeek']);
  expect(readFileSync(join(folder, 'same.bpeek'))).toEqual(readFileSync(model));
});

test('models that cannot be converted', () => {
  const tiktoken = file('few.tiktoken', 'QQ== 0\n');
  const options = ['-o', 'out.bpeek', '--pattern', 'none'];
  bad(1, ['convert', tiktoken, ...options], ['few.tiktoken', 'single byte 00']);
  bad(1, ['convert', file('x.json', '{}'), ...options], ['tokenizer.json']);
  bad(1, ['convert', file('x.txt', 'hello'), ...options], ['no model file']);
  bad(1, ['convert', 'gpt2', '-o', 'out.bpeek', '--pattern', '(a'], ['pattern', 'byte 2']);
  bad(1, ['convert', 'gpt2', '-o', 'out.bpeek', '--special-token', 'x=5'], ['id 5']);
  const lines = file('wrong.txt', '50300 <|a|>\n<|b|>\n');
  const specials = ['--special-tokens', lines];
  bad(1, ['convert', 'gpt2', '-o', 'out.bpeek', ...specials], [lines, 'line 2']);
  expect(existsSync(join(folder, 'out.bpeek'))).toBe(false);
});

test('damaged encoding files', () => {
  const whole = readFileSync(join(root, 'dist/encodings/gpt2.bpeek'));
  const cut = file('cut.bpeek', whole.subarray(0, 100_000));
  bad(1, ['encode', '-m', cut], [cut, '100000 bytes', `${whole.length - 100_000} more`]);
  const flipped = Buffer.from(whole);
  flipped[120_000] = (flipped[120_000] ?? 0) ^ 4;
  bad(1, ['encode', '-m', file('flipped.bpeek', flipped)], ['damaged', 'byte 65592;']);
  const newer = Buffer.from(whole);
  newer[8] = 3;
  bad(1, ['encode', '-m', file('newer.bpeek', newer)], ['version 3']);
});
