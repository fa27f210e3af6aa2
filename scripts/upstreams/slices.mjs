// JSON text taken apart without parsing its values: what is compared is what was written, digits and escapes included.
// Written for this comparison alone, so that a mistake in the product's own scanner is not shared with its judge.

/** Where the value that starts at `from` ends. Throws on text that ends before its value does. */
function endOf(text, from) {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const at = text[i];
    if (at === '"') {
      i = endOfString(text, i) - 1;
      if (depth === 0) return i + 1;
    } else if (at === '{' || at === '[') depth++;
    else if (at === '}' || at === ']') {
      // A number, true, false or null ends where what holds it does.
      if (depth === 0) return i;
      depth--;
      if (depth === 0) return i + 1;
    } else if (depth === 0 && (at === ',' || /\s/.test(at))) return i;
  }
  if (depth === 0) return text.length;
  throw new Error(`JSON text ends inside a value: …${text.slice(-40)}`);
}

function endOfString(text, from) {
  for (let i = from + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i + 1;
  }
  throw new Error('JSON text ends inside a string');
}

const afterSpace = (text, from) => {
  let i = from;
  while (/\s/.test(text[i] ?? '')) i++;
  return i;
};

function start(text, bracket, what) {
  const i = afterSpace(text, 0);
  if (text[i] !== bracket) throw new Error(`no ${what}: ${text.slice(0, 60)}`);
  return afterSpace(text, i + 1);
}

/** The members of an object in their order: name (parsed) and value (as written). */
export function members(text) {
  const found = [];
  let i = start(text, '{', 'object');
  while (text[i] === '"') {
    const end = endOfString(text, i);
    const name = JSON.parse(text.slice(i, end));
    const from = afterSpace(text, afterSpace(text, end) + 1);
    const to = endOf(text, from);
    found.push([name, text.slice(from, to)]);
    i = afterSpace(text, to);
    if (text[i] === ',') i = afterSpace(text, i + 1);
  }
  return found;
}

/** The items of a list, as written. */
export function items(text) {
  const found = [];
  let i = start(text, '[', 'list');
  while (i < text.length && text[i] !== ']') {
    const to = endOf(text, i);
    found.push(text.slice(i, to));
    i = afterSpace(text, to);
    if (text[i] === ',') i = afterSpace(text, i + 1);
  }
  if (text[i] !== ']') throw new Error('JSON text ends inside a list');
  return found;
}

/** The value under a path of names, as written; undefined where there is none. */
export function valueAt(text, ...path) {
  let value = text;
  for (const name of path) {
    if (value === undefined || !/^\s*\{/.test(value)) return undefined;
    value = members(value).find(([each]) => each === name)?.[1];
  }
  return value;
}
