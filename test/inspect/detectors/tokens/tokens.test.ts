import { expect, test } from 'vitest';
import { entropy } from '../../../../src/inspect/detectors/entropy.ts';
import { TOKEN_FORMS } from '../../../../src/inspect/detectors/tokens/forms.ts';
import { SERVICE_TOKEN_FORMS } from '../../../../src/inspect/detectors/tokens/service-forms.ts';

const forms = [...TOKEN_FORMS, ...SERVICE_TOKEN_FORMS].map((form) => [form.what, form] as const);

test.each(forms)('the sample of %s is its lead, then its rest, and as random as it asks for', (_what, form) => {
  const [lead, rest] = form.sample;
  const both = new RegExp(`^${form.lead}(${form.rest})$`).exec(lead + rest)?.[1] ?? '';
  expect(both).not.toBe('');
  const secret = form.isTail === true ? both.slice(both.lastIndexOf('-') + 1) : both;
  expect(entropy(secret)).toBeGreaterThanOrEqual(form.bits);
  expect(form.holds?.(lead + rest)).not.toBe(false);
});

test('no two providers share a beginning and what follows it', () => {
  const written = forms.map(([, { lead, rest }]) => `${lead} ${rest}`);
  expect(written).toEqual([...new Set(written)]);
});
