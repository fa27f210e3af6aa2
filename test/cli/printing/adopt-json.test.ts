import path from 'node:path';
import { expect, it } from 'vitest';
import { planFor, surveyHome } from '../../../src/app/adopting.ts';
import { planObject } from '../../../src/cli/printing/adopt-json.ts';
import { makeHome } from '../adopt-home.ts';

it('names everything that a person is shown, and holds no secret and no text of a file', async () => {
  const { options, state, home, write, config } = makeHome();
  const project = path.join(home, 'app');
  write(path.join(project, '.mcp.json'), { mcpServers: { inner: { command: 'x', env: { A_TOKEN: 'q7Rk2VbT9xLm' } } } });
  write(path.join(home, '.claude.json'), { projects: { [project]: {} } });
  write(path.join(home, '.gemini', 'settings.json'), '{');
  const wish = { ...options.around, choice: { apart: true }, secrets: 'file' } as const;
  const survey = await surveyHome(wish);
  const said = planObject(await planFor(survey, wish, state), survey.troubles, true);
  expect(said).toMatchObject({
    written: true,
    config,
    agents: [
      { agent: 'claude-desktop', servers: ['echo', 'notes'], new: true },
      { agent: 'cursor', servers: ['echo-cursor'], new: true },
    ],
    reach: [],
    projects: [{ project, client: 'claude-code', server: 'inner' }],
    troubles: [expect.stringContaining('Gemini CLI')],
  });
  expect(JSON.stringify(said)).not.toContain('q7Rk2');
  expect(JSON.stringify(said)).not.toContain('fixtures');
});
