// What is felt once: loading, the first call, and memory. Each in a process of its own.
import { ask } from './ask.mjs';
import { able, encodings } from './peers.mjs';
import { atLeast, atMost, fixed, table } from './report.mjs';
import { median } from './turns.mjs';

const FIRST_CALL_UNITS = 1_000_000;
const LARGE = 10_000_000;
const RUNS = 5;
const RIVALS = ['bpeek', 'hypertok'];

const middle = (answers, key) => median(answers.map((answer) => answer[key]));
const megabytes = (bytes) => fixed(bytes / 1e6);

/** Processes in turn: name of the peer -> its answers. */
async function inTurn(peers, runs, request) {
  const answers = new Map(peers.map((peer) => [peer, []]));
  for (let run = 0; run < runs; run++) {
    for (const peer of peers) answers.get(peer).push(await ask({ kind: 'cold', peer, ...request }));
  }
  return answers;
}

/** The first call on every text, beside the fastest peer. */
export async function firstCalls({ texts, isQuick }) {
  const rows = [];
  for (const encoding of encodings) {
    for (const { name, text } of texts) {
      const first = text.slice(0, FIRST_CALL_UNITS);
      const bytes = Buffer.byteLength(first);
      const answers = await inTurn(RIVALS, isQuick ? 1 : RUNS, { encoding, text: first });
      const [own, rival] = RIVALS.map((peer) => middle(answers.get(peer), 'firstMs'));
      rows.push({ encoding, text: name, bytes, own, rival, times: rival / own });
    }
  }
  return {
    title: 'First call after loading, 1 MB',
    note: `In a new process each time, both in turn; median of ${isQuick ? 1 : RUNS}.`,
    table: table(
      [
        ['encoding', (row) => row.encoding],
        ['text', (row) => row.text],
        ['bpeek ms', (row) => fixed(row.own, 1)],
        ['bpeek MB/s', (row) => fixed(row.bytes / 1000 / row.own, 1)],
        ['hypertok ms', (row) => fixed(row.rival, 1)],
        ['x', (row) => fixed(row.times, 2)],
      ],
      rows,
    ),
    bars: atLeast(
      'first call: 3 times hypertok',
      3,
      'x',
      rows,
      (row) => row.times,
      ({ encoding, text }) => `${encoding}, ${text}`,
    ),
    data: rows,
  };
}

/** Loading and memory of all peers. */
export async function loading({ texts, isQuick }) {
  const prose = texts.find(({ name }) => name.includes('English')).text;
  const text = prose.slice(0, FIRST_CALL_UNITS);
  const large = prose.repeat(Math.ceil(LARGE / prose.length)).slice(0, LARGE);
  const rows = [];
  for (const encoding of encodings) {
    const names = able(encoding).map(({ name }) => name);
    const answers = await inTurn(names, isQuick ? 1 : RUNS, {
      encoding,
      text: text.slice(0, 1000),
    });
    for (const peer of names) {
      const own = await ask({ kind: 'cold', peer, encoding, text, large: isQuick ? text : large });
      rows.push({
        encoding,
        peer,
        loadMs: middle(answers.get(peer), 'loadMs'),
        firstMs: own.firstMs,
        residentLoaded: middle(answers.get(peer), 'residentLoaded'),
        wasmLoaded: middle(answers.get(peer), 'wasmLoaded'),
        residentLarge: own.residentLarge,
        wasmLarge: own.wasmLarge,
      });
    }
  }
  return {
    title: 'Loading and memory',
    note:
      `In a new process each time, in turn; median of ${isQuick ? 1 : RUNS}. Load: from bytes or ` +
      'modules in memory to ready. Resident: how much the process has grown; WebAssembly: how ' +
      'much its memories have. First call: 1 MB of English.',
    table: table(
      [
        ['encoding', (row) => row.encoding],
        ['peer', (row) => row.peer],
        ['load ms', (row) => fixed(row.loadMs, 1)],
        ['first call ms', (row) => fixed(row.firstMs, 1)],
        ['resident, loaded, MB', (row) => megabytes(row.residentLoaded)],
        ['WebAssembly, loaded, MB', (row) => megabytes(row.wasmLoaded)],
        ['resident, after 10 MB, MB', (row) => megabytes(row.residentLarge)],
        ['WebAssembly, after 10 MB, MB', (row) => megabytes(row.wasmLarge)],
      ],
      rows,
    ),
    bars: loadingBars(rows),
    data: rows,
  };
}

function loadingBars(rows) {
  const own = (encoding) => rows.filter((row) => row.encoding === encoding && row.peer === 'bpeek');
  const [o200k] = own('o200k_base');
  const others = rows.filter((row) => row.encoding === 'o200k_base' && row.peer !== 'bpeek');
  const where = ({ encoding, peer }) => (peer === 'bpeek' ? encoding : peer);
  return [
    ...atMost('load of o200k_base: 40 ms', 40, ' ms', [o200k], (row) => row.loadMs, where),
    ...atLeast(
      'load of o200k_base: 5 times the fastest peer',
      5,
      'x',
      others,
      (row) => row.loadMs / o200k.loadMs,
      where,
    ),
    ...atMost('load of gpt2: 12 ms', 12, ' ms', own('gpt2'), (row) => row.loadMs, where),
    ...atMost(
      'resident growth for o200k_base: 40 MB',
      40,
      ' MB',
      [o200k],
      (row) => row.residentLoaded / 1e6,
      where,
    ),
  ];
}
