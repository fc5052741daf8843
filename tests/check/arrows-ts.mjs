// The never-arrows of the TypeScript code: what wasm and web must not know.
import { posix } from 'node:path';
import { memberName, nameOf, parse, walk } from './syntax.mjs';
import { escapingViews } from './views-of-memory.mjs';

/** Takes a Map from path to content, returns one sentence for each violation. */
export function tsViolations(files) {
  return [...files].flatMap(([path, text]) => {
    if (/^web\/.*\.html$/.test(path)) return importViolations(path, htmlImports(path, text));
    if (!/^(wasm|web)\/.*\.([mc]?[jt]s|[jt]sx)$/.test(path)) return [];
    const program = parse(path, text);
    return [
      ...importViolations(path, moduleImports(path, program)),
      ...memoryViolations(path, program),
      ...viewViolations(path, program),
    ];
  });
}

// Imports: { to, typeOnly }; `to` is a path from the root, or a package's name.

function htmlImports(path, text) {
  const links = [...text.matchAll(/\b(?:src|href)\s*=\s*["']([^"'#?:]+)["']/g)];
  return links.map((match) => ({ to: resolve(path, `./${match[1]}`), typeOnly: false }));
}

function moduleImports(path, program) {
  const found = [];
  const add = (source, typeOnly) => {
    if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
    found.push({ to: resolve(path, source.value), typeOnly });
  };
  walk(program, (node) => {
    if (node.type === 'ImportDeclaration') add(node.source, isTypeOnly(node, 'importKind'));
    else if (node.type === 'ExportNamedDeclaration')
      add(node.source, isTypeOnly(node, 'exportKind'));
    else if (node.type === 'ExportAllDeclaration') add(node.source, node.exportKind === 'type');
    else if (node.type === 'ImportExpression') add(node.source, false);
    else if (node.type === 'TSImportType') add(node.source, true);
    else if (node.type === 'NewExpression' && isUrlOfThisModule(node))
      add(node.arguments[0], false);
  });
  return found;
}

function isTypeOnly(node, kind) {
  if (node[kind] === 'type') return true;
  const { specifiers } = node;
  return specifiers.length > 0 && specifiers.every((specifier) => specifier[kind] === 'type');
}

// new URL('./worker.ts', import.meta.url)
function isUrlOfThisModule(node) {
  const [, base] = node.arguments;
  return node.callee.name === 'URL' && base?.property?.name === 'url';
}

function resolve(path, specifier) {
  const isRelative = /^\.{1,2}\//.test(specifier);
  return isRelative ? posix.join(posix.dirname(path), specifier.replace(/\?.*$/, '')) : specifier;
}

function importViolations(path, imports) {
  return imports.flatMap(({ to, typeOnly }) => {
    const broken = [];
    if (to.startsWith('tests/')) broken.push('production code never imports tests.');
    if (path.startsWith('wasm/') && to.startsWith('web/')) broken.push('the bridge knows no page.');
    if (path.startsWith('web/') && to.startsWith('core/')) broken.push('the page knows no C.');
    if (path.startsWith('web/') && to.startsWith('wasm/') && to !== 'wasm/index.ts') {
      broken.push('web may import wasm/index.ts and nothing deeper.');
    }
    if (isView(path) && to.startsWith('wasm/') && !typeOnly) {
      broken.push('views never call the engine: they may import only its types.');
    }
    return broken.map((why) => `${path} imports ${to}; ${why}`);
  });
}

function isView(path) {
  return path.startsWith('web/src/views/');
}

function viewViolations(path, program) {
  if (!isView(path)) return [];
  const found = [];
  const say = (what) => found.push(`${path} has ${what}; views never await.`);
  walk(program, (node) => {
    if (node.type === 'AwaitExpression') say('an await');
    if (node.type === 'ForOfStatement' && node.await) say('a for await');
    if (node.async === true) say('an async function');
    const method = node.type === 'CallExpression' ? node.callee.property?.name : undefined;
    if (['then', 'catch', 'finally'].includes(method)) say(`a call of .${method}()`);
  });
  return found;
}

function memoryViolations(path, program) {
  if (path === 'wasm/abi.ts') return escapingViews(path, program);
  const found = [];
  walk(program, (node) => {
    if (touchesMemory(node))
      found.push(`${path} touches WebAssembly memory; only wasm/abi.ts may.`);
  });
  return found;
}

// memory.buffer, exports.memory, and the same taken apart: { buffer } = memory.
function touchesMemory(node) {
  const pairs = [
    ['memory', 'buffer'],
    ['exports', 'memory'],
  ];
  const isOwner = (value, owner) => [owner, `#${owner}`].includes(nameOf(value));
  if (node.type === 'MemberExpression') {
    return pairs.some(([owner, key]) => isOwner(node.object, owner) && memberName(node) === key);
  }
  if (node.type !== 'VariableDeclarator' || node.id.type !== 'ObjectPattern') return false;
  const keys = node.id.properties.map((property) => property.key?.name ?? property.key?.value);
  return pairs.some(([owner, key]) => isOwner(node.init, owner) && keys.includes(key));
}
