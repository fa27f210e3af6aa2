import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openBrowser } from '../../src/cli/browser.ts';
import { until } from '../upstream/rig.ts';

it('hands the address over as one argument that no shell reads', async () => {
  const bin = mkdtempSync(path.join(os.tmpdir(), 'sallyport-browser-'));
  const said = path.join(bin, 'said');
  const script = `#!${process.execPath}\nrequire('fs').writeFileSync(${JSON.stringify(said)}, JSON.stringify(process.argv.slice(2)));`;
  writeFileSync(path.join(bin, 'xdg-open'), script);
  chmodSync(path.join(bin, 'xdg-open'), 0o755);
  const url = new URL('https://as.example/authorize?a=$(touch%20x)&b=`id`;reboot');
  openBrowser(url, 'linux', { PATH: bin });
  await until(() => existsSync(said) && readFileSync(said, 'utf8') !== '', 'it is opened');
  expect(JSON.parse(readFileSync(said, 'utf8'))).toEqual([url.href]);
});

it.each(['file:///etc/passwd', 'javascript:alert(1)', 'data:text/html,x'])('does not open %s', (url) => {
  expect(() => openBrowser(new URL(url), 'linux', { PATH: '' })).toThrow('not opened');
});

it('does not mind that there is no browser', () => {
  expect(() => openBrowser(new URL('https://as.example/'), 'linux', { PATH: '/nonexistent' })).not.toThrow();
});
