import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillPlaceholders, namesSession, serverEnvironment } from '../../src/upstream/environment.ts';

describe('serverEnvironment', () => {
  test('law: nothing is inherited that is not on the list', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (own) => {
        const env = serverEnvironment({ ...own, PATH: '/bin', AWS_SECRET_ACCESS_KEY: 's' }, {}, 'linux');
        expect(env.PATH).toBe('/bin');
        expect(env.AWS_SECRET_ACCESS_KEY).toBeUndefined();
        expect(
          Object.keys(env).filter(
            (name) =>
              !/^(HOME|LOGNAME|PATH|SHELL|TERM|USER|LANG|LC_ALL|LC_CTYPE|TMPDIR|TZ|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|SALLYPORT_DOWNSTREAM)$/.test(
                name,
              ),
          ),
        ).toEqual([]);
      }),
    );
  });

  test('what is configured wins, our mark wins over that', () => {
    const env = serverEnvironment(
      { HOME: '/a', PATH: '/b' },
      { HOME: '/c', SALLYPORT_DOWNSTREAM: '0', X: '1' },
      'linux',
    );
    expect(env).toEqual({ HOME: '/c', PATH: '/b', X: '1', SALLYPORT_DOWNSTREAM: '1' });
  });

  test('our mark counts how many of us are above', () => {
    const marks = ['', '1', '2', 'x'].map((mark) => serverEnvironment({ SALLYPORT_DOWNSTREAM: mark }, {}, 'linux'));
    expect(marks.map((env) => env.SALLYPORT_DOWNSTREAM)).toEqual(['1', '2', '3', '1']);
  });

  test('functions that a shell exported are left out', () => {
    expect(serverEnvironment({ TERM: '() { evil; }' }, {}, 'linux').TERM).toBeUndefined();
  });

  test('Windows names have no case', () => {
    const env = serverEnvironment({ Path: 'C:\\x', SystemRoot: 'C:\\Windows', HOME: '/a' }, { path: 'D:\\y' }, 'win32');
    expect(env).toEqual({ PATH: 'D:\\y', SYSTEMROOT: 'C:\\Windows', SALLYPORT_DOWNSTREAM: '1' });
  });
});

describe('placeholders', () => {
  const values = { sessionId: 'S', sessionDir: '/d', workspace: '/w' };

  test('stand for what they name; references are left to others', () => {
    const text = '${session.id} ${session.dir}/x ${workspace} ${env:HOME} $${session.id}';
    expect(fillPlaceholders(text, values)).toBe('S /d/x /w ${env:HOME} $S');
  });

  test('what was put in is not read again', () => {
    expect(fillPlaceholders('${workspace}', { ...values, workspace: '${session.id}' })).toBe('${session.id}');
  });

  test('only session placeholders vary by session', () => {
    expect(namesSession(['${workspace}', 'x'])).toBe(false);
    expect(namesSession(['x', '--dir=${session.dir}'])).toBe(true);
  });
});
