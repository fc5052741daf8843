/** The built package that the tests run against. */
import { readFile } from 'node:fs/promises';
import { Abi } from '../../../wasm/abi.ts';
import { configure } from '../../../wasm/index.ts';

export const dist = new URL('../../../dist/', import.meta.url);

configure({ base: dist });

export async function readDist(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(new URL(path, dist)));
}

/** An engine of its own, with its memory in sight. */
export async function freshEngine(file: 'bpeek.wasm' | 'bpeek-scalar.wasm' = 'bpeek.wasm') {
  const { instance } = await WebAssembly.instantiate(await readDist(file));
  const exports = instance.exports as {
    memory: WebAssembly.Memory;
    malloc(size: number): number;
    free(at: number): void;
  };
  return { abi: new Abi(instance), exports };
}
