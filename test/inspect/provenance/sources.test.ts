import { expect, it } from 'vitest';
import { foundIn, shownAs, sourcesOf } from '../../../src/inspect/provenance/sources.ts';
import { NO_MEMORY } from '../../../src/model/view.ts';
import { mail, viewOf } from '../given.ts';

const to = { at: '/arguments/to', text: 'ada', role: 'destination' } as const;
const view = (memory: object) => viewOf({}, { memory: { ...NO_MEMORY, ...memory } });

it('of a value that a tool was given before are echoes, where the value decides', () => {
  const given = view({ given: () => 1 });
  expect(sourcesOf(given, to, 'exact:ada', 'ada', [mail])).toEqual([{ ...mail, isEcho: true }]);
  expect(sourcesOf(given, { ...to, role: 'content' }, 'exact:ada', 'ada', [mail])).toEqual([mail]);
  expect(sourcesOf(view({ given: () => 2 }), to, 'exact:ada', 'ada', [mail])).toEqual([mail]);
  expect(shownAs(view({ given: () => 1, find: () => [mail] }), 'exact:ada')).toEqual([{ ...mail, isEcho: true }]);
});

it('of a value that the session itself named before any text held it are the session as well', () => {
  const used = sourcesOf(view({ used: () => 1 }), to, 'exact:ada', 'ada', [mail]);
  expect(used).toHaveLength(2);
  expect(used[1]?.step).toBe(1);
  const written = view({ used: () => 1, search: () => [mail] });
  expect(sourcesOf(written, to, 'exact:ada', 'ada', [mail])).toEqual([mail]);
  expect(sourcesOf(view({ used: () => 1 }), to, 'exact:ada', 'ada', [])).toEqual([]);
});

it('of a value that the user named are the user as well, unless it is one plain word or decides nothing', () => {
  const user = { ...mail, call: '', upstream: 'user', shape: 'field', labels: [] } as const;
  const told = view({ userSaid: (text: string) => (['SH-22', 'restart', 'ada'].includes(text) ? user : undefined) });
  const target = { ...to, role: 'target' } as const;
  expect(sourcesOf(told, target, 'exact:sh-22', 'SH-22', [mail])).toEqual([mail, user]);
  expect(sourcesOf(told, { ...to, role: 'command' }, 'exact:restart', 'restart', [mail])).toEqual([mail, user]);
  expect(sourcesOf(told, target, 'exact:ada', 'ada', [mail])).toEqual([mail]);
  expect(sourcesOf(told, target, 'exact:sh-23', 'SH-23', [mail])).toEqual([mail]);
  expect(sourcesOf(told, { ...to, role: 'content' }, 'exact:sh-22', 'SH-22', [mail])).toEqual([mail]);
  expect(sourcesOf(told, target, 'exact:sh-22', 'SH-22', [])).toEqual([]);
});

it('of what an answer writes otherwise are the session, which named it in the call, and no other text', () => {
  const answer = { ...mail, call: 'c-typo' };
  const made: Record<string, readonly string[]> = { 'c-typo': ['SH22', 'smoke'], 'c-again': ['SH-22'] };
  const memory = {
    madeWith: (call: string) => made[call] ?? [],
    used: (key: string) => (key === 'exact:sh22' ? 1 : undefined),
  };
  const target = { ...to, role: 'target' } as const;
  const of = (text: string, sightings = [answer], more: object = {}, argument: typeof to | typeof target = target) =>
    sourcesOf(view({ ...memory, ...more }), argument, `exact:${text.toLowerCase()}`, text, sightings)
      .filter(({ upstream }) => upstream === 'session')
      .map(({ step }) => step);
  expect(of('SH-22')).toEqual([1]);
  expect(of('SH-22', [{ ...mail, call: 'c-again' }, answer])).toEqual([1]);
  expect(of('SH-23')).toEqual([]);
  expect(of('SH-22', [mail, answer])).toEqual([]);
  expect(of('SH-22', [{ ...mail, call: 'c-again' }])).toEqual([]);
  expect(of('SH-22', [answer], { search: () => [mail] })).toEqual([]);
  expect(of('SH-22', [answer], { used: () => undefined })).toEqual([]);
  expect(of('SH-22', [answer], {}, to)).toEqual([]);
});

it('of an address may be one text that gives both its halves', () => {
  const search = (text: string) => (text === 'lane.desk' || text === 'ours.example' ? [mail] : []);
  expect(foundIn(view({ search }), 'lane.desk@ours.example')).toEqual([mail]);
  const apart = (text: string) =>
    text === 'lane.desk' ? [mail] : text === 'ours.example' ? [{ ...mail, call: 'c-other' }] : [];
  expect(foundIn(view({ search: apart }), 'lane.desk@ours.example')).toEqual([]);
  const common = view({ search, count: () => 2 });
  expect(foundIn(common, 'lane.desk@ours.example')).toEqual([]);
  expect(foundIn(view({ search: (text: string) => (text === 'anna' ? [mail] : []) }), 'anna@ours.example')).toEqual([]);
});

it('of a value are texts that spell it otherwise', () => {
  const wrote = (one: string) => view({ search: (text: string) => (text === one ? [mail] : []) });
  expect(foundIn(wrote('eve@müller-bank.example'), 'eve@xn--mller-bank-9db.example')).toEqual([mail]);
  expect(foundIn(wrote('eve@xn--mller-bank-9db.example'), 'eve@müller-bank.example')).toEqual([mail]);
  expect(foundIn(wrote('+4930901820'), '+49 30 901820')).toEqual([mail]);
});
