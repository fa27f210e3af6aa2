import { expect, it } from 'vitest';
import { newsOf } from '../../../src/model/record/note.ts';

it('names the server whose news it is, and the protocol only where one is known', () => {
  const news = { kind: 'note', about: 'listing', server: 'mail', message: '2 tools' };
  expect(newsOf('listing', 'mail', '2 tools')).toEqual(news);
  expect(Object.keys(newsOf('listing', 'mail', '2 tools'))).not.toContain('protocol');
  expect(newsOf('listing', 'mail', '2 tools', '2025-11-25')).toEqual({ ...news, protocol: '2025-11-25' });
});
