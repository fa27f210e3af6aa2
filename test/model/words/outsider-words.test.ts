import { describe, expect, it } from 'vitest';
import { claimsOutsider, isForOutsiders } from '../../../src/model/words/outsider-words.ts';

describe('a member of a record', () => {
  it.each([
    ['edited_by', 'guest link'],
    ['setBy', 'third party'],
    ['submitted_from', 'public form'],
    ['submitted_from', 'Web form'],
    ['changed', '2025-03-02 by unknown session'],
    ['last_edit', '2025-07-08 from a new device'],
    ['joined', 'by link, guest'],
    ['note', 'account entered by a visitor'],
    ['updated_by', 'portal user'],
    ['geändert_von', 'Unbekannt'],
    ['bemerkung', 'Konto eingetragen durch einen Gast'],
    ['modifié_par', 'un visiteur'],
    ['editado_por', 'visitante'],
  ])('says that somebody outside filled it in: %s: %s', (name, value) => {
    expect(claimsOutsider(name, value)).toBe(true);
  });

  it.each([
    ['edited_by', 'Anna Lee'],
    ['edited_by', 'guesthouse team'],
    ['guest', 'Anna Lee'],
    ['name', 'public form'],
    ['visibility', 'public'],
    ['channel', 'web form'],
    ['note', 'room changed by guest request'],
    ['note', 'the guest asked for a quiet room'],
    ['added', 'new link on the page'],
    ['updated_by', `anna ${'and so on '.repeat(20)}by a guest`],
  ])('says nothing of the kind: %s: %s', (name, value) => {
    expect(claimsOutsider(name, value)).toBe(false);
  });
});

describe('the name of a member', () => {
  it.each([
    'entered_by_visitor',
    'submitted_by',
    'customerForm',
    'visitor_fields',
    'user-inputs',
    'eingegeben_von_gast',
  ])('says that somebody outside fills in what it holds: %s', (name) => {
    expect(isForOutsiders(name)).toBe(true);
  });

  it.each([
    'visitor',
    'customer',
    'form',
    'fields',
    'custom_fields',
    'metadata',
    'attributes',
    'created',
    'platform',
    '12',
  ])('says nothing of the kind: %s', (name) => {
    expect(isForOutsiders(name)).toBe(false);
  });
});
