// `npm run bench [-- --only PART,PART] [--quick] [files]`: bpeek beside its peers, part by part,
// each figure beside the bar that it is held against. Writes build/bench/report.md and report.json.
// Needs dist/ to be built; installs the peers when missing. Nothing else should run meanwhile.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { main, root, run, Stop } from '../../wasm/toolchain/process.mjs';

const here = `${root}tests/bench/`;

/** Name on the command line -> module and function. */
const parts = {
  page: ['./page.mjs', 'page'],
  load: ['./cold.mjs', 'loading'],
  first: ['./cold.mjs', 'firstCalls'],
  warm: ['./warm.mjs', 'warmInNode'],
  chromium: ['./warm.mjs', 'warmInChromium'],
  document: ['./document.mjs', 'documents'],
  worst: ['./worst.mjs', 'worstInputs'],
  native: ['./native.mjs', 'natively'],
  training: ['./training.mjs', 'training'],
};

function installPeers() {
  if (!existsSync(`${here}node_modules/@huggingface`)) {
    run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: here, quiet: true });
  }
}

const usage = `npm run bench [-- --only PART,PART] [--quick] [files]; the parts are ${Object.keys(parts).join(', ')}`;

function words() {
  try {
    return parseArgs({
      options: { only: { type: 'string' }, quick: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new Stop(`${error.message}. Usage: ${usage}.`);
  }
}

function request() {
  const { values, positionals: files } = words();
  const chosen = values.only?.split(',') ?? Object.keys(parts);
  const unknown = chosen.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined) {
    throw new Stop(`there is no part ${unknown}. Usage: ${usage}.`);
  }
  const missing = files.find((file) => !existsSync(file));
  if (missing !== undefined) throw new Stop(`there is no file ${missing}. Usage: ${usage}.`);
  return { chosen, files, isQuick: values.quick };
}

async function measuredOn() {
  const { peers } = await import('./peers.mjs');
  const { versionOf } = await import('./versions.mjs');
  const names = [...peers.map(({ name }) => name), 'tokenizers'];
  const versions = await Promise.all(names.map(async (name) => [name, await versionOf(name)]));
  const [{ model }] = cpus();
  return {
    machine: `${model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB`,
    node: process.version,
    date: new Date().toISOString().slice(0, 10),
    versions: Object.fromEntries(versions),
  };
}

const beginning = ({ name, text }) => ({ name, text: text.slice(0, 100_000) });

main(async () => {
  const { chosen, files, isQuick } = request();
  installPeers();
  const { section } = await import('./report.mjs');
  const { texts: readTexts } = await import('./texts.mjs');
  const where = await measuredOn();
  const all = await readTexts(files);
  const texts = isQuick ? all.slice(0, 2).map(beginning) : all;
  const versions = Object.entries(where.versions).map((pair) => pair.join(' '));
  const head =
    `# bpeek beside its peers\n\n${where.machine}, Node ${where.node}, ${where.date}.\n` +
    `${versions.join(', ')}.\n${isQuick ? '\nA quick run, to try the benchmark: too short to tell.\n' : ''}`;
  console.log(head);

  const results = {};
  for (const name of chosen) {
    const [module, part] = parts[name];
    const { [part]: measure } = await import(module);
    results[name] = await measure({ texts, files: isQuick ? [] : files, isQuick });
    console.log(section(results[name]));
  }

  const folder = `${root}build/bench/`;
  mkdirSync(folder, { recursive: true });
  const sections = Object.values(results).map(section);
  writeFileSync(`${folder}report.md`, [head, ...sections].join('\n'));
  writeFileSync(`${folder}report.json`, JSON.stringify({ ...where, isQuick, results }, null, 1));
  console.log('Written: build/bench/report.md, build/bench/report.json');
});
