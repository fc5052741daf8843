// A process that measures: takes one request as a message, and answers with one.
//
// warm: all peers in one process, in turn.
// cold: one peer, one text, in a process of its own: load, then the first call.
// train: all trainers in one process, in turn.
import { createHash } from 'node:crypto';
import { peers } from './peers.mjs';
import { train } from './trainers.mjs';
import { median, takeTurns, timed } from './turns.mjs';

const kinds = { warm, cold, train };

function digest(ids) {
  const { buffer } = Uint32Array.from(ids);
  return createHash('sha256').update(new Uint8Array(buffer)).digest('hex');
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
          list.map((contestant) => ({
            name: contestant.name,
            time: () => timed(() => run(contestant)),
          })),
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
  return { loadMs, loadBytes, firstMs: timed(() => tokenizer.encode(text)) };
}

process.once('message', async (request) => {
  const answer = await kinds[request.kind](request);
  process.send(answer, () => process.disconnect());
});
