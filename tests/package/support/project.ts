/** The package as a stranger has it: packed, and installed from that file in an empty project. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Vitest's own says that tests are run, which tools take for a way of building. */
function environment(): NodeJS.ProcessEnv {
  const { NODE_ENV: _, ...others } = process.env;
  return { ...others, NO_COLOR: '1', ASTRO_TELEMETRY_DISABLED: '1' };
}

export interface Packed {
  readonly tarball: string;
  /** Paths within the package. */
  readonly files: readonly string[];
}

/** An empty folder, with what tests put there and run there. */
export class Project {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [path, text] of Object.entries(files)) {
      const file = join(this.folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }

  /** Runs a program in the project; resolves to what it prints, fails with all it has printed. */
  async run(program: string, ...args: string[]): Promise<string> {
    const options = { cwd: this.folder, env: environment(), maxBuffer: 1 << 26 };
    return promisify(execFile)(program, args, options).then(
      ({ stdout }) => stdout,
      ({ message, stdout, stderr }) => {
        throw new Error(`${message}\n${stdout}${stderr}`);
      },
    );
  }

  /** Runs a server in the project while `use` goes to the address that it says. */
  async whileServing(
    program: string,
    args: readonly string[],
    use: (address: string) => Promise<void>,
  ): Promise<void> {
    const server = spawn(program, args, {
      cwd: this.folder,
      env: environment(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const end = once(server, 'close');
    try {
      await use(await lineWith(server.stdout, /http:\S+/));
    } finally {
      server.kill();
      await end;
    }
  }

  node(script: string): Promise<string> {
    return this.run(process.execPath, script);
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }
}

export async function emptyProject(): Promise<Project> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'bpeek-project-')));
  return new Project(folder);
}

/** What `npm pack` makes of dist/ as it is. */
export async function pack(folder: string): Promise<Packed> {
  const options = ['--ignore-scripts', '--json', '--pack-destination', folder];
  const { stdout } = await promisify(execFile)('npm', ['pack', ...options], { cwd: root });
  const answer: unknown = JSON.parse(stdout);
  // npm 12 gives an object by name, older ones a list.
  const [packed] = Object.values(answer as object) as [
    { filename: string; files: { path: string }[] },
  ];
  return {
    tarball: join(folder, packed.filename),
    files: packed.files.map(({ path }) => path).sort(),
  };
}

/** A project in which the tarball has been installed, without a network. */
export async function projectWith({ tarball }: Packed): Promise<Project> {
  const project = await emptyProject();
  await project.write({ 'package.json': '{ "private": true, "type": "module" }' });
  const options = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  await project.run('npm', 'install', ...options, tarball);
  return project;
}

/** What npm makes of these, which lie in the project's root, is the same each time. */
const packedFrom = ['dist', 'package.json', 'README.md', 'LICENSE', 'NOTICE'];

/** The package, packed and installed in an empty project; npm works only for a package that is new. */
export async function installedPackage(): Promise<{ project: Project; files: readonly string[] }> {
  const { hash } = (await import(
    /* @vite-ignore */ new URL('../../../wasm/toolchain/stamp.mjs', import.meta.url).href
  )) as { hash(inputs: readonly string[]): string };
  const all = join(root, 'build/packages');
  const known = join(all, `${hash(packedFrom)}-${process.versions.node}`);
  if (!existsSync(known)) {
    const { files, folder } = await made();
    await mkdir(all, { recursive: true });
    for (const old of await readdir(all)) {
      if (!old.endsWith('.part')) await rm(join(all, old), { recursive: true, force: true });
    }
    const part = `${known}.${process.pid}.part`;
    await cp(folder, part, { recursive: true });
    await rm(folder, { recursive: true });
    await writeFile(join(part, 'files.json'), JSON.stringify(files));
    // Another worker may have been faster, with the same.
    await rename(part, known).catch((error: unknown) => {
      if (!existsSync(known)) throw error;
      return rm(part, { recursive: true });
    });
  }
  const project = await emptyProject();
  await cp(known, project.folder, { recursive: true });
  const files = JSON.parse(await readFile(join(known, 'files.json'), 'utf8'));
  return { project, files };
}

async function made(): Promise<{ files: readonly string[]; folder: string }> {
  const packing = await emptyProject();
  const packed = await pack(packing.folder);
  const { folder } = await projectWith(packed);
  await packing.remove();
  return { files: packed.files, folder };
}

/** The first of what a program says that is like `pattern`; it is listened to until its end. */
function lineWith(output: Readable, pattern: RegExp): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    output.on('data', (part) => {
      said += part;
      const [found] = pattern.exec(said) ?? [];
      if (found) resolve(found);
    });
    output.on('end', () => reject(new Error(`It ended with: ${said}`)));
  });
}
