// The engine beside its peers, in Node: load, first call, warm encode, count, decode.
import { ask } from './ask.mjs';
import { peers } from './peers.mjs';

const ENCODINGS = ['gpt2', 'cl100k_base', 'o200k_base'];
const FIRST_CALL_UNITS = 1_000_000;
const COLD_RUNS = 3;

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const rate = (bytes, ms) => bytes / 1000 / ms;
const format = (value, digits = 0) => (value === undefined ? '' : value.toFixed(digits));

/** One row a peer: MB/s, and how many times as long as bpeek it takes. */
function speeds(name, bytes, results) {
  const own = results.bpeek?.median;
  return Object.entries(results).map(([peer, { median: ms, runs }]) => ({
    text: name,
    peer,
    megabytesPerSecond: rate(bytes, ms),
    timesAsLong: ms / own,
    runs,
  }));
}

async function coldest(peer, encoding, text) {
  const answers = [];
  for (let run = 0; run < COLD_RUNS; run++) {
    answers.push(await ask({ kind: 'cold', peer, encoding, text }));
  }
  return {
    loadMs: median(answers.map(({ loadMs }) => loadMs)),
    loadBytes: median(answers.map(({ loadBytes }) => loadBytes)),
    firstMs: median(answers.map(({ firstMs }) => firstMs)),
  };
}

/** @returns rows of a table, and prints them as they come. */
export async function engine(texts, print) {
  const rows = [];
  for (const encoding of ENCODINGS) {
    const able = peers
      .filter(({ encodings }) => encodings.includes(encoding))
      .map(({ name }) => name);
    for (const { name, text } of texts) {
      const bytes = Buffer.byteLength(text);
      const warm = await ask({ kind: 'warm', encoding, text });
      const first = text.slice(0, FIRST_CALL_UNITS);
      const firstBytes = Buffer.byteLength(first);
      const cold = {};
      for (const peer of able) cold[peer] = await coldest(peer, encoding, first);
      const kinds = {
        encode: speeds(name, bytes, warm.encode),
        count: speeds(name, bytes, warm.count),
        decode: speeds(name, bytes, warm.decode),
      };
      for (const peer of able) {
        const of = (kind) => kinds[kind].find((row) => row.peer === peer);
        rows.push({
          encoding,
          text: name,
          peer,
          exact: !warm.differ.includes(peer),
          loadMs: cold[peer].loadMs,
          loadMegabytes: cold[peer].loadBytes / 1e6,
          first: rate(firstBytes, cold[peer].firstMs),
          firstTimes: cold[peer].firstMs / cold.bpeek.firstMs,
          encode: of('encode')?.megabytesPerSecond,
          encodeTimes: of('encode')?.timesAsLong,
          runs: of('encode')?.runs,
          count: of('count')?.megabytesPerSecond,
          decode: of('decode')?.megabytesPerSecond,
          decodeTimes: of('decode')?.timesAsLong,
        });
      }
      print(table(rows.filter((row) => row.encoding === encoding && row.text === name)));
    }
  }
  return rows;
}

const COLUMNS = [
  ['encoding', (row) => row.encoding],
  ['text', (row) => row.text],
  ['peer', (row) => (row.exact ? row.peer : `${row.peer} (other ids)`)],
  ['load ms', (row) => format(row.loadMs)],
  ['load MB', (row) => format(row.loadMegabytes)],
  ['first MB/s', (row) => format(row.first, 1)],
  ['x', (row) => format(row.firstTimes, 1)],
  ['warm MB/s', (row) => format(row.encode, 1)],
  ['x', (row) => format(row.encodeTimes, 1)],
  ['count MB/s', (row) => format(row.count, 1)],
  ['decode MB/s', (row) => format(row.decode, 1)],
  ['x', (row) => format(row.decodeTimes, 1)],
];

/** Markdown. */
export function table(rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(COLUMNS.map(([title]) => title)),
    line(COLUMNS.map(() => '---')),
    ...rows.map((row) => line(COLUMNS.map(([, value]) => value(row)))),
  ].join('\n');
}
