/** Pages of a folder in Chromium, and what they put into their titles when they are done. */
import { afterAll } from 'vitest';
import { useBrowser } from '../../web/support/browser.ts';
import { type ServedFolder, serveFolder } from '../../web/support/folder.ts';

export function useChromium() {
  const browser = useBrowser();
  const served: ServedFolder[] = [];
  afterAll(() => {
    for (const each of served) each.close();
  });

  return {
    /** Serves a folder; resolves to its address. */
    async serve(folder: string): Promise<string> {
      const folderServed = await serveFolder(folder);
      served.push(folderServed);
      return folderServed.address;
    },

    /** Opens a page and waits for its title to say what came out: `done: …` or `failed: …`. */
    async titleOf(url: string): Promise<string> {
      const page = await browser.open({ path: 'icon.svg' });
      const said: string[] = [];
      page.on('console', (message) => said.push(message.text()));
      page.on('pageerror', (error) => said.push(String(error)));
      try {
        await page.goto(url);
        await page.waitForFunction('/^(done|failed): /.test(document.title)', { timeout: 60_000 });
        return await page.title();
      } catch (cause) {
        throw new Error(`${url}: ${said.join('\n')}`, { cause });
      }
    },
  };
}

/** A page that runs a module. */
export function htmlOf(script: string): string {
  return `<!doctype html><meta charset="utf-8" /><title>…</title>
<script type="module" src="${script}"></script>
`;
}

/** A module for pages that tries the package: the engine here and in its worker, two encodings. */
export function program(specifier: string): string {
  return `import { connect, Tokenizer } from ${JSON.stringify(specifier)};

async function run() {
  const [gpt2, o200k] = await Promise.all([
    Tokenizer.load('gpt2'),
    Tokenizer.load('o200k_base'),
  ]);
  const engine = connect();
  const remote = await engine.load('cl100k_base');
  const ids = [gpt2, o200k].map((tokenizer) => [...tokenizer.encode('hello world')].join());
  ids.push([...(await remote.encode('hello world'))].join());
  ids.push(String(JSON.parse(await gpt2.toTokenizerJson()).model.type));
  engine.close();
  return ids.join(' ');
}

run().then(
  (result) => { document.title = 'done: ' + result; },
  (error) => { document.title = 'failed: ' + error.code + ' ' + error.message; },
);
`;
}

/** What the title says when the program has run. */
export const done = 'done: 31373,995 24912,2375 15339,1917 BPE';
