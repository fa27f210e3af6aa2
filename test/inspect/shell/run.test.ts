import { expect, test } from 'vitest';
import type { Feed } from '../../../src/inspect/shell/course/feed.ts';
import { Course } from '../../../src/inspect/shell/course.ts';
import { readRun } from '../../../src/inspect/shell/run.ts';
import { expectLinear } from '../../growth.ts';

const course = (): Course => new Course(true, undefined);
const run = (command: string, into: Course, feed?: Feed, printed = '') => {
  const words = command.split(' ');
  return readRun(
    {
      plain: words,
      raw: words,
      feed,
      settings: [],
      isShellsOwn: () => true,
      handedBy: () => [],
      here: () => '',
      isMade: () => false,
      given: undefined,
      printed,
    },
    into,
  );
};
const messages = (into: Course): string[] => into.deeds.map(({ message }) => message);

test('what an interpreter is fed is run where it reads its input, and data where it has a script', () => {
  const [runs, reads] = [course(), course()];
  run('python3 -', runs, 'fetched');
  run('python3 x.py', reads, 'fetched');
  expect([messages(runs), messages(reads)]).toEqual([['Runs what it downloads.'], []]);
});

test('what was fetched into a file is run with it', () => {
  const into = course();
  run('curl -o x https://there.example/y', into);
  run('cat x', into);
  expect(messages(into)).not.toContain('Runs what it downloads.');
  run('mv x z', into);
  run('./z', into);
  expect(messages(into)).toContain('Runs what it downloads.');
});

test('says what comes out and who reads', () => {
  expect(run('curl x', course())).toEqual({
    feed: 'fetched',
    gives: undefined,
    sifts: false,
    reader: undefined,
    into: [],
  });
  expect(run('bash', course())).toMatchObject({ feed: undefined, reader: 'shell', gives: { severity: 'critical' } });
  expect(run('env', course())).toMatchObject({ gives: { severity: 'high' }, sifts: false });
  expect(run('grep x', course())).toMatchObject({ gives: undefined, sifts: true });
  expect(run('psql x', course()).reader).toBe('sql');
});

test('what is printed into a shell is a script', () => {
  const into = course();
  run('sh', into, undefined, 'rm -rf /srv');
  expect(into.scripts.map(({ text }) => text)).toEqual(['rm -rf /srv']);
});

test('a history is forgotten by its own shell, or where what is left of it is written down', () => {
  const own = new Course(true, undefined);
  run('history -c', own);
  own.end();
  const other = new Course(false, undefined);
  run('history -c', other);
  other.end();
  const writes = new Course(false, undefined);
  run('history -c', writes);
  run('history -w', writes);
  writes.end();
  expect([own, other, writes].map(({ deeds }) => deeds.length)).toEqual([1, 0, 1]);
});

test('work grows with the words, whatever they are', () => {
  expectLinear(
    [
      'sudo -u a ',
      'env a=b ',
      'rm -x ',
      'docker run -v /a:/b ',
      'git -c a=/ ',
      'find . -exec a ; ',
      '$X ',
      'curl -o /a[1 ',
      'rm -r ./node_modules/ ',
      'find . -name a.pyc -o ',
      'git push --force-with-lease a:b ',
      'git clone https://a:b/c ',
      'kubectl patch -p "verbs":[ ',
      'kubectl apply -f a.yaml ',
      'aws s3 cp /home/a ',
      'pkill -f a.js ',
      'tar xz -C a ',
      'docker compose -f a ',
      'make -C a ',
      'dropdb a_test ',
    ],
    (text) => {
      run(text, course(), 'fetched');
    },
    { size: 8_000 },
  );
});
