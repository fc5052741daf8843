import { version as packageVersion } from '../package.json' with { type: 'json' };

/** The version of bpeek, as in `0.1.0`. */
export const version: string = packageVersion;
