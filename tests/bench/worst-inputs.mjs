// The worst inputs that anyone can paste, and how long bpeek takes for them.
import { place } from './node-place.mjs';
import { median, timed } from './turns.mjs';

const MEGABYTE = 1_000_000;
/** What takes a few milliseconds is told by more runs than what takes a hundred. */
const RUNS = { least: 10, most: 40, ms: 400 };

const thai =
  'ข้อนี้เป็นมาตรฐานร่วมกันสำหรับความสำเร็จของประชาชนทั้งหลายและประชาชาติทั้งหลายด้วยความมุ่งหมายที่ว่าปัจเจกบุคคลทุกคน';

/** Numbers by a linear congruential generator: the same in every run. */
function randomBytes(count) {
  let state = 1;
  return Uint8Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

const repeated = (unit) => (bytes) => unit.repeat(Math.ceil(bytes / Buffer.byteLength(unit)));

/** Name -> a text of so many bytes, in UTF-8. */
export const inputs = {
  '^': repeated('^'),
  a: repeated('a'),
  ab: repeated('ab'),
  spaces: repeated(' '),
  newlines: repeated('\n'),
  "'s": repeated("'s"),
  base64: (bytes) => Buffer.from(randomBytes((bytes * 3) / 4)).toString('base64'),
  'random letters': (bytes) =>
    Buffer.from(randomBytes(bytes).map((byte) => 97 + (byte % 26))).toString('latin1'),
  'Thai without spaces': repeated(thai),
  digits: (bytes) =>
    Buffer.from(randomBytes(bytes).map((byte) => 48 + (byte % 10))).toString('latin1'),
};

/** Answers a request { encoding }: for each input the time of 1 MB and of 2 MB. */
export async function worst({ encoding }) {
  const { Tokenizer, configure } = await import(new URL('index.js', place.dist).href);
  configure({ base: new URL(place.dist) });
  const tokenizer = await Tokenizer.load(encoding);
  const encode = (text) => timed(() => tokenizer.encode(text, { special: 'literal' }));
  // Code that has never run is compiled first; that is told by the table of first calls.
  encode('A sentence, in 10 words or so; nothing special.\n'.repeat(2000));
  return Object.entries(inputs).map(([input, make]) => {
    const [single, double] = [make(MEGABYTE), make(2 * MEGABYTE)];
    const ones = [];
    const twos = [];
    for (let ms = 0; ones.length < RUNS.least || (ones.length < RUNS.most && ms < RUNS.ms); ) {
      ones.push(encode(single));
      twos.push(encode(double));
      ms += (ones.at(-1) ?? 0) + (twos.at(-1) ?? 0);
    }
    // Of neighbours in time, since a machine is not always as fast.
    const ratio = median(ones.map((one, i) => twos[i] / one));
    return { encoding, input, ms: median(ones), ratio };
  });
}
