import { expect, it } from 'vitest';
import { RECORD_VERSION } from '../../src/model/record.ts';

// A pin: whoever changes the format of a record raises this, teaches readers the old one, and says so in docs/record.md.
it('is version 1', () => expect(RECORD_VERSION).toBe(1));
