// Build steps that run only when what they read has changed.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { root, Stop } from './process.mjs';

const stamps = join(root, 'build/stamps');

/**
 * Runs `make` unless a run with the same inputs has ended well and its outputs
 * are still there. Inputs and outputs are files or folders, from the root.
 */
export async function step({ name, inputs, outputs, make }) {
  const stamp = join(stamps, name.replaceAll(' ', '-'));
  const state = hash(inputs);
  const isDone = existsSync(stamp) && readFileSync(stamp, 'utf8') === state;
  if (isDone && outputs.every((path) => existsSync(join(root, path)))) return;

  console.log(`Building ${name}`);
  rmSync(stamp, { force: true });
  await make();
  const missing = outputs.filter((path) => !existsSync(join(root, path)));
  if (missing.length > 0) throw new Stop(`building ${name} has not made ${missing.join(', ')}.`);
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, state);
}

/**
 * What `run` gave before for the same inputs, if that was good (`isGood`), or else what it gives
 * now. For what depends on its inputs alone: to run it again would tell nothing new.
 */
export async function result({ name, inputs, run, isGood }) {
  const { before, remember } = recall({ name, inputs });
  if (before !== undefined) return before;
  const now = await run();
  if (isGood(now)) remember(now);
  return now;
}

/** What was remembered for the same inputs, if anything, and how to have a result remembered. */
export function recall({ name, inputs }) {
  const stamp = join(stamps, name.replaceAll(/[ /]/g, '-'));
  const state = hash(inputs);
  const last = existsSync(stamp) ? JSON.parse(readFileSync(stamp, 'utf8')) : undefined;
  return {
    before: last?.state === state ? last.result : undefined,
    remember(now) {
      mkdirSync(stamps, { recursive: true });
      writeFileSync(stamp, JSON.stringify({ state, result: now }));
    },
  };
}

/** Of the names and contents of all files, in an order of their own. */
export function hash(inputs) {
  const sum = createHash('sha256');
  for (const file of inputs.flatMap((path) => filesIn(join(root, path)))) {
    const content = readFileSync(file);
    sum.update(`${relative(root, file)}\0${content.length}\0`).update(content);
  }
  return sum.digest('hex');
}

function filesIn(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
}
