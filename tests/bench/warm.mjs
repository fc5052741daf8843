// Warm speed: encode, count and decode of all peers in turn, in Node and in Chromium.
import { ask } from './ask.mjs';
import { openBenchPage } from './chromium.mjs';
import { encodings } from './peers.mjs';
import { atLeast, fixed, table } from './report.mjs';

const SECONDS = 2;
/** In Chromium: what shows whether it is another story there. */
const CHROMIUM_TEXTS = 3;

const rate = (bytes, ms) => bytes / 1000 / ms;

/** One row a peer: MB/s of UTF-8, and how many times as long as bpeek it takes. */
function rowsOf(encoding, { name: text, text: content }, answer) {
  const bytes = Buffer.byteLength(content);
  const speed = (kind, peer) => answer[kind][peer] && rate(bytes, answer[kind][peer].median);
  const times = (kind, peer) =>
    answer[kind][peer] && answer[kind][peer].median / answer[kind].bpeek.median;
  return [...Object.keys(answer.encode), ...answer.differ].map((peer) => ({
    encoding,
    text,
    peer,
    tokens: answer.tokens,
    isExact: !answer.differ.includes(peer),
    runs: answer.encode[peer]?.runs,
    encode: speed('encode', peer),
    encodeTimes: times('encode', peer),
    count: speed('count', peer),
    countTimes: peer === 'bpeek' ? answer.countTimes : undefined,
    decode: speed('decode', peer),
    decodeTimes: times('decode', peer),
  }));
}

const columns = [
  ['encoding', (row) => row.encoding],
  ['text', (row) => row.text],
  ['peer', (row) => (row.isExact ? row.peer : `${row.peer} (other ids)`)],
  ['runs', (row) => row.runs],
  ['encode MB/s', (row) => fixed(row.encode, 1)],
  ['x', (row) => fixed(row.encodeTimes, 2)],
  ['count MB/s', (row) => fixed(row.count, 1)],
  ['of encode', (row) => fixed(row.countTimes, 2)],
  ['decode MB/s', (row) => fixed(row.decode, 1)],
  ['x', (row) => fixed(row.decodeTimes, 2)],
];

const where = ({ encoding, text, peer }) =>
  [encoding, text, ...(peer === 'bpeek' ? [] : [peer])].join(', ');

function bars(rows) {
  const of = (peer) => rows.filter((row) => row.peer === peer);
  return [
    ...atLeast(
      'encode: 1.5 times hypertok',
      1.5,
      'x',
      of('hypertok'),
      (row) => row.encodeTimes,
      where,
    ),
    ...atLeast(
      'encode: 10 times gpt-tokenizer',
      10,
      'x',
      of('gpt-tokenizer'),
      (row) => row.encodeTimes,
      where,
    ),
    ...atLeast('count: 1.2 times encode', 1.2, 'x', of('bpeek'), (row) => row.countTimes, where),
    ...atLeast(
      'decode: as fast as the fastest peer',
      1,
      'x',
      rows.filter(({ peer }) => peer !== 'bpeek'),
      (row) => row.decodeTimes,
      where,
    ),
  ];
}

const note =
  'All peers in one process, in turn (A B C A B C), each on one thread; ids are compared before ' +
  'anything is timed. Median of 7, of fewer for those that take long (runs). x: how many times as ' +
  'long as bpeek. Of encode: how many times as fast count is as encode, those two in turn. ' +
  'Decoders get the ids in another order in each run, and a character of what they give is read.';

async function contest(place, texts, isQuick, run) {
  const rows = [];
  for (const encoding of encodings) {
    for (const text of texts) {
      const request = { encoding, text: text.text, seconds: isQuick ? 0.3 : SECONDS };
      rows.push(...rowsOf(encoding, text, await run(request)));
    }
  }
  return {
    title: `Encode, count and decode in ${place}`,
    note,
    table: table(columns, rows),
    bars: bars(rows),
    data: rows,
  };
}

export function warmInNode({ texts, isQuick }) {
  return contest('Node', texts, isQuick, (request) => ask({ kind: 'warm', ...request }));
}

export async function warmInChromium({ texts, isQuick }) {
  const bench = await openBenchPage();
  const some = texts.filter(({ name }) => /English|Korean|code/.test(name));
  const own = texts.slice(0, 1);
  try {
    const chosen = (isQuick ? own : [...own, ...some]).slice(0, CHROMIUM_TEXTS + 1);
    return await contest('Chromium', chosen, isQuick, (request) => bench.call('warm', request));
  } finally {
    await bench.close();
  }
}
