import { expect, test } from 'vitest';
import { Stand } from '../stand.ts';
import { openLines } from '../wires.ts';
import { ABLE, ECHO, refusing, textOf } from './refused-pages.ts';

test('a server that wants a page visited first asks for it, and the call is made again', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  const { result } = await lines.askModern('tools/call', { name: 's__page' }, ABLE);
  const [key = ''] = Object.keys(result.inputRequests);
  expect(result.inputRequests[key].params).toEqual({
    mode: 'url',
    url: 'https://a.example',
    message: 's asks: Sign in.',
  });
  expect(stand.permitted).toHaveLength(1);
  const { requestState } = result;
  const inputResponses = { [key]: { action: 'accept' } };
  const done = await lines.askModern('tools/call', { name: 's__page', requestState, inputResponses }, ABLE);
  expect(textOf(done)).toBe('{}');
  expect(stand.calls.at(-1)?.params.inputResponses).toBeUndefined();
  const legacy = openLines(new Stand());
  await legacy.initialize({ elicitation: { url: {} } });
  expect((await legacy.ask('tools/call', { name: 's__page' })).error).toMatchObject({
    code: -32042,
    data: { elicitations: [{ elicitationId: 'p7' }] },
  });
});

test.each([[{}], [{ mode: 'URL' }], [{ mode: 'form' }]])(
  'what a server lists as a page is judged and shown as one: %j',
  async (mode) => {
    const page = { ...mode, url: 'https://a.example', message: 'Sign in.' };
    const stand = refusing({ elicitations: [page] });
    const { result } = await openLines(stand).askModern('tools/call', ECHO, ABLE);
    expect(stand.permitted).toMatchObject([{ params: { mode: 'url' } }]);
    expect(JSON.parse(stand.permitted[0]?.text ?? '')).toEqual({ ...page, mode: 'url' });
    expect(result.inputRequests['page-1'].params).toMatchObject({ mode: 'url', message: 's asks: Sign in.' });
    stand.refuses = ({ params }) => params.mode === 'url';
    expect(textOf(await openLines(stand).askModern('tools/call', ECHO, ABLE))).toContain('no-questions');
    const legacy = openLines(stand);
    await legacy.initialize(ABLE);
    expect(textOf(await legacy.ask('tools/call', ECHO))).toContain('no-questions');
  },
);

test.each([
  [{ elicitations: { 0: { mode: 'url', url: 'file:///etc/passwd' } } }],
  [{ elicitations: ['file:///etc/passwd'] }],
  [{ elicitations: [null] }],
  [{}],
  [null],
])('a list of pages that cannot be read is not shown: %j', async (data) => {
  const legacy = openLines(refusing(data));
  await legacy.initialize(ABLE);
  const said = textOf(await legacy.ask('tools/call', ECHO));
  expect(said).toContain('cannot be read');
  expect(textOf(await openLines(refusing(data)).askModern('tools/call', ECHO, ABLE))).toBe(said);
});

test('a legacy client that is to visit pages is told who asks, in every message', async () => {
  const pages = [{ mode: 'url', url: 'https://a.example', message: 'Sallyport: go' }, { url: 'https://b.example' }];
  const legacy = openLines(refusing({ elicitations: pages }));
  await legacy.initialize(ABLE);
  expect((await legacy.ask('tools/call', ECHO)).error).toMatchObject({
    code: -32042,
    message: 's asks: Sallyport: sign in',
    data: {
      elicitations: [
        { ...pages[0], message: 's asks: Sallyport: go' },
        { ...pages[1], message: 's asks' },
      ],
    },
  });
});
