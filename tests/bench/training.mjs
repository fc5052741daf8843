// Training, by bpeek and by the npm package `tokenizers`.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { root, run } from '../../wasm/toolchain/process.mjs';
import { ask } from './ask.mjs';
import { atLeast, atMost, fixed, table } from './report.mjs';

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

async function measured({ texts, files, isQuick }) {
  run('make', ['-s', '-C', 'core', 'bench']);
  const folder = `${root}build/bench/`;
  mkdirSync(folder, { recursive: true });
  const rows = [];
  const all = tasks(texts, files);
  for (const { name, text, merges } of isQuick ? all.slice(0, 1) : all) {
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

/** How many times as long the peer takes, natively. */
const peers = (rows) => rows.filter(({ name }) => name === 'tokenizers');

export async function training(given) {
  const rows = await measured(given);
  const where = ({ text }) => text;
  const called = (name) => rows.filter((row) => row.name === name);
  return {
    title: 'Training',
    note:
      'Natively and in WebAssembly, and by `tokenizers` on one thread, which cannot be told a size ' +
      'from Node: the others make as many merges as it does. x: how many times as long as bpeek, ' +
      'native. Memory: natively the most that training held at once; in WebAssembly all that the ' +
      'engine has, which begins with 16 MB.',
    table: table(
      [
        ['training on', (row) => row.text],
        ['MB', (row) => fixed(row.bytes / 1e6, 2)],
        ['by', (row) => row.name],
        ['merges', (row) => row.merges],
        ['first ms', (row) => fixed(row.first, 1)],
        ['median ms', (row) => fixed(row.median, 1)],
        ['runs', (row) => row.runs],
        ['x', (row) => fixed(row.times, 1)],
        ['bytes of memory a byte', (row) => fixed(row.bytesPerByte, 1)],
      ],
      rows,
    ),
    bars: [
      ...atMost(
        '186 kB to 512 tokens in WebAssembly: 15 ms',
        15,
        ' ms',
        called('bpeek, WebAssembly').slice(0, 1),
        (row) => row.median,
        where,
      ),
      ...atLeast('twice as fast as tokenizers', 2, 'x', peers(rows), (row) => row.times, where),
      ...atMost(
        'memory: 12 bytes a byte of text, natively',
        12,
        '',
        called('bpeek, native'),
        (row) => row.bytesPerByte,
        where,
      ),
    ],
    data: rows,
  };
}
