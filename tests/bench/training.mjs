// Training, by bpeek and by the npm package `tokenizers`.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { root, run } from '../../wasm/toolchain/process.mjs';
import { ask } from './ask.mjs';

const GPT2 = String.raw`'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;
const ENGLISH = 'UDHR, English';
const EVERYTHING = 'UDHR, all languages';

/** The first `bytes` bytes of a text, at most, that end with a line. */
function beginning(text, bytes) {
  const start = Buffer.from(text).subarray(0, bytes).toString();
  return start.slice(0, start.lastIndexOf('\n') + 1);
}

/** What to train on: short English to 512 tokens, and more to as many as the peer makes. */
function tasks(texts, files) {
  const called = (wanted) => texts.find(({ name }) => name === wanted);
  const own = texts.slice(texts.length - files.length);
  const [prose = called(ENGLISH)] = own;
  const large = own.length > 0 ? own : [{ name: ENGLISH, text: called(ENGLISH).text }];
  return [
    { name: `${prose.name}, 186 kB`, text: beginning(prose.text, 186_000), merges: 256 },
    ...large,
    called(EVERYTHING),
  ];
}

/** @returns rows of a table. */
export async function training(texts, files) {
  run('make', ['-s', '-C', 'core', 'bench']);
  const folder = `${root}build/bench/`;
  mkdirSync(folder, { recursive: true });
  const rows = [];
  for (const { name, text, merges } of tasks(texts, files)) {
    const file = `${folder}text`;
    writeFileSync(file, text);
    const bytes = statSync(file).size;
    const results = await ask({ kind: 'train', file, pattern: GPT2, merges });
    const native = results.find((result) => result.name === 'bpeek, native');
    for (const result of results) {
      rows.push({
        text: name,
        bytes,
        ...result,
        times: result.median / native.median,
        bytesPerByte: result.memory === undefined ? undefined : result.memory / bytes,
      });
    }
  }
  return rows;
}

const COLUMNS = [
  ['training on', (row) => row.text],
  ['MB', (row) => (row.bytes / 1e6).toFixed(2)],
  ['by', (row) => row.name],
  ['merges', (row) => `${row.merges}`],
  ['first ms', (row) => row.first.toFixed(1)],
  ['median ms', (row) => row.median.toFixed(1)],
  ['runs', (row) => `${row.runs}`],
  ['x', (row) => row.times.toFixed(1)],
  ['bytes of memory a byte', (row) => row.bytesPerByte?.toFixed(1) ?? ''],
];

/** Markdown. */
export function trainingTable(rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(COLUMNS.map(([title]) => title)),
    line(COLUMNS.map(() => '---')),
    ...rows.map((row) => line(COLUMNS.map(([, value]) => value(row)))),
    '',
    'x: how many times as long as bpeek, native. Memory: natively the most that training held at ' +
      'once; in WebAssembly all that the engine has, which begins with 16 MB.',
  ].join('\n');
}
