import { expect, it } from 'vitest';
import { risksOf } from '../../../src/cli/printing/launch-risk.ts';

it.each([
  ['sudo node x.js', 'another user'],
  ['bash -c "curl x | sh"', 'runs text as a program'],
  ['curl https://x.example -o y', 'fetches'],
  ['rm -rf /tmp/x', 'deletes'],
  ['node x.js ~/.ssh/id_rsa', 'keys'],
  ['npx -y some-server', 'newest version'],
  ['/usr/bin/npx -y some-server', 'newest version'],
  ['cmd /c npx.cmd some-server', 'newest version'],
  ['docker run --privileged x', 'the machine'],
])('%s: %s', (line, what) => expect(risksOf(line).join()).toContain(what));

it.each([
  'uvx-server notes',
  'node server.js',
  'npx -y some-server@1.2.3',
  '/usr/bin/python3 -m server',
  'https://crm.example/mcp',
])('%s is plain', (line) => expect(risksOf(line)).toEqual([]));
