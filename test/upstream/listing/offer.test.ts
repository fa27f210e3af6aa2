import { expect, test } from 'vitest';
import { canonicalText, sha256 } from '../../../src/model/json/canonical.ts';
import { NO_FACTS } from '../../../src/model/tool.ts';
import { changeOf, lackOf } from '../../../src/upstream/listing/offer.ts';
import { Tools } from '../../../src/upstream/listing/tools.ts';

const about = (description: string): string => JSON.stringify({ name: 'mail', description });
const tools = (...abouts: string[]): Tools => new Tools(abouts.map(about));
const made = (name: string, judged?: string, method = 'tools/call') => ({
  method,
  target: { upstream: 'post', name },
  tool: judged === undefined ? NO_FACTS : { ...NO_FACTS, definition: sha256(canonicalText(about(judged))) },
});

test('lets a call go to what it was judged by, and to what nobody knew', () => {
  expect(changeOf(made('mail'), tools('a'), tools('a'))).toBeUndefined();
  expect(changeOf(made('fax'), tools('a'), tools('b'))).toBeUndefined();
  expect(changeOf(made('mail'), undefined, undefined)).toBeUndefined();
  // It was judged by what this process offers, whatever the others do.
  expect(changeOf(made('mail', 'b'), tools('a'), tools('b'))).toBeUndefined();
  expect(changeOf(made('mail', 'a', 'prompts/get'), tools('a'), tools('b'))).toBeUndefined();
});

test('holds back a call whose tool changed, is gone, or cannot be known', () => {
  const refused = { kind: 'failed', reason: 'refused', acted: false };
  for (const after of [tools('b'), tools(), new Tools(['{"name":"mail"'])]) {
    expect(changeOf(made('mail'), tools('a'), after)).toMatchObject(refused);
    expect(changeOf(made('mail', 'a'), undefined, after)).toMatchObject(refused);
  }
  expect(changeOf(made('mail'), tools('a'), undefined)).toMatchObject({ reason: 'unreachable', acted: false });
  const asked = changeOf(made('mail'), tools('a'), undefined, 'post needs a person: sallyport login post');
  expect(asked).toMatchObject({ message: expect.stringContaining('(post needs a person: sallyport login post)') });
});

test('says of a tool for clients that can do more what this one cannot, and not that the server has changed', () => {
  const lacks = lackOf('{"roots":{}}', '{"elicitation":{},"roots":{}}');
  expect(lacks).toEqual(['elicitation']);
  const refused = changeOf(made('mail'), tools('a'), tools(), undefined, lacks);
  expect(refused).toMatchObject({
    reason: 'refused',
    acted: false,
    message: expect.stringMatching(/to this session, whose client does not declare elicitation; (?!.*changed)/),
  });
  // What is described otherwise may be so for that, too, and is judged anew either way.
  expect(changeOf(made('mail'), tools('a'), tools('b'), undefined, lacks)).toMatchObject({
    message: expect.stringContaining('has changed'),
  });
  expect(lackOf('{"elicitation":{}}', '{}')).toEqual([]);
  expect(lackOf(undefined, undefined)).toEqual([]);
});
