/** The `bpeek` command, run as a user runs it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../core/build/bpeek', import.meta.url));

export interface Result {
  code: number | null;
  out: string;
  error: string;
}

/** A folder of its own for the files of a test. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'bpeek-'));

  run(...parameters: string[]): Result {
    return this.runOn('', ...parameters);
  }

  /** With something on standard input. */
  runOn(input: string, ...parameters: string[]): Result {
    const { status, stdout, stderr } = spawnSync(command, parameters, {
      cwd: this.path,
      input,
      encoding: 'utf8',
    });
    return { code: status, out: stdout, error: stderr };
  }

  write(name: string, content: string | Uint8Array): void {
    writeFileSync(join(this.path, name), content);
  }

  read(name: string): string {
    return readFileSync(join(this.path, name), 'utf8');
  }

  names(): string[] {
    return readdirSync(this.path).sort();
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}
