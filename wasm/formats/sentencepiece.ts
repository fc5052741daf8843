import { BpeekError } from '../errors.ts';
import type { Parts, SpecialToken } from '../parts.ts';
import { byteName, lowerBlock } from './notation.ts';
import { Protobuf } from './protobuf.ts';
import { tokenTable } from './vocabulary.ts';

/** Numbers of sentencepiece_model.proto. */
const field = {
  model: { pieces: 1, trainer: 2, normalizer: 3, denormalizer: 5 },
  piece: { text: 1, score: 2, type: 3 },
  trainer: { modelType: 3, whitespaceAsSuffix: 24, byteFallback: 35 },
  normalizer: { name: 1, charsmap: 2, dummyPrefix: 3, removeExtra: 4, escape: 5 },
} as const;
const pieceType = {
  normal: 1,
  unknown: 2,
  control: 3,
  userDefined: 4,
  unused: 5,
  byte: 6,
} as const;
const bpe = 2;
const modelTypes = ['', 'Unigram', 'BPE', 'word', 'character'];

interface Piece {
  text: string;
  score: number;
  type: number;
}

interface Normalizer {
  name: string;
  hasCharsmap: boolean;
  addDummyPrefix: boolean;
  removeExtraWhitespaces: boolean;
  escapeWhitespaces: boolean;
}

/** What the file says; what it leaves out has the defaults of sentencepiece_model.proto. */
interface Contents {
  readonly pieces: Piece[];
  hasTrainer: boolean;
  modelType: number;
  byteFallback: boolean;
  whitespaceAsSuffix: boolean;
  normalizer: Normalizer | undefined;
  denormalizer: Normalizer | undefined;
}

/**
 * Reads a SentencePiece .model of the type BPE. Control pieces become special tokens, pieces that
 * the user defined become tokens that always count. What is not supported is refused by name.
 */
export function readSentencePiece(file: Uint8Array): Parts {
  const proto = new Protobuf(file);
  const contents = readContents(proto);
  if (contents.pieces.length === 0) throw proto.missing('any pieces');
  const { normalizer } = contents;
  if (!contents.hasTrainer) throw proto.missing('its trainer_spec');
  if (!normalizer) throw proto.missing('its normalizer_spec');
  refuse(contents, normalizer);
  return {
    rule: 'score',
    wholePieceFirst: false,
    merges: new Uint32Array(0),
    unit: 'characters',
    spaceIs2581: true,
    prefix: normalizer.addDummyPrefix ? 'always' : 'never',
    prefixOnlyFirst: false,
    decodingDropsSpace: normalizer.addDummyPrefix,
    normalization: undefined,
    pattern: '',
    keepUnmatched: false,
    ...readPieces(contents.pieces, normalizer.addDummyPrefix),
  };
}

function readContents(proto: Protobuf): Contents {
  const contents: Contents = {
    pieces: [],
    hasTrainer: false,
    modelType: 1,
    byteFallback: false,
    whitespaceAsSuffix: false,
    normalizer: undefined,
    denormalizer: undefined,
  };
  proto.fields((number) => {
    if (number === field.model.pieces) contents.pieces.push(readPiece(proto));
    else if (number === field.model.trainer) readTrainer(proto, contents);
    else if (number === field.model.normalizer) contents.normalizer = readNormalizer(proto);
    else if (number === field.model.denormalizer) contents.denormalizer = readNormalizer(proto);
  });
  return contents;
}

function readPiece(proto: Protobuf): Piece {
  const piece: Piece = { text: '', score: 0, type: pieceType.normal };
  proto.message((number) => {
    if (number === field.piece.text) piece.text = proto.text();
    else if (number === field.piece.score) piece.score = proto.float();
    else if (number === field.piece.type) piece.type = proto.number();
  });
  return piece;
}

function readTrainer(proto: Protobuf, contents: Contents): void {
  contents.hasTrainer = true;
  proto.message((number) => {
    if (number === field.trainer.modelType) contents.modelType = proto.number();
    else if (number === field.trainer.byteFallback) contents.byteFallback = proto.flag();
    else if (number === field.trainer.whitespaceAsSuffix)
      contents.whitespaceAsSuffix = proto.flag();
  });
}

function readNormalizer(proto: Protobuf): Normalizer {
  const normalizer: Normalizer = {
    name: '',
    hasCharsmap: false,
    addDummyPrefix: true,
    removeExtraWhitespaces: true,
    escapeWhitespaces: true,
  };
  proto.message((number) => {
    if (number === field.normalizer.name) normalizer.name = proto.text();
    else if (number === field.normalizer.charsmap)
      normalizer.hasCharsmap = proto.bytes().length > 0;
    else if (number === field.normalizer.dummyPrefix) normalizer.addDummyPrefix = proto.flag();
    else if (number === field.normalizer.removeExtra) {
      normalizer.removeExtraWhitespaces = proto.flag();
    } else if (number === field.normalizer.escape) normalizer.escapeWhitespaces = proto.flag();
  });
  return normalizer;
}

function unsupported(what: string): BpeekError {
  return new BpeekError(
    'unsupported',
    `bpeek can't do what this SentencePiece model asks for: ${what}.`,
  );
}

function refuse(contents: Contents, normalizer: Normalizer): void {
  if (contents.modelType !== bpe) {
    const type = modelTypes[contents.modelType] ?? contents.modelType;
    throw unsupported(`the model type ${type}, not BPE`);
  }
  if (normalizer.hasCharsmap) {
    throw unsupported(
      `the normalization ${normalizer.name || 'of its own'} (precompiled_charsmap)`,
    );
  }
  if (contents.denormalizer?.hasCharsmap) throw unsupported('a denormalizer_spec');
  if (normalizer.removeExtraWhitespaces) throw unsupported('remove_extra_whitespaces');
  if (!normalizer.escapeWhitespaces) throw unsupported('escape_whitespaces: false');
  if (contents.whitespaceAsSuffix) throw unsupported('treat_whitespace_as_suffix');
  if (!contents.byteFallback) throw unsupported('a model without byte_fallback');
}

const encoder = new TextEncoder();

function readPieces(
  pieces: readonly Piece[],
  addDummyPrefix: boolean,
): Pick<Parts, 'tokenBytes' | 'tokenEnds' | 'scores' | 'byteTokens' | 'specialTokens'> {
  const tokens: (Uint8Array | undefined)[] = pieces.map(() => undefined);
  const specialTokens: SpecialToken[] = [];
  const byteIds = new Map<string, number>();
  for (const [id, { text, type }] of pieces.entries()) {
    if (text === '') throw unsupported(`piece ${id}, which is empty`);
    if (type === pieceType.normal) {
      tokens[id] = encoder.encode(text.replaceAll(lowerBlock, ' '));
    } else if (type === pieceType.byte) {
      byteIds.set(text, id);
    } else if (type === pieceType.unused) {
      throw unsupported(`piece ${id}, ${JSON.stringify(text)}, of the type UNUSED`);
    } else {
      const always = type === pieceType.userDefined;
      if (always) refuseUserDefined(text, id, addDummyPrefix);
      specialTokens.push({ text, id, alias: false, always, asWritten: false });
    }
  }
  const byteTokens = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    const name = byteName(byte);
    const id = byteIds.get(name);
    if (id === undefined) throw unsupported(`byte_fallback without a piece ${name}`);
    byteTokens[byte] = id;
    tokens[id] = Uint8Array.of(byte);
  }
  const scores = Float32Array.from(pieces, ({ score }) => score);
  return { ...tokenTable(tokens), scores, byteTokens, specialTokens };
}

/** Where the spaces are that bpeek puts before a text, or takes U+2581 for, would be another. */
function refuseUserDefined(text: string, id: number, addDummyPrefix: boolean): void {
  const piece = `piece ${id}, ${JSON.stringify(text)}, of the type USER_DEFINED`;
  if (addDummyPrefix) throw unsupported(`${piece}, together with add_dummy_prefix`);
  if (text.includes(lowerBlock)) throw unsupported(`${piece}, with U+2581`);
}
