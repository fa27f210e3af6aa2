import { describe, expect, it } from 'vitest';
import {
  called,
  isForReplies,
  isListed,
  isOfAnother,
  isOneOfSeveral,
  isOwn,
  isSender,
  Place,
} from '../../../src/inspect/aside/place.ts';

const at = (place: string, key = 'email:ann@ours.example'): Place => new Place({ at: place, key });

describe('the own field of a record, seen from another', () => {
  it.each([
    ['/paidFrom', '/custom/iban'],
    ['/guest/email', '/meta/answers'],
    ['/guest/phone', '/with/0/phone'],
    ['/0/ref', '/0/trigger/ref'],
    ['/list/3/owner/mail', '/list/3/more/desk'],
  ])('%s is that of %s', (own, other) => {
    expect(isOwn(at(own), at(other))).toBe(true);
    expect(isOwn(at(other), at(own))).toBe(own.split('/').length === other.split('/').length);
  });

  it.each([
    ['/from', '/to'],
    ['/buyer/iban', '/seller/iban'],
    ['/custom/iban', '/paidFrom'],
    ['/0/email', '/1/more/email'],
    ['/to/0', '/more/desk'],
  ])('%s is not that of %s', (own, other) => {
    expect(isOwn(at(own), at(other))).toBe(false);
  });
});

it('tells several of a list from one', () => {
  const own = at('/creator/email');
  const bob = at('/attendees/0/email', 'email:bob@far.example');
  const eve = at('/attendees/1/email', 'email:eve@far.example');
  expect(isOneOfSeveral([own, bob, eve], own, bob)).toBe(true);
  expect(isOneOfSeveral([own, bob], own, bob)).toBe(false);
  expect(isOneOfSeveral([own, bob, at('/attendees/1/email', 'phone:4930901820')], own, bob)).toBe(false);
  // Those of another entry are no part of the record.
  const mine = at('/0/mail');
  const theirs = at('/1/more/desk', 'email:eve@far.example');
  expect(isOneOfSeveral([mine, at('/0/more/desk', 'email:bob@far.example'), theirs], mine, at('/0/more/desk'))).toBe(
    true,
  );
  expect(isOneOfSeveral([mine, at('/0/more/desk'), theirs], mine, at('/0/more/desk'))).toBe(false);
});

it('knows who sent something, and where its answers are to go', () => {
  expect(
    ['/headers/Reply-To', '/meta/replyTo', '/desk_reply_to', '/replied'].map((one) => isForReplies(at(one))),
  ).toEqual([true, true, true, false]);
  expect(isSender(at('/headers/From'), at('/headers/Reply-To'))).toBe(true);
  expect(isSender(at('/headers/To'), at('/headers/Reply-To'))).toBe(false);
  expect(isSender(at('/from'), at('/headers/Reply-To'))).toBe(false);
});

it('asks for nothing by a name that everything has', () => {
  expect(called('/arguments/userName')).toBe('username');
  expect(called('/arguments/to_phones/0')).toBe('tophones');
  expect(['id', 'product_id', 'items_ids', 'name', 'key'].map((name) => called(`/arguments/${name}`))).toEqual(
    Array(5).fill(undefined),
  );
});

it('tells whose a field is by its part in the record', () => {
  const own = at('/author/public_email');
  expect(['/reader/info/mailbox', '/customer/desk', '/commits/0/to'].map((one) => isOfAnother(own, at(one)))).toEqual([
    true,
    true,
    true,
  ]);
  expect(
    ['/commits/0/author_email', '/meta/customer/email', '/trigger/by'].map((one) => isOfAnother(own, at(one))),
  ).toEqual([false, false, false]);
  // A number says less of whose it is than where it is.
  expect(isOfAnother(at('/phone', 'phone:49171'), at('/with/phone', 'phone:40720'))).toBe(false);
});

it('tells what is in a list from what is beside it', () => {
  expect(['/files/0', '/files/0/path'].map((one) => isListed(at('/path'), at(one)))).toEqual([true, true]);
  expect(isListed(at('/0/path'), at('/0/more/path'))).toBe(false);
});

it('takes nobody for a sender who cannot be answered', () => {
  const keys = ['noreply', 'do-not-reply', 'shop+noreply', 'notifications', 'annoreply', 'ann'];
  const reply = at('/reply_to');
  expect(keys.map((key) => isSender(at('/from', `email:${key}@ours.example`), reply))).toEqual([
    false,
    false,
    false,
    false,
    true,
    true,
  ]);
});
