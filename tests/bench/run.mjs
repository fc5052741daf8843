// `npm run bench [-- --quick] [files]`: the page in Chromium, and training, encoding and decoding
// beside bpeek's peers. Writes build/bench/report.md and report.json. Needs dist/ to be built;
// installs the peers when missing.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { main, root, run } from '../../wasm/toolchain/process.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

function installPeers() {
  if (!existsSync(`${here}node_modules`)) run('npm', ['ci'], { cwd: here, quiet: true });
}

async function versions() {
  const { peers, versionOf } = await import('./peers.mjs');
  const names = [...peers.map(({ name }) => name), 'tokenizers'];
  const list = await Promise.all(names.map(async (name) => `${name} ${await versionOf(name)}`));
  return list.join(', ');
}

async function machine() {
  const [{ model }] = cpus();
  return `${model.trim()}, ${cpus().length} cores, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`;
}

main(async () => {
  const isQuick = process.argv.includes('--quick');
  const files = process.argv.slice(2).filter((argument) => argument !== '--quick');
  installPeers();
  const { engine, table } = await import('./engine.mjs');
  const { page, pageTable } = await import('./page.mjs');
  const { texts } = await import('./texts.mjs');
  const { training, trainingTable } = await import('./training.mjs');

  console.log(`${await machine()}\n${await versions()}\n`);
  console.log(
    'x: how many times as long as bpeek. first: the first call in a new process, 1 MB.\n',
  );
  const all = await texts(files);
  const pageRows = await page();
  console.log(`${pageTable(pageRows)}\n`);
  const trainingRows = await training(all, files);
  console.log(`${trainingTable(trainingRows)}\n`);
  const rows = await engine(isQuick ? all.slice(0, 2) : all, (text) => console.log(`${text}\n`));

  const folder = `${root}build/bench/`;
  mkdirSync(folder, { recursive: true });
  const head = `${await machine()}\n\n${await versions()}\n\n`;
  const tables = [pageTable(pageRows), trainingTable(trainingRows), table(rows)];
  writeFileSync(`${folder}report.md`, `${head}${tables.join('\n\n')}\n`);
  writeFileSync(
    `${folder}report.json`,
    JSON.stringify(
      { machine: await machine(), page: pageRows, training: trainingRows, engine: rows },
      null,
      1,
    ),
  );
  console.log(`Written: build/bench/report.md, build/bench/report.json`);
});
