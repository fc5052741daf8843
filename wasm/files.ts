import { BpeekError } from './errors.ts';

/**
 * bpeek's own files, beside this module. Each address is written out, in the one form in which
 * bundlers see it: they copy the file, and put in where it went.
 */
const files: Readonly<Record<string, () => URL>> = {
  'bpeek.wasm': () => new URL(/* @vite-ignore */ './bpeek.wasm', import.meta.url),
  'bpeek-scalar.wasm': () => new URL(/* @vite-ignore */ './bpeek-scalar.wasm', import.meta.url),
  'worker.js': () => new URL(/* @vite-ignore */ './worker.js', import.meta.url),
  'encodings/o200k_base.bpeek': () =>
    new URL(/* @vite-ignore */ './encodings/o200k_base.bpeek', import.meta.url),
  'encodings/o200k_harmony.bpeek': () =>
    new URL(/* @vite-ignore */ './encodings/o200k_harmony.bpeek', import.meta.url),
  'encodings/cl100k_base.bpeek': () =>
    new URL(/* @vite-ignore */ './encodings/cl100k_base.bpeek', import.meta.url),
  'encodings/p50k_base.bpeek': () =>
    new URL(/* @vite-ignore */ './encodings/p50k_base.bpeek', import.meta.url),
  'encodings/p50k_edit.bpeek': () =>
    new URL(/* @vite-ignore */ './encodings/p50k_edit.bpeek', import.meta.url),
  'encodings/r50k_base.bpeek': () =>
    new URL(/* @vite-ignore */ './encodings/r50k_base.bpeek', import.meta.url),
  'encodings/gpt2.bpeek': () =>
    new URL(/* @vite-ignore */ './encodings/gpt2.bpeek', import.meta.url),
  'encodings/llama3.bpeek': () =>
    new URL(/* @vite-ignore */ './encodings/llama3.bpeek', import.meta.url),
  'encodings/llama2.bpeek': () =>
    new URL(/* @vite-ignore */ './encodings/llama2.bpeek', import.meta.url),
  'encodings/mistral.bpeek': () =>
    new URL(/* @vite-ignore */ './encodings/mistral.bpeek', import.meta.url),
  'encodings/claude2.bpeek': () =>
    new URL(/* @vite-ignore */ './encodings/claude2.bpeek', import.meta.url),
};

export const fileNames: readonly string[] = Object.keys(files);

/** What to do when one of them is not found. */
export const adviceOnFiles =
  'It comes with the package bpeek, in dist/: put bpeek.wasm, worker.js and encodings/ beside ' +
  'the bundle, or elsewhere and name that folder with configure({ base }).';

/** Where one of them is, as this module's bundler says. */
export function fileAddress(name: string): URL {
  try {
    const address = files[name]?.();
    if (address) return address;
  } catch (cause) {
    // A bundle that is no module has no import.meta.url.
    throw new BpeekError('engine', `This bundle can't tell where ${name} is. ${adviceOnFiles}`, {
      cause,
    });
  }
  throw new BpeekError('engine', `bpeek has no file ${name}.`);
}
