import type { Abi } from '../abi.ts';
import type { Address } from '../abi-layout.ts';
import { BpeekError } from '../errors.ts';
import type { Parts } from '../parts.ts';
import { type AddedToken, asSpecialTokens, readAddedTokens } from './added-tokens.ts';
import { asRanks } from './as-ranks.ts';
import { readDecoder } from './decoders.ts';
import { flag, isObject, type JsonObject, object, parseJson, unsupported } from './json.ts';
import { type Normalizing, readNormalizer } from './normalizers.ts';
import { type PreTokenizing, readPreTokenizer } from './pre-tokenizers.ts';
import {
  byteLevelTokens,
  characterTokens,
  checkNoByteMerges,
  readMerges,
  readTokenIds,
  tokenTable,
} from './vocabulary.ts';

/**
 * Builds a model from a tokenizer.json of Hugging Face's library `tokenizers`: byte-pair encoding
 * over bytes ("ByteLevel") or over characters with byte fallback ("Metaspace" and the like).
 *
 * The model gives the ids that `tokenizers` gives with `addSpecialTokens: false`, when special
 * tokens are parsed. The post-processor, which puts special tokens around a text, is left aside,
 * and so is padding of texts to each other's length. What is not supported is refused by name.
 */
export function readTokenizerJson(abi: Abi, file: Uint8Array): Address {
  const json = parseJson(file);
  if (!isObject(json) || !isObject(json.model)) {
    throw new BpeekError(
      'damaged_file',
      'The file is JSON, but no tokenizer.json: it has no model.',
    );
  }
  const parts = readParts(json, json.model);
  return asRanks(abi, parts) ?? abi.buildModel(parts);
}

function readParts(json: JsonObject, model: JsonObject): Parts {
  refuseOtherModels(model);
  refuseLengths(json);
  const normalizing = readNormalizer(json.normalizer);
  const preTokenizing = readPreTokenizer(json.pre_tokenizer, normalizing);
  if (normalizing.form && preTokenizing.prefixOnlyFirst) {
    throw unsupported(`Metaspace with prepend_scheme first together with ${normalizing.form}`);
  }
  const added = readAddedTokens(json.added_tokens);
  const vocabulary = readVocabulary(model, json.decoder, added, normalizing, preTokenizing);
  return {
    rule: 'merge list',
    scores: new Float32Array(0),
    spaceIs2581: preTokenizing.spaceIs2581,
    prefix: preTokenizing.prefix,
    prefixOnlyFirst: preTokenizing.prefixOnlyFirst,
    normalization: normalizing.form,
    pattern: preTokenizing.patterns.join('\0'),
    keepUnmatched: preTokenizing.keepUnmatched,
    ...vocabulary,
  };
}

type Vocabulary = Pick<
  Parts,
  | 'wholePieceFirst'
  | 'tokenBytes'
  | 'tokenEnds'
  | 'merges'
  | 'unit'
  | 'byteTokens'
  | 'decodingDropsSpace'
  | 'specialTokens'
>;

function readVocabulary(
  model: JsonObject,
  decoder: unknown,
  added: readonly AddedToken[],
  normalizing: Normalizing,
  preTokenizing: PreTokenizing,
): Vocabulary {
  const { isByteLevel, spaceIs2581 } = preTokenizing;
  const ids = readTokenIds(model);
  const merges = readMerges(model, ids);
  const wholePieceFirst = flag(model.ignore_merges, 'model.ignore_merges', false);
  const isOrdinary = ordinaryIds(added, merges);
  const surroundings = { ids, normalizing, spaceIs2581, isOrdinary };
  if (isByteLevel) {
    return {
      ...tokenTable(byteLevelTokens(ids, isOrdinary, wholePieceFirst)),
      wholePieceFirst,
      merges,
      unit: 'bytes',
      byteTokens: new Uint32Array(0),
      decodingDropsSpace: readDecoder(decoder, preTokenizing, false),
      specialTokens: asSpecialTokens(added, surroundings),
    };
  }
  if (!flag(model.byte_fallback, 'model.byte_fallback', false)) {
    throw unsupported('a model without ByteLevel and without byte_fallback');
  }
  const table = characterTokens(ids, isOrdinary, spaceIs2581);
  checkNoByteMerges(merges, table.byteTokens);
  return {
    ...tokenTable(table.tokens),
    wholePieceFirst,
    merges,
    unit: 'characters',
    byteTokens: table.byteTokens,
    decodingDropsSpace: readDecoder(decoder, preTokenizing, table.hasBlocksInside),
    specialTokens: asSpecialTokens(added, surroundings),
  };
}

/** An added token is an ordinary one too where text can become it otherwise: if merges use it. */
function ordinaryIds(added: readonly AddedToken[], merges: Uint32Array): (id: number) => boolean {
  const merged = new Set(merges);
  const onlyAdded = new Set<number>();
  for (const { id, text } of added) {
    const isCharacter = Array.from(text).length === 1;
    if (!merged.has(id) && !isCharacter) onlyAdded.add(id);
  }
  return (id) => !onlyAdded.has(id);
}

function refuseOtherModels(model: JsonObject): void {
  // The oldest files do not name the type.
  const type = model.type ?? 'BPE';
  if (type !== 'BPE') throw unsupported(`a model of the type ${JSON.stringify(type)}, not BPE`);
  if (model.dropout) throw unsupported(`dropout, which makes encoding random`);
  for (const name of ['continuing_subword_prefix', 'end_of_word_suffix']) {
    if (model[name]) throw unsupported(`the ${name} ${JSON.stringify(model[name])}`);
  }
}

/** Texts that are cut off, or filled up to a length, have other ids. */
function refuseLengths(json: JsonObject): void {
  const truncation = json.truncation;
  if (truncation !== null && truncation !== undefined) {
    const most = object(truncation, 'truncation').max_length;
    throw unsupported(`truncation of texts to ${String(most)} tokens`);
  }
  const padding = json.padding;
  if (padding === null || padding === undefined) return;
  const { strategy, pad_to_multiple_of: multiple } = object(padding, 'padding');
  if (strategy !== 'BatchLongest' || multiple) throw unsupported('padding of single texts');
}
