// The encodings that come with bpeek: nothing is lost by packing them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { encodings } from '../../wasm/encodings/catalogue.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'dist/encodings');

function bpeek(args: string[], input = ''): string {
  const ran = spawnSync(join(root, 'core/build/bpeek'), args, { input, maxBuffer: 1 << 28 });
  expect([args, ran.stderr.toString(), ran.status]).toEqual([args, '', 0]);
  return ran.stdout.toString();
}

interface Published {
  bpe_ranks: string;
  special_tokens: Record<string, number>;
}

/** The tokens of o200k_harmony, which the npm package tiktoken lacks, are those of o200k_base. */
function sourceOf(name: string): string {
  const source = name === 'o200k_harmony' ? 'o200k_base' : name;
  return join(root, `node_modules/tiktoken/encoders/${source}.json`);
}

const published = (name: string): Published => JSON.parse(readFileSync(sourceOf(name), 'utf8'));

/** Those that come from tiktoken. */
const ofTiktoken = encodings.filter(({ name }) => existsSync(sourceOf(name)));

test('all encodings of tiktoken are there', () => {
  const folder = join(root, 'node_modules/tiktoken/encoders');
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length));
  expect(ofTiktoken.map(({ name }) => name).sort()).toEqual([...names, 'o200k_harmony'].sort());
});

test('the folder has just what the catalogue names', () => {
  const files = encodings.map(({ name }) => `${name}.bpeek`);
  expect(readdirSync(folder).sort()).toEqual(files.sort());
});

test('the files are small', () => {
  const kilobytes = (name: string) => statSync(join(folder, `${name}.bpeek`)).size / 1000;
  expect(kilobytes('gpt2')).toBeLessThan(145);
  expect(kilobytes('cl100k_base')).toBeLessThan(300);
  expect(kilobytes('o200k_base')).toBeLessThan(620);
  expect(kilobytes('o200k_harmony')).toBeLessThan(630);
});

test.each(ofTiktoken)('$name has every token', ({ name }) => {
  const temporary = mkdtempSync(join(tmpdir(), 'bpeek-'));
  try {
    const output = join(temporary, 'tokens.tiktoken');
    bpeek(['convert', name, '-o', output]);
    const lines = published(name)
      .bpe_ranks.split('\n')
      .flatMap((line) => {
        const [, first, ...tokens] = line.split(' ');
        return tokens.map((token, i) => `${token} ${Number(first) + i}`);
      });
    expect(readFileSync(output, 'utf8') === `${lines.join('\n')}\n`).toBe(true);
  } finally {
    rmSync(temporary, { recursive: true });
  }
});

test.each(ofTiktoken)('$name has its special tokens', ({ name }) => {
  const parse = ['encode', '-m', name, '--special', 'parse'];
  for (const [text, id] of Object.entries(published(name).special_tokens)) {
    expect([text, bpeek(parse, text)]).toEqual([text, `${id}\n`]);
    expect(bpeek(['decode', '-m', name], String(id))).toBe(text);
  }
});

test('o200k_harmony has the special tokens of the harmony format', () => {
  const parse = ['encode', '-m', 'o200k_harmony', '--special', 'parse'];
  const decode = (id: number) => bpeek(['decode', '-m', 'o200k_harmony'], String(id));
  const message = '<|start|>user<|message|>hi<|end|><|start|>assistant<|channel|>final<|return|>';
  expect(bpeek(parse, message)).toBe(
    '200006 1428 200008 3686 200007 200006 173781 200005 17196 200002\n',
  );
  expect(bpeek(parse, '<|startoftext|><|constrain|><|call|>')).toBe('199998 200003 200012\n');
  expect(bpeek(parse, '<|endofprompt|><|reserved_200018|>')).toBe('200018 200018\n');
  expect(decode(200018)).toBe('<|endofprompt|>');
  const reserved = [200000, 200001, 200004, 200009, 200010, 200011, 200013, 200014, 201087];
  expect(decode(200000)).toBe('<|reserved_200000|>');
  expect(bpeek(parse, reserved.map((id) => `<|reserved_${id}|>`).join(''))).toBe(
    `${reserved.join(' ')}\n`,
  );
  expect(bpeek(['encode', '-m', 'o200k_harmony'], '<|reserved_201088|>')).not.toContain('201088');
});
