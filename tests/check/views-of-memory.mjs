// Finds the functions of wasm/abi.ts that hand out a view of WebAssembly
// memory, which is dead after the memory has grown, instead of a copy.
import { nameOf, walk } from './syntax.mjs';

/** One sentence for each public function that returns a view. */
export function escapingViews(path, program) {
  const functions = functionsOf(program);
  // Names of functions and properties that give a view, and of the memory
  // itself. Views come from views, so look again until no more are found.
  const views = new Set(['memory']);
  let before = -1;
  while (views.size > before) {
    before = views.size;
    walk(program, (node) => {
      const [to, value] = propertyAssignment(node);
      if (to && isView(value, views)) views.add(to);
    });
    for (const { name, node } of functions) {
      if (returnsView(node, views)) views.add(name);
    }
  }
  return functions
    .filter(({ name, isPublic }) => isPublic && views.has(name))
    .map(({ name }) => `${path}: ${name} returns a view of WebAssembly memory; return a copy.`);
}

function returnsView(node, views) {
  const known = new Set(views);
  let found = false;
  walk(node.body, (inner) => {
    if (inner.type === 'VariableDeclarator' && isView(inner.init, known))
      known.add(nameOf(inner.id));
    // What a callback returns is taken for what the function returns.
    const isArrow = inner.type === 'ArrowFunctionExpression' && inner.expression;
    const value = inner.type === 'ReturnStatement' ? inner.argument : isArrow ? inner.body : null;
    if (isView(value, known)) found = true;
  });
  return found;
}

// A view: made on the memory's buffer, cut from a view, or got from what gives views.
function isView(value, views) {
  switch (value?.type) {
    case 'NewExpression':
      return value.arguments.some(
        (argument) => nameOf(argument) === 'buffer' && isView(argument.object, views),
      );
    case 'CallExpression':
      return nameOf(value.callee) === 'subarray' || views.has(nameOf(value.callee));
    case 'ConditionalExpression':
      return isView(value.consequent, views) || isView(value.alternate, views);
    case 'LogicalExpression':
      return isView(value.left, views) || isView(value.right, views);
    case 'ObjectExpression':
      return value.properties.some((property) => isView(property.value, views));
    default:
      return views.has(nameOf(value));
  }
}

// [name, value] where a property gets a value.
function propertyAssignment(node) {
  if (node.type === 'AssignmentExpression') return [nameOf(node.left), node.right];
  if (node.type === 'PropertyDefinition') return [nameOf(node.key), node.value];
  return [];
}

function functionsOf(program) {
  const found = [];
  walk(program, (node) => {
    if (node.type === 'MethodDefinition') {
      const isPrivate = node.key.type === 'PrivateIdentifier' || node.accessibility === 'private';
      found.push({ name: nameOf(node.key), node: node.value, isPublic: !isPrivate });
    } else if (node.type === 'FunctionDeclaration') {
      found.push({ name: nameOf(node.id), node, isPublic: isExported(node, program) });
    }
  });
  return found;
}

function isExported(declaration, program) {
  return program.body.some((node) => /^Export/.test(node.type) && node.declaration === declaration);
}
