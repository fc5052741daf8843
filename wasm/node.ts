export function isNode(): boolean {
  return typeof process === 'object' && !!process.versions?.node;
}

interface NodeModules {
  readonly 'fs/promises': typeof import('node:fs/promises');
  readonly worker_threads: typeof import('node:worker_threads');
}

/** One of Node's own modules. Its name is put together here, so that no bundler looks for it. */
export function nodeModule<Name extends keyof NodeModules>(name: Name): Promise<NodeModules[Name]> {
  return import(/* @vite-ignore */ /* webpackIgnore: true */ `node:${name}`);
}
