// The worst inputs, with every bundled encoding.
import { readdirSync } from 'node:fs';
import { root } from '../../wasm/toolchain/process.mjs';
import { ask } from './ask.mjs';
import { atMost, fixed, table } from './report.mjs';

const bundled = () =>
  readdirSync(`${root}dist/encodings`)
    .filter((file) => file.endsWith('.bpeek'))
    .map((file) => file.slice(0, -'.bpeek'.length));

export async function worstInputs({ isQuick }) {
  const names = isQuick ? ['gpt2', 'llama2'] : bundled();
  const rows = [];
  for (const encoding of names) rows.push(...(await ask({ kind: 'worst', encoding })));
  const inputs = [...new Set(rows.map(({ input }) => input))];
  const cell = (encoding) => (input) => {
    const row = rows.find((each) => each.encoding === encoding && each.input === input);
    return `${fixed(row.ms)} (${fixed(row.ratio, 2)})`;
  };
  const where = ({ encoding, input }) => `${encoding}, ${input}`;
  return {
    title: 'The worst inputs, 1 MB each',
    note:
      'Milliseconds, median of 10 to 40 runs, and in brackets how many times as long 2 MB take right ' +
      'after, median too. In Node.',
    table: table(
      [['input', (input) => input], ...names.map((encoding) => [encoding, cell(encoding)])],
      inputs,
    ),
    bars: [
      ...atMost('150 ms', 150, ' ms', rows, (row) => row.ms, where),
      ...atMost('twice the input: 2.3 times the time', 2.3, 'x', rows, (row) => row.ratio, where),
    ],
    data: rows,
  };
}
