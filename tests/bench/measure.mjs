// A process that measures: takes one request as a message, and answers with one.
//
// warm: all peers in one process, in turn (A B C A B C), until each has its runs or its time is up.
// cold: one peer, one text, in a process of its own: load, then the first call.
import { createHash } from 'node:crypto';
import { peers } from './peers.mjs';

const RUNS = 7;
const SECONDS_EACH = 6;

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function timed(action) {
  const start = performance.now();
  const result = action();
  return { ms: performance.now() - start, result };
}

function digest(ids) {
  const { buffer } = Uint32Array.from(ids);
  return createHash('sha256').update(new Uint8Array(buffer)).digest('hex');
}

/** Takes turns among contestants { name, run } until each has had enough; name -> milliseconds. */
function takeTurns(contestants) {
  const times = new Map(contestants.map(({ name }) => [name, []]));
  const spent = new Map(contestants.map(({ name }) => [name, 0]));
  for (let round = 0; round < RUNS; round++) {
    for (const { name, run } of contestants) {
      if (spent.get(name) > SECONDS_EACH * 1000) continue;
      const { ms } = timed(run);
      times.get(name).push(ms);
      spent.set(name, spent.get(name) + ms);
    }
  }
  return times;
}

async function warm({ encoding, text }) {
  const contestants = [];
  for (const peer of peers.filter(({ encodings }) => encodings.includes(encoding))) {
    const load = await peer.open(encoding);
    contestants.push({ name: peer.name, ...(await load()) });
  }
  const expected = contestants[0].encode(text);
  const own = digest(expected);
  const exact = contestants.filter(({ encode }) => digest(encode(text)) === own);
  const decoders = exact.filter(({ decode }) => decode(expected) === text);
  const measure = (list, run) =>
    Object.fromEntries(
      [
        ...takeTurns(
          list.map((contestant) => ({ name: contestant.name, run: () => run(contestant) })),
        ),
      ].map(([name, times]) => [name, { median: median(times), runs: times.length }]),
    );
  return {
    tokens: expected.length,
    differ: contestants.filter((contestant) => !exact.includes(contestant)).map(({ name }) => name),
    encode: measure(exact, ({ encode }) => encode(text)),
    count: measure(
      exact.filter(({ count }) => count),
      ({ count }) => count(text),
    ),
    decode: measure(decoders, ({ decode }) => decode(expected)),
  };
}

async function cold({ peer: name, encoding, text }) {
  const peer = peers.find((candidate) => candidate.name === name);
  const load = await peer.open(encoding);
  global.gc?.();
  const before = process.memoryUsage().rss;
  const start = performance.now();
  const tokenizer = await load();
  const loadMs = performance.now() - start;
  const loadBytes = process.memoryUsage().rss - before;
  const { ms } = timed(() => tokenizer.encode(text));
  return { loadMs, loadBytes, firstMs: ms };
}

process.once('message', async (request) => {
  const answer = await (request.kind === 'warm' ? warm(request) : cold(request));
  process.send(answer, () => process.disconnect());
});
