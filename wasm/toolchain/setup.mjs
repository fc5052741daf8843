// Makes a fresh machine ready: system packages, npm packages, PCRE2's source.
// Does nothing, quickly, where all is in place. Uses only what Node brings.
//
//   node wasm/toolchain/setup.mjs build         what building and serving need
//   node wasm/toolchain/setup.mjs build test    and what testing needs
import { ensureNodeModules } from './node-modules.mjs';
import { ensurePcre2Source } from './pcre2.mjs';
import { main } from './process.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

main(() => {
  ensureSystemPackages(process.argv.slice(2));
  ensureNodeModules();
  ensurePcre2Source();
});
