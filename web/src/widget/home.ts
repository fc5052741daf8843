// Where bpeek is hosted, as the widget sees it.

/**
 * The folder of dist/widget.js, which has the playground's page too. Undefined in a bundle, whose
 * files have other names, and no such page beside them.
 */
export function homeOf(module: string): URL | undefined {
  const { protocol, pathname } = new URL(module);
  const isHosted = /^https?:$/.test(protocol) && pathname.endsWith('/widget.js');
  return isHosted ? new URL('.', module) : undefined;
}
