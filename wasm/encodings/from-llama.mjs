// llama2 and mistral: from npm's llama-tokenizer-js and mistral-tokenizer-js,
// which have the vocabulary and the merges of Hugging Face's tokenizer.json, to a
// SentencePiece .model, which is what these vocabularies were made as.
import { PbfWriter } from 'pbf';
import { Stop } from '../toolchain/process.mjs';

const type = { normal: 1, unknown: 2, control: 3, byte: 6 };
const bpe = 2;

function typeOf(piece, id) {
  if (id === 0) return type.unknown;
  if (id < 3) return type.control;
  return /^<0x[0-9A-F]{2}>$/.test(piece) ? type.byte : type.normal;
}

/** `package`: what the npm package exports, with vocabById and merges. */
export function toSentencePiece({ vocabById, merges }) {
  const scores = scoresOf(vocabById, merges);
  const writer = new PbfWriter();
  vocabById.forEach((piece, id) => {
    writer.writeMessage(1, writePiece, { piece, score: scores[id], type: typeOf(piece, id) });
  });
  writer.writeMessage(2, writeTrainer, undefined);
  writer.writeMessage(3, writeNormalizer, undefined);
  return writer.finish();
}

function writePiece({ piece, score, type }, writer) {
  writer.writeStringField(1, piece);
  writer.writeFloatField(2, score);
  writer.writeVarintField(3, type);
}

function writeTrainer(_, writer) {
  writer.writeVarintField(3, bpe);
  writer.writeBooleanField(35, true); // byte_fallback
}

function writeNormalizer(_, writer) {
  writer.writeStringField(1, 'identity');
  writer.writeBooleanField(3, true); // add_dummy_prefix
  writer.writeBooleanField(4, false); // remove_extra_whitespaces
  writer.writeBooleanField(5, true); // escape_whitespaces
}

/**
 * Scores that order tokens as the merges do that make them: -1 for the first.
 *
 * The list has, for each token, all pairs that are it when joined; so scores
 * give the same tokens as the list. Where several merges make a token, only the
 * one counts that is left when the token's own characters merge, for no other
 * pair is ever found side by side. (SentencePiece's own scores are equal for
 * runs of spaces, which the list orders in its own way.)
 */
function scoresOf(vocabById, merges) {
  const ids = new Map(vocabById.map((piece, id) => [piece, id]));
  const places = new Map(Array.from(merges.keys(), (pair, place) => [pair, place]));
  const isNormal = (piece, id) => typeOf(piece, id) === type.normal;
  checkComplete(vocabById.filter(isNormal), ids, places);
  const placeOf = vocabById.map((piece, id) =>
    isNormal(piece, id) ? lastMerge(piece, places) : undefined,
  );
  const inOrder = vocabById
    .map((_, id) => id)
    .filter((id) => placeOf[id] !== undefined)
    .sort((a, b) => placeOf[a] - placeOf[b]);
  const scores = new Float32Array(vocabById.length);
  inOrder.forEach((id, i) => {
    scores[id] = -1 - i;
  });
  // What no merge makes has no use for a score; the file is smaller if it goes on.
  vocabById.forEach((_, id) => {
    if (placeOf[id] === undefined) scores[id] = id === 0 ? 0 : scores[id - 1] - 1;
  });
  return scores;
}

function checkComplete(pieces, ids, places) {
  for (const piece of pieces) {
    const characters = Array.from(piece);
    for (let i = 1; i < characters.length; i++) {
      const left = characters.slice(0, i).join('');
      const right = characters.slice(i).join('');
      const isPair = ids.has(left) && ids.has(right);
      if (isPair && !places.has(`${left} ${right}`)) {
        throw new Stop(`The merges lack ${left} and ${right}; they can't be told by scores.`);
      }
    }
  }
}

/** The place in the list of the merge that makes a piece out of its characters. */
function lastMerge(piece, places) {
  const parts = Array.from(piece);
  let last;
  while (parts.length > 1) {
    const pairs = parts.slice(1).map((right, i) => `${parts[i]} ${right}`);
    const found = pairs.map((pair) => places.get(pair) ?? Infinity);
    last = Math.min(...found);
    if (last === Infinity) return undefined;
    const at = found.indexOf(last);
    parts.splice(at, 2, parts[at] + parts[at + 1]);
  }
  return last;
}
