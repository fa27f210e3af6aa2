import { expect, test } from 'vitest';
import { OwnPlaces } from '../../../src/inspect/self/own-places.ts';
import { SPACE } from '../../../src/inspect/self/step-names.ts';
import { spacedWhole, touchedBy } from '../../../src/inspect/self/touched.ts';
import { finish } from '../../../src/model/steps.ts';
import { context } from '../surroundings.ts';

const places = new OwnPlaces(context);

test.each([
  ['rm ~/.local/state/sallyport/trust.json', 'self.state'],
  ['cd ~/.local/state && rm -r sallyport', 'self.state'],
  ['echo x > "${X:-~/.local/state}/sallyport/trust.json"', 'self.state'],
  ['sally"port" approve abcd2345', 'self.state'],
  ['pkill sallyport', 'self.program'],
  ['tee mine.yaml', 'self.config'],
  ['cd ~/.cursor && tee mcp.json', 'self.client-config'],
  ['curl -F f=@~/gate/mine.yaml x', 'self.config'],
  ['cp x [c]lient.toml', undefined],
  ['rm ~/.cur?or/mcp.json', 'self.client-config'],
  ['rm ~/.cur[s]or/mcp.json', 'self.client-config'],
  ['rm ~/.claude/{settings,x}.json', 'self.client-config'],
  ['rm ~/work/servers.config.y?ml', 'self.config'],
  ['rm -rf ~/w*', 'self.state'],
  ['rm ~/work/*', 'self.state'],
  ['rm ~/.*.json', 'self.state'],
  ['rm -rf ~/work/{dist,build}', undefined],
  ['rm -rf ~/work/*.log', undefined],
  ['ls ~/work/*', undefined],
  ["find ~/.cursor -name 'm*.json' -delete", 'self.client-config'],
  ['find ~/.cursor -type f -exec rm {} +', 'self.client-config'],
  ["find ~/odd -name '*.toml' -exec sed -i s/a/b/ {} +", 'self.client-config'],
  ["find ~/.cursor -name '*.log' -delete", undefined],
  ["find ~/.cursor/rules -name '*.json' -delete", undefined],
  ["find ~/.cursor -name 'm*.json'", undefined],
  ['sallyport log', undefined],
  ['ls /tmp', undefined],
])('%s touches %s', (command, kind) => {
  expect(finish(touchedBy(command, places))).toBe(kind);
});

test('a name with a space is one word, however it is quoted', () => {
  const spaced = new OwnPlaces({ ...context, stateDirectories: ['/home/me/My Files/sallyport'] });
  for (const line of ['ls "my files"', 'ls my\\ files', "ls my' 'files"])
    expect(spacedWhole(line, spaced)).toContain(`my${SPACE}files`);
  expect(spacedWhole('ls my files', places)).toBe('ls my files');
});
