import { expect, it } from 'vitest';
import { definition } from '../../src/inspect/definition.ts';
import { NO_FACTS } from '../../src/model/tool.ts';
import { NO_MEMORY } from '../../src/model/view.ts';
import { callOf } from '../policy/samples.ts';

const view = { labels: [], recent: [], calls: 0, memory: NO_MEMORY, incomplete: false };
const look = (change: object) => definition.onCall?.({ ...callOf('mail.send'), ...change }, [], view);

it('tells that a definition is not the one that was accepted', () => {
  const drift = { what: 'changed', severity: 'high', says: '`send` gained an optional `bcc`.' } as const;
  const tool = { ...NO_FACTS, drift };
  expect(look({ tool })).toEqual({
    findings: [{ kind: 'definition.changed', severity: 'high', at: '/name', message: drift.says }],
  });
  expect(look({ tool: { ...tool, drift: { ...drift } }, method: 'resources/read' })).toMatchObject({
    findings: [{ at: '/uri' }],
  });
});

it('tells that the server says otherwise how it is to be used, beside what is different about the tool itself', () => {
  const usage = { what: 'changed', severity: 'low', says: 'Server `mail`: reworded.' } as const;
  const drift = { what: 'new', severity: 'high', says: '`send` is new.' } as const;
  expect(look({ tool: { ...NO_FACTS, usage } })).toEqual({
    findings: [{ kind: 'definition.usage', severity: 'low', at: '/name', message: usage.says }],
  });
  expect(look({ tool: { ...NO_FACTS, usage, drift } })).toMatchObject({
    findings: [{ kind: 'definition.new' }, { kind: 'definition.usage' }],
  });
});

it('tells nothing of what is as it was, and of what a server asks', () => {
  expect(look({})).toEqual({});
  const drift = { what: 'new', severity: 'low', says: 'x' } as const;
  expect(look({ tool: { ...NO_FACTS, drift }, origin: 'upstream' })).toEqual({});
});
