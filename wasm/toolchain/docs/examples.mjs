// The files of web/examples that pages show: those that the tests build, so that neither is out of date.
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { root, Stop } from '../process.mjs';

const languages = { '.mts': 'ts', '.yml': 'yaml', '.astro': 'astro', '.mjs': 'js' };

/** Puts the file in where a line says `{{example react/src/lesson.tsx}}`. */
export function withExamples(markdown) {
  return markdown.replace(/^\{\{example (\S+)\}\}$/gm, (_, path) => {
    const file = join(root, 'web/examples', path);
    if (!existsSync(file))
      throw new Stop(`web/docs names web/examples/${path}, which is not there.`);
    const name = path.replace(/^[^/]+\//, '');
    const language = languages[extname(path)] ?? extname(path).slice(1);
    const text = readFileSync(file, 'utf8').trimEnd();
    return `<p class="file-name">${name}</p>\n\n~~~~${language}\n${text}\n~~~~`;
  });
}
