// Styles ask for the width of the playground, not of the window: it may be a
// widget in a narrow column of a wide page.
import { readFiles } from './tree.mjs';

const wrong = [...readFiles(/^web\/src\/.*\.css$/)].flatMap(([path, text]) =>
  text
    .split('\n')
    .flatMap((line, i) => (/@media[^{]*width/.test(line) ? [`${path}:${i + 1}`] : [])),
);
for (const place of wrong) {
  console.error(`${place}: use @container bpeek (max-width: ...) instead of @media.`);
}
if (wrong.length > 0) process.exitCode = 1;
