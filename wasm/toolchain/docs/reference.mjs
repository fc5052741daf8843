// What the library exports, read from its declarations: names, signatures, doc comments.
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync } from 'vite';

/**
 * The exports of a folder of .d.ts files, in the order of its index. Each has `name`, `kind`,
 * `signature`, `comment` and `members`, which have `name`, `signature`, `comment` and `isStatic`.
 */
export function readReference(folder) {
  const modules = new Map();
  const moduleAt = (path) => {
    if (!modules.has(path)) modules.set(path, readModule(join(folder, path)));
    return modules.get(path);
  };
  return moduleAt('index.d.ts').program.body.flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration' || !statement.source) return [];
    const path = posix.normalize(statement.source.value.replace(/\.js$/, '.d.ts'));
    return statement.specifiers.map(({ local }) => declarationOf(moduleAt(path), local.name));
  });
}

function readModule(file) {
  const text = readFileSync(file, 'utf8');
  const { program, comments, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0].message}`);
  return { file, text, program, comments };
}

const kinds = {
  ClassDeclaration: 'class',
  TSInterfaceDeclaration: 'interface',
  TSTypeAliasDeclaration: 'type',
  TSDeclareFunction: 'function',
  VariableDeclaration: 'constant',
};

function declarationOf(module, name) {
  for (const statement of module.program.body) {
    const node = statement.declaration;
    const named = node?.id ?? node?.declarations?.[0].id;
    if (named?.name !== name || !kinds[node.type]) continue;
    return {
      name,
      kind: kinds[node.type],
      signature: signatureOf(module, node),
      comment: commentBefore(module, statement),
      members: membersOf(module, node),
    };
  }
  throw new Error(`${module.file} does not declare ${name}, which the index exports.`);
}

// A class or an interface without its body, which is listed member by member.
function signatureOf({ text }, node) {
  const hasMembers = node.type === 'ClassDeclaration' || node.type === 'TSInterfaceDeclaration';
  const end = hasMembers ? node.body.start : node.end;
  return tidy(text.slice(node.start, end).replace(/^declare /, ''));
}

function membersOf(module, node) {
  const members = node.body?.body ?? [];
  if (!Array.isArray(members)) return [];
  return members
    .filter(
      ({ key, type, accessibility }) => isPublic(key, accessibility) && type !== 'StaticBlock',
    )
    .map((member) => ({
      name: nameOf(module, member),
      isStatic: member.static === true,
      signature: tidy(module.text.slice(member.start, member.end)),
      comment: commentBefore(module, member),
    }));
}

function isPublic(key, accessibility) {
  return key?.type !== 'PrivateIdentifier' && accessibility !== 'private';
}

function nameOf({ text }, { key, computed, kind }) {
  const name = text.slice(key.start, key.end);
  return kind === 'constructor' || !computed ? name : `[${name}]`;
}

function tidy(code) {
  return code
    .trim()
    .replace(/;$/, '')
    .replace(/\n {4}/g, '\n  ');
}

// The doc comment that ends where a node begins, without its stars.
function commentBefore({ text, comments }, node) {
  const comment = comments.findLast(
    ({ end, value }) =>
      end <= node.start && value.startsWith('*') && /^\s*$/.test(text.slice(end, node.start)),
  );
  return (comment?.value ?? '')
    .replace(/^\*/, '')
    .replace(/^[ \t]*\* ?/gm, '')
    .trim();
}
