// The lines in which npm's tiktoken, and what is made with it, keep tokens.
import { Stop } from '../toolchain/process.mjs';

/** A .tiktoken file, of token in base64 and rank, from lines of "! first-rank token token ...". */
export function toTiktokenFile(ranks, path) {
  if (typeof ranks !== 'string') throw new Stop(`${path} has no tokens; run npm ci again.`);
  const lines = [];
  for (const line of ranks.split('\n')) {
    const [sign, first, ...tokens] = line.split(' ');
    if (sign !== '!' || !/^\d+$/.test(first)) {
      throw new Stop(`${path} is not written as expected; its tokens can't be read.`);
    }
    tokens.forEach((token, i) => {
      lines.push(`${token} ${Number(first) + i}\n`);
    });
  }
  return lines.join('');
}
