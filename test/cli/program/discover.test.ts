import { expect, it } from 'vitest';
import { runCli, scratch } from '../stage.ts';

it('declares discover, and says what may be looked at', async () => {
  const help = await runCli(['discover', '--help']);
  expect(help.out).toMatch(/--only[\s\S]*--folder[\s\S]*--probe[\s\S]*--json/);
  const wrong = await runCli(['discover', '--only', 'cloud'], { SALLYPORT_STATE: scratch() });
  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain('clients, processes, ports, containers, manifests, code');
});
