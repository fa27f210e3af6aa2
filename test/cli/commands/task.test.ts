import { describe, expect, it } from 'vitest';
import { type TaskOptions, task } from '../../../src/cli/commands/task.ts';
import { openTaskShelf } from '../../../src/journal/state/task-shelf.ts';
import { sessionKey } from '../../../src/model/call.ts';
import { makeScreen, makeState } from '../stage.ts';

const quiet = (message: string): void => {
  throw new Error(message);
};
async function* given(text: string): AsyncGenerator<string> {
  yield text;
}
/** Says something, and returns what is left for a session. */
async function say(text: string, key: string, options: TaskOptions = {}, env: NodeJS.ProcessEnv = {}) {
  const state = makeState();
  const screen = makeScreen({ env });
  const code = await task({ ...options, state: state.root, input: given(text) }, screen);
  const left = openTaskShelf(state.tasks, quiet).take(key);
  return { code, left: left.map((one) => one.text), out: screen.printed(), err: screen.complained() };
}
const hook = (more: object = {}) =>
  JSON.stringify({
    session_id: 's-1',
    transcript_path: '/t',
    hook_event_name: 'UserPromptSubmit',
    prompt: 'Mail ann',
    ...more,
  });
const KEY = sessionKey({ id: 'local' }, 'environment', 's-1');

describe('sallyport task', () => {
  it('takes the prompt of a hook for the session of its host, and prints nothing', async () => {
    expect(await say(hook(), KEY)).toEqual({ code: 0, left: ['Mail ann'], out: '', err: '' });
    expect((await say(hook({ hook_event_name: undefined }), KEY)).left).toEqual(['Mail ann']);
  });

  it('takes it for the agent that the client was started as', async () => {
    const key = sessionKey({ id: 'launch:support' }, 'environment', 's-1');
    expect((await say(hook(), key, { agent: 'support' })).left).toEqual(['Mail ann']);
    expect((await say(hook(), KEY, { agent: 'support' })).left).toEqual([]);
  });

  it('takes plain text for a session that is named', async () => {
    const session = 'c'.repeat(32);
    expect((await say('Mail bob', session, { session })).left).toEqual(['Mail bob']);
    expect((await say('{"a":1}', session, { session })).left).toEqual(['{"a":1}']);
    expect((await say(' \n', session, { session })).left).toEqual([]);
  });

  it.each([
    [
      'plain text without a session',
      'Mail bob',
      /say which session with --session \(`sallyport sessions --json` has their keys whole\)/,
    ],
    ['a hook without a session', hook({ session_id: '' }), /session_id/],
    ["what is not the user's prompt", hook({ hook_event_name: 'SubagentStart' }), /session_id/],
  ])('refuses %s, in words', async (_, text, words) => {
    await expect(say(text, KEY)).rejects.toThrow(words);
  });

  it('refuses what is no key of a session, and floods', async () => {
    await expect(say('x', KEY, { session: '../../x' })).rejects.toThrow(
      /no key of a session.*`sallyport sessions --json` has them whole/,
    );
    await expect(say('x'.repeat(4_000_001), KEY)).rejects.toThrow(/that is no prompt/);
  });

  it('refuses to run inside a server that Sallyport started', async () => {
    const said = await say(hook(), KEY, {}, { SALLYPORT_DOWNSTREAM: '1' });
    expect(said).toMatchObject({ code: 1, left: [] });
    expect(said.err).toMatch(/as a hook of its own/);
  });
});
