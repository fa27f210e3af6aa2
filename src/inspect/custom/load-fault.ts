import { execFile } from 'node:child_process';
import { type CustomSource, urlOf } from './source.ts';

/** An error as it arrives from a worker. */
export interface ThrownError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** Why an inspector could not be loaded, where in its file, and what to do about it. */
export class LoadFault extends Error {
  /** Counted from 1; undefined if the fault concerns the whole file. */
  readonly line: number | undefined;
  readonly instead: string;
  constructor(what: string, instead: string, line?: number) {
    super(what);
    this.name = 'LoadFault';
    this.instead = instead;
    this.line = line;
  }
}

/** The line of the file that caused an error: that of the innermost stack frame in the file. */
export function lineOf(source: CustomSource, stack: string): number | undefined {
  const url = urlOf(source);
  const at = stack.indexOf(`${url}:`);
  const found = at < 0 ? null : /^\d+/.exec(stack.slice(at + url.length + 1, at + url.length + 12));
  return found === null ? undefined : Number(found[0]);
}

/** Explains an error of the module itself to its author. */
export async function loadFault(source: CustomSource, error: ThrownError): Promise<LoadFault> {
  const what = error.name === '' ? error.message : `${error.name}: ${error.message}`;
  const specifier = /Failed to resolve module specifier "([^"]*)"/.exec(error.message)?.[1];
  if (specifier !== undefined) {
    const instead =
      'An inspector is one file: what it imports would run without anybody having looked at it. Bundle it.';
    return new LoadFault(`it imports "${specifier}"`, instead, lineOfText(source.text, specifier));
  }
  if (error.name === 'SyntaxError') {
    const line = lineOf(source, error.stack) ?? lineOfExport(source, error) ?? (await syntaxLine(source.text));
    return new LoadFault(what, 'Correct it there.', line);
  }
  return new LoadFault(`it throws while it is loaded: ${what}`, 'Correct it there.', lineOf(source, error.stack));
}

function lineOfText(text: string, part: string): number | undefined {
  const at = text.search(new RegExp(`['"\`]${part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}['"\`]`));
  return at < 0 ? undefined : text.slice(0, at).split('\n').length;
}

/** `The requested module 'node:fs' does not provide an export named 'x'` arrives without a line number. */
const lineOfExport = ({ text }: CustomSource, { message }: ThrownError): number | undefined => {
  const module = /^The requested module '([^']*)'/.exec(message)?.[1];
  return module === undefined ? undefined : lineOfText(text, module);
};

/** A syntax error in a module does not say where it is, but `node --check` does. It runs nothing. */
function syntaxLine(text: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const args = ['--check', '--input-type=module', '-'];
    const check = execFile(process.execPath, args, { env: {}, timeout: 10_000 }, (_error, _out, said) => {
      const found = /^\[stdin\]:(\d+)$/m.exec(said);
      resolve(found === null ? undefined : Number(found[1]));
    });
    // There are no pipes where it could not be started.
    check.stdin?.on('error', () => undefined);
    check.stdin?.end(text);
  });
}
