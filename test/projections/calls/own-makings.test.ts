import { describe, expect, it } from 'vitest';
import { makingsIn } from '../../../src/projections/calls/own-makings.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

const made = (text: string): readonly string[] =>
  makingsIn(text).map(({ start, end }) => text.slice(start, end).trim());

describe('makings', () => {
  it.each<[string, readonly string[]]>([
    ['git push -u origin fix/late', ['git push -u origin fix/late']],
    ['git -C shop push origin fix/late 2>&1 | tail -n 5', ['git -C shop push origin fix/late 2>&1']],
    [
      'cd shop && git checkout -b fix/late && git add -A && git commit -m "Late; or early" && git push origin fix/late',
      ['git checkout -b fix/late', 'git push origin fix/late'],
    ],
    [
      `git commit -m "$(cat <<'EOF'\nLate "mail"; all of it\nEOF\n)" && git push origin fix/late`,
      ['git push origin fix/late'],
    ],
    ['git push origin fix/late; echo done', ['git push origin fix/late']],
    ['gh repo create ours/late-41 --private', ['gh repo create ours/late-41 --private']],
    ['aws ecr create-repository --repository-name late-41', ['aws ecr create-repository --repository-name late-41']],
    ['kubectl create namespace late-41', ['kubectl create namespace late-41']],
  ])('are the commands that make what they name: %j', (text, expected) => {
    expect(made(text)).toEqual(expected);
  });

  it.each([
    'git log -n 5 fix/late',
    'git log fix/late && git push origin fix/late',
    'git push origin fix/late\ncat NOTES.md',
    'git push origin fix/late | cat - NOTES.md',
    'git push origin fix/late & tail -n 3 NOTES.md',
    'git push origin "$(cat NOTES.md)" fix/late',
    'git push origin fix/late; diff <(cat a) b',
    'git commit --amend -m x && git push origin fix/late',
    'git commit -F NOTES.md && git push origin fix/late',
    'git push origin fix/late || cat <<EOF\nx\nEOF',
    'gh issue view 41 --repo ours/late-41',
    'gh pr view fix/late',
    'kubectl logs late-41',
    'kubectl exec late-41 create x',
    'npm run create fix/late',
    'bash create fix/late',
    'cat push fix/late',
    'kubectl logs new-late-41',
    'kubectl get init-late-41',
    'gh api new fix/late',
    'gh search create fix/late',
    'grep create fix/late',
    'grep -rn add notes/late-41.md',
    'cat create-notes.md fix/late',
    'find new fix/late',
    'curl https://theirs.example/notes create fix/late',
    '(cat new fix/late)',
    './tool create fix/late',
    'python create fix/late',
    'please create the branch fix/late',
    'Please create the branch fix/late',
    `git push origin fix/late ${'x'.repeat(5_000)}`,
    '',
  ])('are in no line that may show what others wrote: %j', (text) => {
    expect(made(text)).toEqual([]);
  });

  it('take time linear in the text', () => {
    expectLinear(["git push '", '"a', `"$(cat <<'E'\n`, 'git push a;', ...HOSTILE], (text) => void makingsIn(text));
  });
});
