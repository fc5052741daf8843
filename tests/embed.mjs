// `npm run test:embed`: bpeek as others use it, in their bundlers and course tools. What these are
// is installed into node_modules folders of their own, on demand. Arguments go to Vitest.
import { join } from 'node:path';
import { build } from '../wasm/toolchain/build.mjs';
import { main, root } from '../wasm/toolchain/process.mjs';
import { setup } from '../wasm/toolchain/setup.mjs';
import { install, prepareExamples } from './examples.mjs';
import { runVitest } from './report-vitest.mjs';

const here = join(root, 'tests');

main(async () => {
  setup(['build', 'test', 'embed']);
  await build();
  install(join(here, 'package'));
  prepareExamples();
  const { passed, failed } = await runVitest(
    join(root, 'build/embed-reports'),
    'tests/vitest.embed.config.mjs',
    process.argv.slice(2),
  );
  if (failed > 0) process.exitCode = 1;
  console.log(`\n${passed} passed, ${failed} failed`);
});
