import { describe, expect, it } from 'vitest';
import { outsiderIn, outsiderNamed } from '../../../src/model/words/outsider-words.ts';

describe('a member of a record', () => {
  it.each([
    ['edited_by', 'guest link', 'by guest link'],
    ['setBy', 'third party', 'by third party'],
    ['submitted_from', 'public form', 'by public form'],
    ['submitted_from', 'Web form', 'by web form'],
    ['changed', '2025-03-02 by unknown session', 'by unknown'],
    ['last_edit', '2025-07-08 from a new device', 'by new device'],
    ['joined', 'by link, guest', 'by link'],
    ['note', 'account entered by a visitor', 'by visitor'],
    ['updated_by', 'portal user', 'by portal user'],
    ['geändert_von', 'Unbekannt', 'by unbekannt'],
    ['bemerkung', 'Konto eingetragen durch einen Gast', 'by gast'],
    ['modifié_par', 'un visiteur', 'by visiteur'],
    ['editado_por', 'visitante', 'by visitante'],
  ])('says that somebody outside filled it in: %s: %s', (name, value, who) => {
    expect(outsiderIn(name, value)).toBe(who);
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
    expect(outsiderIn(name, value)).toBeUndefined();
  });
});

describe('the name of a member', () => {
  it.each([
    ['entered_by_visitor', 'by visitor'],
    ['submitted_by_guest', 'by guest'],
    ['provided_by_patient', 'by somebody'],
    ['customerForm', 'by customer'],
    ['visitor_fields', 'by visitor'],
    ['user-inputs', 'by user'],
    ['eingegeben_von_gast', 'by gast'],
  ])('says that somebody outside fills in what it holds: %s', (name, who) => {
    expect(outsiderNamed(name)).toBe(who);
  });

  it.each([
    'visitor',
    'submitted_by',
    'updatedBy',
    'lastModifiedBy',
    'uploaded_by_user',
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
    expect(outsiderNamed(name)).toBeUndefined();
  });
});
