// A Document: edits at random places of prose, the tokens in sight, and pasting.
import { place } from './node-place.mjs';
import { median, timed } from './turns.mjs';

const EDITS = 4000;
const ROUNDS = 5;
const IN_SIGHT = 4000;
const PASTES = 5;

async function load(encoding) {
  const { Tokenizer, configure } = await import(new URL('index.js', place.dist).href);
  configure({ base: new URL(place.dist) });
  return Tokenizer.load(encoding);
}

function random() {
  let state = 7;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Edits a new document, and looks at it, in the same way each time. */
function editAll(tokenizer, text, edited, seen) {
  const document = tokenizer.document(text, { special: 'literal' });
  const below = random();
  const typed = ['e', ' ', 'x', '.', '\n', '1', 'Q', '가'];
  const least = (times, i, ms) => {
    times[i] = Math.min(times[i] ?? ms, ms);
  };
  for (let i = 0; i < EDITS; i++) {
    const at = below(document.length - IN_SIGHT);
    const [end, insert] = i % 2 === 0 ? [at, typed[below(typed.length)]] : [at + 1, ''];
    least(
      edited,
      i,
      timed(() => document.edit(at, end, insert)),
    );
    const from = Math.max(0, at - IN_SIGHT / 2);
    least(
      seen,
      i,
      timed(() => document.tokensIn(from, from + IN_SIGHT)),
    );
  }
  return document;
}

/**
 * Answers { encoding, text }: one character more or less, anywhere, and what is then in sight. Of
 * each edit the fastest of several times counts: what is left is what it takes by itself, without
 * the garbage collector and whatever else the machine had to do.
 */
export async function edits({ encoding, text }) {
  const edited = [];
  const seen = [];
  for (let round = 0; round < ROUNDS; round++) {
    const tokenizer = await load(encoding);
    const document = editAll(tokenizer, text, edited, seen);
    const { ids } = tokenizer.tokens(document.text(), { special: 'literal' });
    const kept = document.tokensIn(0, document.length).ids;
    const isSame = ids.length === kept.length && ids.every((id, i) => id === kept[i]);
    if (!isSame) throw new Error(`${encoding}: the document is not what its text encodes to`);
    document.free();
    tokenizer.free();
  }
  return {
    editMedian: median(edited),
    editWorst: Math.max(...edited),
    seenMedian: median(seen),
    seenWorst: Math.max(...seen),
  };
}

/** Answers { encoding, text }: the text pasted into an empty document. */
export async function paste({ encoding, text }) {
  const tokenizer = await load(encoding);
  const times = Array.from({ length: PASTES }, () => {
    const document = tokenizer.document('', { special: 'literal' });
    const ms = timed(() => document.edit(0, 0, text));
    document.free();
    return ms;
  });
  return { first: times[0], median: median(times) };
}
