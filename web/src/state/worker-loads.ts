// The encodings that a view has in a worker.
import type { ReadonlySignal } from '@preact/signals';
import type { RemoteEngine, RemoteTokenizer } from '../../../wasm/index.ts';
import { createLoads, type Loads } from './loads.ts';
import type { OwnEncodings } from './own/own-encodings.ts';

export function createWorkerLoads(
  engine: RemoteEngine,
  own: OwnEncodings,
  names: ReadonlySignal<readonly string[]>,
): Loads<RemoteTokenizer> {
  return createLoads({
    load: async (name, options) => engine.load(await own.sourceOf(name), { ...options, name }),
    free: (tokenizer) => tokenizer.free(),
    names,
  });
}
