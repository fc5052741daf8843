/** The lines of web/docs/20-migration.md, as programs that can be run. */
import { readFile } from 'node:fs/promises';
import { lexer, type Tokens } from 'marked';

/** What the cells of one row hold: code, of which there may be none. */
export type Row = readonly string[];

/** The rows of the table under a heading. */
export async function rowsUnder(heading: string): Promise<Row[]> {
  const file = new URL('../../../web/docs/20-migration.md', import.meta.url);
  const tokens = lexer(await readFile(file, 'utf8'));
  const at = tokens.findIndex(
    (token) => token.type === 'heading' && 'text' in token && token.text === heading,
  );
  const table = tokens.slice(at).find((token) => token.type === 'table') as Tokens.Table;
  return table.rows.map((cells) =>
    cells.map((cell) =>
      cell.tokens
        .flatMap((token) => (token.type === 'codespan' ? [String(token.text)] : []))
        .join('; '),
    ),
  );
}

const isStatement = (code: string) => /^(import|const|await) /.test(code) || code === '';

/** Runs one column as a module; it prints what each row gives, as JSON, or null for a statement. */
export function programOf(column: readonly string[]): string {
  const lines = column.map((code) =>
    isStatement(code) ? `${code}\nresults.push(null);` : `results.push(plain(${code}));`,
  );
  return `
const results = [];
function plain(value) {
  if (value === undefined) return null;
  return ArrayBuffer.isView(value) ? [...value] : value;
}
${lines.join('\n')}
console.log(JSON.stringify(results));
`;
}
