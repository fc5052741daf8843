// A model file becomes an encoding: read in a worker, so that the page goes on meanwhile.
import { connect, type LoadOptions } from '../../../../wasm/index.ts';
import type { NewEncoding } from './own-encodings.ts';

/** Whose split pattern a file without one is to have: an encoding's, none, or one that is written. */
export type PatternChoice = { readonly of: string } | { readonly written: string };

/** @throws {BpeekError} If the file is damaged, or asks for what bpeek does not do. */
export async function readModelFile(file: File, choice?: PatternChoice): Promise<NewEncoding> {
  using engine = connect();
  const options: LoadOptions = choice ? { pattern: await patternOf(choice) } : {};
  const name = file.name.replace(/\.[^.]+$/, '');
  const tokenizer = await engine.load(file, { ...options, name });
  const { vocabularySize } = tokenizer;
  return { name, vocabularySize, file: await tokenizer.toBpeek() };

  async function patternOf(chosen: PatternChoice): Promise<string> {
    if ('written' in chosen) return chosen.written;
    return (await engine.load(chosen.of)).pattern;
  }
}
