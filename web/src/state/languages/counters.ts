// The encodings that count here, each in the worker.
import type { RemoteTokenizer } from '../../../../wasm/index.ts';
import type { Load } from '../loads.ts';

export type Counter = Pick<RemoteTokenizer, 'countAll'>;

export type CounterEntry = Load<Counter>;
