import { describe, expect, it } from 'vitest';
import { reachOf } from '../../../src/discover/adopt/reach.ts';
import { surveyClients } from '../../../src/discover/client-survey.ts';
import { globalFiles } from '../../../src/discover/places.ts';
import { clientOf, makeMachine, put } from '../home.ts';

describe('the reach of a configuration', () => {
  const surveyOf = async (cursor: object, gemini: object) => {
    const machine = makeMachine('linux');
    const write = (id: string, mcpServers: object): string =>
      put(globalFiles(clientOf(id), machine)[0]?.file ?? '', JSON.stringify({ mcpServers }));
    const files = { cursor: write('cursor', cursor), gemini: write('gemini-cli', gemini) };
    return { files, survey: await surveyClients({ machine }) };
  };
  const gate = { command: 'sallyport', args: ['serve', '--config', '/g.yaml'] };
  const serves = (args: readonly string[]): boolean => args.includes('/g.yaml');

  it('is everything for those that change, and what is new for those that are behind it already', async () => {
    const { survey, files } = await surveyOf({ a: { command: 'a' } }, { gate });
    const [found] = survey.servers;
    const taken = found === undefined ? [] : [{ found, name: 'a', isNew: true }];
    const parts = { survey, changed: [files.cursor], taken, before: ['old'], after: ['old', 'a'], serves };
    expect(reachOf(parts)).toEqual([
      { title: 'Cursor', file: files.cursor, gains: ['old'] },
      { title: 'Gemini CLI', file: files.gemini, gains: ['a'] },
    ]);
  });

  it('leaves out who gets nothing more, and who has another configuration', async () => {
    const { survey, files } = await surveyOf({ a: { command: 'a' } }, { gate: { ...gate, args: ['serve'] } });
    const [found] = survey.servers;
    const taken = found === undefined ? [] : [{ found, name: 'a', isNew: true }];
    expect(reachOf({ survey, changed: [files.cursor], taken, before: [], after: ['a'], serves })).toEqual([]);
  });
});
