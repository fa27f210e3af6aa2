import { expect, it } from 'vitest';
import { UnknownServer } from '../../src/app/unknown-server.ts';

it('says of a server that there is not what is meant and which there are, or whose configuration names none', () => {
  const said = (name: string, known: readonly string[]) => new UnknownServer(name, known, 'c.yaml').message;
  expect(said('mial', ['mail', 'crm'])).toBe('there is no server mial (did you mean "mail"?); there are: mail, crm');
  expect(said('x', [])).toBe('there is no server x; c.yaml names none');
});
