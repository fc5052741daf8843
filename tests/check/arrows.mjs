// Enforces the never-arrows of README.md: which part must not know which.
import { cViolations } from './arrows-c.mjs';
import { tsViolations } from './arrows-ts.mjs';
import { readFiles } from './tree.mjs';

const found = readFiles(/^(core|wasm|web)\/.*\.([ch]|[mc]?[jt]s|[jt]sx|html)$/);
const violations = [...cViolations(found), ...tsViolations(found)];
for (const violation of violations) console.error(violation);
if (violations.length > 0) process.exitCode = 1;
