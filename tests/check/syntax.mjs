// Syntax trees of TypeScript files (ESTree), as Vite's parser gives them.
import { parseSync } from 'vite';

export function parse(path, text) {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0].message}`);
  return program;
}

/** Calls `visit` for a node and everything below it. */
export function walk(node, visit) {
  if (Array.isArray(node)) {
    for (const each of node) walk(each, visit);
  } else if (node !== null && typeof node === 'object') {
    if (typeof node.type === 'string') visit(node);
    for (const child of Object.values(node)) walk(child, visit);
  }
}

/** The name of a member: x.name, x['name'], x.#name. */
export function memberName({ property }) {
  return property.type === 'Literal' ? property.value : nameOf(property);
}

/** What a value is called where it stands: memory, this.memory, x['memory']!. */
export function nameOf(node) {
  switch (node?.type) {
    case 'Identifier':
      return node.name;
    case 'PrivateIdentifier':
      return `#${node.name}`;
    case 'MemberExpression':
      return memberName(node);
    default:
      // `x!`, `x as T`, `(x)`, `a?.x`
      return node?.expression ? nameOf(node.expression) : undefined;
  }
}
