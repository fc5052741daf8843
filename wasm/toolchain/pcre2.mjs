// PCRE2's source, one pinned version for WebAssembly and native alike, in
// build/pcre2/source. It is never committed.
//
// Where there is apt-get, the tarball comes as Debian's source package, whose
// "orig" tarball is upstream's release, byte for byte. Elsewhere the user puts
// upstream's pcre2-10.42.tar.gz into build/pcre2/.
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasCommand, root, run, Stop } from './process.mjs';

const version = '10.42';
const sha256 = 'c33b418e3b936ee3153de2c61cc638e7e4fe3156022a5c77d0711bcbb9d64f1f';

const directory = join(root, 'build/pcre2');
const source = join(directory, 'source');
const tarball = join(directory, `pcre2-${version}.tar.gz`);
// Written into the source once it is complete: says which tarball it is from.
const marker = join(source, '.tarball-sha256');

/** Makes sure that the source is there, unpacked, and the right one. */
export function ensurePcre2Source() {
  if (existsSync(marker) && readFileSync(marker, 'utf8') === sha256) return;
  mkdirSync(directory, { recursive: true });
  if (!existsSync(tarball)) fetchFromDebian();
  refuseOtherTarballs();

  const unpacked = mkdtempSync(join(directory, 'unpack-'));
  run('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1', '--no-same-owner']);
  writeFileSync(join(unpacked, '.tarball-sha256'), sha256);
  rmSync(source, { recursive: true, force: true });
  renameSync(unpacked, source);
}

function refuseOtherTarballs() {
  const found = createHash('sha256').update(readFileSync(tarball)).digest('hex');
  if (found === sha256) return;
  throw new Stop(
    `${tarball} is not the release of PCRE2 ${version} that bpeek is built with ` +
      `(its sha256 is ${found}, not ${sha256}). Delete it, or put the right one in its place.`,
  );
}

const byHand =
  `Get the release tarball pcre2-${version}.tar.gz from the PCRE2 project ` +
  `and put it here: ${tarball}`;

function fetchFromDebian() {
  if (!hasCommand('apt-get')) throw new Stop(`PCRE2's source is missing. ${byHand}`);
  console.log(`Fetching the source of PCRE2 ${version}`);
  const work = mkdtempSync(join(tmpdir(), 'bpeek-pcre2-'));
  try {
    const file = downloadSourcePackage(work);
    if (!file.startsWith(`pcre2_${version}.`)) {
      throw new Stop(`This system's package sources have ${file}, not PCRE2 ${version}. ${byHand}`);
    }
    // The temporary folder may be on another file system, where rename fails.
    copyFileSync(join(work, 'out', file), tarball);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

// The machine's package sources, as source packages, in lists of our own: the
// system's configuration and its package lists stay as they are.
function downloadSourcePackage(work) {
  for (const part of ['lists/partial', 'cache/archives/partial', 'sources', 'out']) {
    mkdirSync(join(work, part), { recursive: true });
  }
  writeSourceLists(join(work, 'sources'));
  const options = [
    'Dir::Etc::SourceList=/dev/null',
    `Dir::Etc::SourceParts=${join(work, 'sources')}`,
    `Dir::State::Lists=${join(work, 'lists')}`,
    `Dir::Cache=${join(work, 'cache')}`,
    'APT::Sandbox::User=',
  ].flatMap((option) => ['-o', option]);
  const out = join(work, 'out');
  try {
    run('apt-get', [...options, 'update'], { quiet: true, cwd: out });
    const source = ['source', '--download-only', '--tar-only', 'pcre2'];
    run('apt-get', [...options, ...source], { quiet: true, cwd: out });
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    throw new Stop(`PCRE2's source could not be fetched: ${error.message} ${byHand}`);
  }
  return readdirSync(out).find((name) => name.includes('.orig.tar.')) ?? 'nothing';
}

// apt knows two notations: one-line entries (sources.list, *.list) and
// paragraphs (*.sources).
function writeSourceLists(directory) {
  const parts = '/etc/apt/sources.list.d';
  const files = ['/etc/apt/sources.list', ...list(parts).map((name) => join(parts, name))];
  for (const [index, file] of files.filter((name) => existsSync(name)).entries()) {
    const text = readFileSync(file, 'utf8');
    if (file.endsWith('.sources')) {
      const entries = text.replace(/^Types:.*$/gim, 'Types: deb-src');
      writeFileSync(join(directory, `${index}.sources`), entries);
    } else if (file.endsWith('.list')) {
      const entries = text.split('\n').filter((line) => /^\s*deb\s/.test(line));
      const sources = entries.map((line) => line.replace(/^\s*deb\s/, 'deb-src '));
      writeFileSync(join(directory, `${index}.list`), `${sources.join('\n')}\n`);
    }
  }
}

function list(directory) {
  return existsSync(directory) ? readdirSync(directory) : [];
}
