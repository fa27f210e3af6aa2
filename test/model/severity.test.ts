import { expect, it } from 'vitest';
import { SEVERITIES } from '../../src/model/severity.ts';

it('orders severities from harmless to worst', () =>
  expect(SEVERITIES).toEqual(['info', 'low', 'medium', 'high', 'critical']));
