// Peers in one process or page, in turn, with ids compared before anything is timed.
import { median, takeTurns, timed } from './turns.mjs';

function isSame(left, right) {
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
}

/** The ids in another order in every run: what a decoder has kept of others is of no use. */
function rotated(ids, run) {
  const at = Math.floor((ids.length * (run + 1)) / 9);
  const turned = new Uint32Array(ids.length);
  turned.set(ids.subarray(at), 0);
  turned.set(ids.subarray(0, at), ids.length - at);
  return turned;
}

async function measured(contestants, seconds, inputs, run) {
  const times = await takeTurns(
    contestants.map((contestant) => ({
      name: contestant.name,
      time: (round) => timed(() => run(contestant, inputs(round))),
    })),
    seconds,
  );
  return Object.fromEntries(
    Array.from(times, ([name, list]) => [name, { median: median(list), runs: list.length }]),
  );
}

/** One peer's count and encode in turn; how many times as long encode takes. */
async function countingBesideEncoding({ encode, count }, seconds, text) {
  const ways = [
    { name: 'encode', run: encode },
    { name: 'count', run: count },
  ];
  const times = await measured(
    ways,
    seconds,
    () => text,
    ({ run }, input) => run(input),
  );
  return times.encode.median / times.count.median;
}

/** All peers with one text: encode, count, decode. Only those that give bpeek's ids are timed. */
export async function warm(peers, place, { encoding, text, seconds }) {
  const contestants = [];
  for (const peer of peers) {
    const load = await peer.open(encoding, place);
    contestants.push({ name: peer.name, ...(await load()) });
  }
  const expected = contestants[0].encode(text);
  const exact = contestants.filter(({ encode }) => isSame(encode(text), expected));
  const counters = exact.filter(({ count }) => count?.(text) === expected.length);
  const decoders = exact.filter(({ decode }) => decode(expected) === text);
  const fresh = Array.from({ length: 7 }, (_, run) => rotated(expected, run));
  const same = () => text;
  return {
    tokens: expected.length,
    differ: contestants.filter((contestant) => !exact.includes(contestant)).map(({ name }) => name),
    encode: await measured(exact, seconds, same, ({ encode }, input) => encode(input)),
    count: await measured(counters, seconds, same, ({ count }, input) => count(input)),
    countTimes: await countingBesideEncoding(contestants[0], seconds, text),
    decode: await measured(
      decoders,
      seconds,
      (round) => fresh[round],
      // A string that is a tree of parts is put together when it is first read.
      ({ decode }, ids) => decode(ids).charCodeAt(0),
    ),
  };
}

/** One peer in a process or page of its own: load, then the first call, then whatever `after` is. */
export async function firstCall(peer, place, { encoding, text }, after = () => {}) {
  const load = await peer.open(encoding, place);
  after('opened');
  const start = performance.now();
  const tokenizer = await load();
  const loadMs = performance.now() - start;
  after('loaded');
  const firstMs = timed(() => tokenizer.encode(text));
  return { loadMs, firstMs, tokenizer };
}
