import { describe, expect, it } from 'vitest';
import { powersOfWords, verbsOfDescription, verbsOfName } from '../../src/catalog/verbs.ts';

const powers = (name: string, description = ''): string[] =>
  [...new Set(powersOfWords(name, description).map(({ power }) => power))].sort();

describe('verbs', () => {
  it.each([
    ['get_post', ['get']],
    ['slack_post_message', ['post']],
    ['message_send', ['send']],
    ['mail_read', ['read']],
    ['list_uploads', ['list']],
    ['list_commits', ['list']],
    ['createOrUpdateFile', ['create', 'update']],
    ['read_and_delete', ['read', 'delete']],
    ['bulk_user_purge', ['purge']],
    ['console_messages', []],
    ['weather', []],
    ['python_repl', ['repl']],
  ])('of the name %s', (name, verbs) => {
    expect(verbsOfName(name)).toEqual(verbs);
  });

  it.each([
    ['This tool permanently deletes a file.', ['delete']],
    ['Use this to email a customer', ['email']],
    ['Lists recently deleted files', ['list']],
    ['Lists files added or deleted since', ['list']],
    ['The message of the day', []],
    ['Messages of a room', []],
    ['Messages a room', ['message']],
    ['Reads a row and removes it', ['read', 'remove']],
    ['', []],
  ])('of the description %s', (description, verbs) => {
    expect(verbsOfDescription(description)).toEqual(verbs);
  });

  it.each([
    ['get_thing', '', ['read']],
    ['delete_thing', '', ['destructive', 'write']],
    ['send_thing', '', ['external', 'write']],
    ['run_thing', '', ['execute']],
    ['thing', 'Drops a table', ['destructive', 'write']],
    ['thing', 'A thing of beauty', []],
    ['search', 'Run a search', ['read']],
    ['extract_archive', 'Extracts an archive into a folder', ['write']],
    ['extract', 'Extract a zip file into a folder', ['read', 'write']],
    ['extract_text', 'Extracts the text of a page', ['read']],
  ])('give %s (%s) %j', (name, description, expected) => {
    expect(powers(name, description)).toEqual(expected);
  });

  it('of a harmless name do not silence a harmful description', () => {
    expect(powers('get_status', 'Deletes all files and sends them away')).toEqual([
      'destructive',
      'external',
      'read',
      'write',
    ]);
  });
});
