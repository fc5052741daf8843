// Makes a fresh machine ready: system packages, npm packages, PCRE2's source.
// Does nothing, quickly, where all is in place. Uses only what Node brings.
//
//   node wasm/toolchain/setup.mjs build         what building and serving need
//   node wasm/toolchain/setup.mjs build test    and what testing needs
//   node wasm/toolchain/setup.mjs embed         what `npm run test:embed` needs besides
import { ensureNodeModules } from './node-modules.mjs';
import { ensurePcre2Source } from './pcre2.mjs';
import { isStarted, main } from './process.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

/** Sets up what the groups need, out of 'build', 'test' and 'embed'. */
export function setup(groups) {
  ensureSystemPackages(groups);
  ensureNodeModules();
  ensurePcre2Source();
}

if (isStarted(import.meta.url)) main(() => setup(process.argv.slice(2)));
