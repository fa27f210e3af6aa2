import { type Alias, type Document, visit } from 'yaml';
import { messageOf } from '../../model/caught.ts';
import { type Complaint, type Path, type Place, placeIn } from '../../model/complaint.ts';
import { beginningOf, follow, yamlDocument } from '../../model/yaml.ts';

/** A lockfile that somebody edited, as values, and the way back to their places. */
export interface Source {
  readonly value: unknown;
  readonly complaints: readonly Complaint[];
  /** The place of a value, or of the nearest one above it. */
  readonly locate: (path: Path) => Place;
  /** What stands around a key, as `commentsOf` has it. */
  readonly document: Document.Parsed | undefined;
}

const CONFLICT = /^(?:<{7}|={7}|>{7}|\|{7})(?: .*)?\r?$/m;

/** Reads any YAML. Never throws: what it cannot read is a complaint with its place. */
export function readYaml(file: string, text: string): Source {
  const placeAt = (offset: number): Place => placeIn(file, text, offset);
  const refusal = refusalOf(text);
  if (refusal !== undefined) return refused(placeAt, refusal);
  try {
    const document = yamlDocument(text);
    const complaints = [...document.errors, ...document.warnings]
      .slice(0, 20)
      .map(({ code, message, pos }): Complaint => {
        return { place: placeAt(pos[0]), path: [], what: WORDS[code] ?? message, instead: REMEDY };
      });
    const alias = complaints.length > 0 ? undefined : aliasIn(document);
    if (alias !== undefined) {
      const what = `\`*${alias.source}\` stands for what is written elsewhere in the file`;
      const place = placeAt(alias.range?.[0] ?? 0);
      complaints.push({ place, path: [], what, instead: 'Write it out here; nothing was written.' });
    }
    const locate = (path: Path): Place => placeAt(beginningOf(follow(document, path)));
    const value: unknown = complaints.length > 0 ? undefined : document.toJS();
    return { value, complaints, locate, document };
  } catch (error) {
    const isDeep = error instanceof RangeError;
    const what = isDeep ? 'nests too deep to be read' : messageOf(error);
    const complaint: Complaint = { place: placeAt(0), path: [], what, instead: REMEDY };
    return { value: undefined, complaints: [complaint], locate: () => placeAt(0), document: undefined };
  }
}

export const REMEDY = 'Correct it there, or take the file as it was from git; nothing was written.';

const WORDS: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'this key stands twice in the same object; keep one',
  TAB_AS_INDENT: 'YAML is indented by spaces, not tabs',
  MULTIPLE_DOCS: 'the file ends here: it holds one document, and no second one',
  RESOURCE_EXHAUSTION: 'nests too deep to be read',
  TAG_RESOLVE_FAILED: 'tags (`!…`) are not read here',
};

/** An alias repeats what it stands for; a few lines of them can stand for more than fits into memory. */
function aliasIn(document: Document.Parsed): Alias | undefined {
  let found: Alias | undefined;
  visit(document, {
    Alias: (_, alias) => {
      found = alias;
      return visit.BREAK;
    },
  });
  return found;
}

interface Refusal {
  readonly offset: number;
  readonly what: string;
  readonly instead: string;
}

function refusalOf(text: string): Refusal | undefined {
  const offset = text.search(CONFLICT);
  if (offset >= 0) {
    const instead = 'Keep one side of each conflict, then look at it with `sallyport diff`; nothing was written.';
    return { offset, what: 'a merge conflict was left in the file', instead };
  }
  if (!/^[ \t]*[^\s#]/m.test(text.replace(/^\ufeff/, ''))) {
    const instead = 'Take the file as it was from git, or delete it and run `sallyport lock`; nothing was written.';
    return { offset: 0, what: 'nothing stands in the file', instead };
  }
  // Letters that are no UTF-8 were refused with the bytes; zeros are UTF-8, and in no text.
  const zero = text.indexOf('\0');
  if (zero < 0 || zero > 200) return undefined;
  return { offset: zero, what: 'the file is not UTF-8 text', instead: 'Save it as UTF-8; nothing was written.' };
}

function refused(placeAt: (offset: number) => Place, { offset, what, instead }: Refusal): Source {
  const place = placeAt(offset);
  return {
    value: undefined,
    complaints: [{ place, path: [], what, instead }],
    locate: () => place,
    document: undefined,
  };
}
