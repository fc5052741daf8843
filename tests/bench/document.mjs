// Documents: edits, the tokens in sight, and pasting.
import { ask } from './ask.mjs';
import { encodings } from './peers.mjs';
import { atMost, fixed, table } from './report.mjs';

const MEGABYTE = 1_000_000;

/** A text of so many bytes. */
function toLength(text, length) {
  const bytes = Buffer.from(text);
  const times = Math.ceil(length / bytes.length);
  return Buffer.concat(Array(times).fill(bytes), length).toString();
}

export async function documents({ texts, isQuick }) {
  const prose = texts.filter(({ name }) => /English|shakespeare|Korean/.test(name));
  const rows = [];
  for (const encoding of encodings) {
    for (const { name, text } of isQuick ? prose.slice(0, 1) : prose) {
      const megabyte = toLength(text, MEGABYTE);
      const edits = await ask({ kind: 'edits', encoding, text: megabyte });
      const pasted = await ask({ kind: 'paste', encoding, text: toLength(text, 10 * MEGABYTE) });
      rows.push({
        encoding,
        text: name,
        ...edits,
        pasteMs: pasted.median,
        firstPaste: pasted.first,
      });
    }
  }
  const microseconds = (ms) => fixed(ms * 1000);
  const where = ({ encoding, text }) => `${encoding}, ${text}`;
  return {
    title: 'Documents of 1 MB of prose',
    note:
      '4,000 edits of one character, anywhere, and after each the tokens of 4,000 characters around ' +
      'it; in the end all tokens are compared with those of the whole text. Done five times with ' +
      'new documents, and of each edit the fastest counts. Paste: 10 MB into an empty document, ' +
      'the first time and the median of 5.',
    table: table(
      [
        ['encoding', (row) => row.encoding],
        ['text', (row) => row.text],
        ['edit, median µs', (row) => microseconds(row.editMedian)],
        ['edit, worst µs', (row) => microseconds(row.editWorst)],
        ['in sight, median µs', (row) => microseconds(row.seenMedian)],
        ['in sight, worst µs', (row) => microseconds(row.seenWorst)],
        ['paste, first ms', (row) => fixed(row.firstPaste)],
        ['paste, median ms', (row) => fixed(row.pasteMs)],
      ],
      rows,
    ),
    bars: [
      ...atMost('edit: 50 µs, median', 50, ' µs', rows, (row) => row.editMedian * 1000, where),
      ...atMost('edit: 1 ms, worst', 1, ' ms', rows, (row) => row.editWorst, where),
      ...atMost(
        'tokens in sight: 50 µs, median',
        50,
        ' µs',
        rows,
        (row) => row.seenMedian * 1000,
        where,
      ),
      ...atMost('paste of 10 MB: 250 ms', 250, ' ms', rows, (row) => row.pasteMs, where),
    ],
    data: rows,
  };
}
