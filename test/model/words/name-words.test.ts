import { describe, expect, it } from 'vitest';
import { deedWords, opening, stem, wordsOf } from '../../../src/model/words/name-words.ts';

describe('words', () => {
  it.each([
    ['getUserID', ['get', 'user', 'id']],
    ['get-user_id', ['get', 'user', 'id']],
    ['get.user.id', ['get', 'user', 'id']],
    ['APIKey', ['api', 'key']],
    ['größeÄndern', ['größeändern']],
    ['', []],
    ['__', []],
  ])('of %s', (name, words) => {
    expect(wordsOf(name)).toEqual(words);
  });

  it('of a description end with its first sentence', () => {
    expect(opening('Sends an e-mail. Deletes nothing')).toEqual(['sends', 'an', 'e', 'mail']);
    expect(opening('a '.repeat(1_000))).toHaveLength(30);
  });

  it('of any length cost little', () => {
    expect(wordsOf('A'.repeat(1_000_000)).join('').length).toBeLessThan(1_000);
  });

  it.each([
    ['deletes', 'delete'],
    ['deleting', 'delete'],
    ['dropped', 'drop'],
    ['sends', 'send'],
    ['modifies', 'modify'],
    ['bus', 'bus'],
  ])('%s is a form of %s', (word, verb) => {
    const known = new Set(['delete', 'drop', 'send', 'modify']);
    expect(stem(word, (each) => known.has(each))).toBe(verb);
  });
});

describe('deedWords', () => {
  it('of what writes a file are not those of writing to somebody', () => {
    for (const name of ['write_file', 'writeNote2', 'files.write_text_file'])
      expect(deedWords(name).acts).not.toContain('send');
    for (const name of ['write', 'write_message', 'write_comment', 'send_file'])
      expect(deedWords(name).acts).toContain('send');
  });

  it('of a tool stay what they are, whatever was chosen for it before', () => {
    const plain = deedWords('trade_stock');
    expect(deedWords('trade_stock', ['sell']).acts.has('sell')).toBe(true);
    expect(deedWords('trade_stock')).toEqual(plain);
    expect(plain.acts.has('sell')).toBe(false);
    // Beyond a thousand names all are told anew.
    for (let i = 0; i < 1_100; i++) deedWords(`send_${i}`);
    expect(deedWords('trade_stock')).toEqual(plain);
  });

  it('are those of a name that say what is done, in one form', () => {
    expect([...deedWords('sendEmails').words]).toEqual(['send', 'email']);
    expect([...deedWords('crm.delete_the_user_record').words]).toEqual(['crm', 'delet', 'record']);
    expect([...deedWords('').words]).toEqual([]);
    expect([...deedWords('office/create_document').words]).toEqual(['creat', 'document']);
  });

  it('spell the name as a text would, unless it is one word', () => {
    expect(deedWords('office/addTeamMember').names).toEqual(['addteammember', 'add team member']);
    expect(deedWords('send').names).toEqual([]);
  });

  it.each<[string, string[], string[]]>([
    ['mail_forward', [], ['send']],
    ['post_page', [], ['post', 'add']],
    ['API-post-search', [], ['post']],
    ['post_message', [], ['post', 'send']],
    ['cancel_order', [], ['cancel']],
    ['submitOrder', ['ZQ', 'sell'], ['buy', 'sell']],
    ['door_control', ['unlock'], ['open']],
    ['frobnicate', [], []],
    ['ticket_add_comment', [], ['add', 'send', 'post']],
    ['delete_message', [], ['delete']],
    ['move-mail-message', [], ['move']],
    ['archive_message', [], ['archive']],
    ['move_and_reply_message', [], ['move', 'send', 'post']],
    ['forward_message', [], ['send', 'post']],
    ['share_file', [], ['share', 'give']],
    ['edit_text_file', [], ['change']],
    ['kubectl_apply', [], ['add']],
  ])('know by what act %s with %j would be asked for', (name, chosen, acts) => {
    expect([...deedWords(name, chosen).acts]).toEqual(acts);
  });

  it.each<[string, string | undefined]>([
    ['place_order', 'plac'],
    ['order_place', 'plac'],
    ['kubectl_scale', 'scal'],
    ['kubectl_scale_deployment', 'scal'],
    ['jira.issue-transition', 'transition'],
    ['lampToggle', 'toggl'],
    ['toggle_lamp', 'toggl'],
    ['frobnicate_lamp', 'frobnicat'],
    ['lamp.frobnicate', 'frobnicat'],
    // What is done there has a known act, or nothing is.
    ['page-archive', undefined],
    ['calendar_event_delete', undefined],
    ['read_delete_log', undefined],
    ['list_remove', undefined],
    ['get_update', undefined],
    ['scale', undefined],
  ])('know what %s does, whichever end of it says so', (name, verb) => {
    expect(deedWords(name).verb).toBe(verb);
  });
});
