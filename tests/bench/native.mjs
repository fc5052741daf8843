// Encoding natively beside the npm package `tokenizers`, which is native too.
import { mkdirSync, writeFileSync } from 'node:fs';
import { root, run } from '../../wasm/toolchain/process.mjs';
import { ask } from './ask.mjs';
import { encodings } from './peers.mjs';
import { atLeast, fixed, table } from './report.mjs';

export async function natively({ texts, isQuick }) {
  run('make', ['-s', '-C', 'core', 'bench']);
  const folder = `${root}build/bench/`;
  mkdirSync(folder, { recursive: true });
  const file = `${folder}text`;
  const rows = [];
  for (const { name, text } of isQuick ? texts.slice(1, 2) : texts) {
    writeFileSync(file, text);
    const bytes = Buffer.byteLength(text);
    for (const encoding of encodings) {
      const answer = await ask({ kind: 'native', encoding, file });
      const times = answer.isSame ? answer.peer / answer.warm : undefined;
      rows.push({ encoding, text: name, bytes, ...answer, times });
    }
  }
  const rate = (row, ms) => fixed(row.bytes / 1000 / ms, 1);
  return {
    title: 'Encoding natively, beside `tokenizers`',
    note:
      'Both on one thread, in turn, a text of UTF-8 to ids. bpeek: the code of its command, in a ' +
      'new process each time, the first and the second call. x: how many times as long as bpeek’s ' +
      'second call.',
    table: table(
      [
        ['encoding', (row) => row.encoding],
        ['text', (row) => row.text],
        ['bpeek, first MB/s', (row) => rate(row, row.first)],
        ['bpeek MB/s', (row) => rate(row, row.warm)],
        ['tokenizers MB/s', (row) => rate(row, row.peer)],
        ['x', (row) => (row.isSame ? fixed(row.times, 1) : 'other ids')],
      ],
      rows,
    ),
    bars: atLeast(
      '10 times tokenizers',
      10,
      'x',
      rows,
      (row) => row.times,
      ({ encoding, text }) => `${encoding}, ${text}`,
    ),
    data: rows,
  };
}
