/** An encoding that comes with bpeek, as `encodings/<name>.bpeek`. */
export interface Encoding {
  /** What its makers call it. */
  readonly name: string;
  /** Models that use it, as their makers write them. */
  readonly models: string;
}

/** All that come with bpeek, newest first within a family. recipes.mjs says what they are made of. */
export const encodings: readonly Encoding[] = [
  { name: 'o200k_base', models: 'gpt-5, gpt-4.1, gpt-4o, o4-mini, o3, o1' },
  { name: 'o200k_harmony', models: 'gpt-oss-120b, gpt-oss-20b' },
  { name: 'cl100k_base', models: 'gpt-4, gpt-3.5-turbo, text-embedding-3-small' },
  { name: 'p50k_base', models: 'text-davinci-003, code-davinci-002' },
  { name: 'p50k_edit', models: 'text-davinci-edit-001, code-davinci-edit-001' },
  { name: 'r50k_base', models: 'davinci, curie, babbage, ada' },
  { name: 'gpt2', models: 'gpt2' },
  { name: 'llama3', models: 'Llama 3, Llama 3.1, Llama 3.2, Llama 3.3' },
  { name: 'llama2', models: 'Llama 2, Llama' },
  { name: 'mistral', models: 'Mistral 7B v0.1, Mixtral 8x7B v0.1' },
  { name: 'claude2', models: 'Claude 2, Claude Instant' },
];
