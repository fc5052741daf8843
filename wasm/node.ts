export function isNode(): boolean {
  return typeof process === 'object' && !!process.versions?.node;
}

interface NodeModules {
  readonly fs: typeof import('node:fs');
  readonly worker_threads: typeof import('node:worker_threads');
}

/**
 * One of Node's own modules. Its name is put together here, so that no bundler looks for it. Node
 * 20.16 and later give it at once, which import() does not.
 */
export async function nodeModule<Name extends keyof NodeModules>(
  name: Name,
): Promise<NodeModules[Name]> {
  const address = `node:${name}`;
  const early = process.getBuiltinModule?.(address) as NodeModules[Name] | undefined;
  return early ?? import(/* @vite-ignore */ /* webpackIgnore: true */ address);
}
