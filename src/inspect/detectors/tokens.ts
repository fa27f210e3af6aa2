import { entropy, isPlaceholder } from '../entropy.ts';
import { type Detector, type Example, MOST_SPOTTED, NOTHING_SPOTTED, type Spotted } from './detector.ts';
import { TOKEN_FORMS, type TokenForm } from './token-forms.ts';

const FORMS = TOKEN_FORMS.map((form) => ({
  ...form,
  pattern: new RegExp(`(${form.lead})(${form.rest})(?![A-Za-z0-9])`, 'y'),
}));

/** Leads that begin with a variable run are found by the fixed text after it. */
const OPEN_LEADS = /^(?:\[|\\d)/;
const closed = FORMS.filter((form) => !OPEN_LEADS.test(form.lead));
const open = FORMS.filter((form) => OPEN_LEADS.test(form.lead));

// One pass over the text for all providers together: most texts hold no lead at all.
const LEADS = new RegExp(`(?<![A-Za-z0-9+])(?:${closed.map((form) => form.lead).join('|')})`, 'g');
const OPEN_HINT = /\dQ~|\.atlasv1\.|\d:A|\.webhook\.office\.com/;

function accept(form: TokenForm, hit: RegExpExecArray): Spotted | undefined {
  const rest = hit[2] ?? '';
  const body = rest.length > 200 ? rest.slice(0, 200) : rest;
  if (isPlaceholder(rest) || entropy(body) < form.bits || form.holds?.(hit[0]) === false) return undefined;
  return {
    kind: form.kind,
    severity: 'high',
    start: hit.index,
    end: hit.index + hit[0].length,
    message: `Holds what looks like ${form.what}.`,
  };
}

function find(text: string): readonly Spotted[] {
  if (text.length < 20) return NOTHING_SPOTTED;
  let found: Spotted[] | undefined;
  LEADS.lastIndex = 0;
  for (let lead = LEADS.exec(text); lead !== null; lead = LEADS.exec(text)) {
    for (const form of closed) {
      form.pattern.lastIndex = lead.index;
      const hit = form.pattern.exec(text);
      if (hit === null) continue;
      const spotted = accept(form, hit);
      if (spotted === undefined) continue;
      found ??= [];
      found.push(spotted);
      LEADS.lastIndex = spotted.end;
      break;
    }
    if (found !== undefined && found.length >= MOST_SPOTTED) return found;
  }
  if (OPEN_HINT.test(text)) {
    for (const form of open) {
      for (const hit of text.matchAll(new RegExp(`(?<![A-Za-z0-9])${form.pattern.source}`, 'g'))) {
        const spotted = accept(form, hit);
        if (spotted === undefined) continue;
        found ??= [];
        if (found.push(spotted) >= MOST_SPOTTED) break;
      }
    }
    found?.sort((a, b) => a.start - b.start);
  }
  return found ?? NOTHING_SPOTTED;
}

const example = (form: TokenForm): Example => ({ text: `use ${form.sample.join('')} for it`, kind: form.kind });
const [first, ...others] = TOKEN_FORMS;

/** Secrets whose providers gave them a form that can be known. */
export const tokens: Detector = {
  name: 'tokens',
  kinds: [...new Set(TOKEN_FORMS.map((form) => form.kind))],
  maturity: 'stable',
  sees: [example(first), ...others.map(example)],
  ignores: [
    'sp_github_k3v9tq2mxw7a, which stands for a token in the record',
    'sp_q7Rk2VbT9xLmZ4cWnH8sYpJd3FgQeAu5KiXo6NtBvCyDzEwGh',
    'an AKIA key such as AKIAIOSFODNN7EXAMPLE',
    'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'task-management-for-the-whole-team-and-everyone-else',
    'sk-${OPENAI_KEY}',
    'npm_config_registry_and_other_settings_here',
    'commit 3b18e512dba79e4c8300dd08aeb37f8e728b8dad by git',
    '"integrity": "sha512-v2kDEe57lecTulaDIuNTPy3Ry4gLGJ6Z1O3vE1krgXZNrsQ+LFTGHVxVjcXPs17LhbZVGedAJv8XZ1tvj5FvSg=="',
  ],
  find,
};
