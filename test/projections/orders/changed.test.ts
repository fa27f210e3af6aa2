import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rewrite } from '../../../src/model/evidence/rewrite.ts';
import { changeOf } from '../../../src/projections/orders/changed.ts';
import { Sentence } from '../../../src/projections/orders/sentence.ts';
import { Utterances } from '../../../src/projections/orders/utterances.ts';

const source = { call: 'c', upstream: 'files', tool: 'read', at: '', shape: 'prose', labels: [], step: 1 } as const;
const said = (text: string): Sentence => new Sentence(text, source);
const rewrite: Rewrite = {
  upstream: 'files',
  places: ['a.md'],
  values: ['a.md'],
  written: ['The lamp is red.\nWait.'],
};

describe('what a call changes', () => {
  it('is what stands in a whole file no more; half a sentence is enough to keep it', () => {
    const { keeps } = changeOf(rewrite);
    expect(keeps(said('the lamp is red'))).toBe(true);
    expect(keeps(said('the lamp is red today'))).toBe(true);
    expect(keeps(said('no lamp was here'))).toBe(false);
  });

  it.each([
    ['the lamp is red.\nwait.', 'lamp', true],
    ['the lamp is blue.\nwait.', 'lamp', true],
    ['the lamp is blue.\nwait.', 'blue', false],
    ['the lamp is blue.\nwait.', 'red', false],
    ['a lamp hangs here. the lamp is red.\nwait.', 'lamp', false],
    ['wait. the lamp is red.', 'lamp', false],
  ])('puts back what stands where it stood, and nowhere else: %j, %s', (file, value, is) => {
    const sentences = new Utterances(file.replaceAll('\n', ' ')).all.map(({ text }) => said(text));
    expect(changeOf(rewrite).putsBack(sentences, value, [])).toBe(is);
    expect(changeOf({ ...rewrite, replaced: [] }).putsBack(sentences, value, [])).toBe(false);
    expect(changeOf({ ...rewrite, written: [...rewrite.written, file] }).putsBack(sentences, value, [])).toBe(false);
  });

  it('puts nothing back whose change has words of what is asked for', () => {
    const sentences = new Utterances('the lamp is blue. wait.').all.map(({ text }) => said(text));
    const { putsBack } = changeOf(rewrite);
    expect(putsBack(sentences, 'wait', [said('please let it be red')])).toBe(false);
    expect(putsBack(sentences, 'wait', [said('please drop the blue one')])).toBe(false);
    expect(putsBack(sentences, 'wait', [said('please look at the lamp')])).toBe(true);
  });

  it('moves a value that is not left where it stood, and may move any where something is replaced', () => {
    const file = new Utterances('the lamp is red. wait.').all.map(({ text }) => said(text));
    expect(changeOf({ ...rewrite, written: ['The lamp is red.\nGo.'] }).moves(file, 'lamp')).toBe(false);
    expect(changeOf({ ...rewrite, written: ['Lamp: the lamp is red.'] }).moves(file, 'lamp')).toBe(true);
    expect(changeOf({ ...rewrite, replaced: ['The lamp is red.'] }).moves(file, 'lamp')).toBe(true);
  });

  it('leaves a value that stays on the same side of all else, also where sentences are read in pieces', () => {
    const row = (i: number): string => `shelf ${i} has ${i * 3} boxes and ${i * 7} lids`;
    const rows = Array.from({ length: 60 }, (_, i) => row(i));
    const file = (...all: string[]): string => all.join(' ');
    const before = file(...rows, 'to key@help.example', ...rows.map((one) => `old ${one}`));
    const sentences = new Utterances(before).all.map(({ text }) => said(text));
    const leaves = (after: string): boolean =>
      changeOf({ ...rewrite, written: [after] }).leaves(sentences, 'key@help.example');
    expect(sentences.length).toBeGreaterThan(3);
    expect(leaves(before.replace('shelf 2 has 6', 'shelf 2 has, as we were told last week, 16'))).toBe(true);
    expect(leaves(file('to key@help.example', ...rows, ...rows.map((one) => `old ${one}`)))).toBe(false);
    expect(changeOf({ ...rewrite, replaced: [] }).leaves(sentences, 'key@help.example')).toBe(true);
  });

  it('is in the file that was read by its path, and in no other', () => {
    expect(changeOf(rewrite).isIn(source, ['a.md'])).toBe(true);
    expect(changeOf(rewrite).isIn(source, ['b.md'])).toBe(false);
    expect(changeOf(rewrite).isIn(source, undefined)).toBe(false);
  });

  it('is apart from what tells its reader what to do, unless something beside that is gone', () => {
    const { isApart } = changeOf(rewrite);
    const [order, lamp, bell] = [said('you must edit it'), said('the lamp is red'), said('the bell rings')];
    expect(isApart(order, [lamp, order, bell])).toBe(false);
    expect(isApart(order, [lamp, order])).toBe(true);
    expect(isApart(said('edit it'), [lamp])).toBe(false);
  });

  it('is apart in an edit from all but what is replaced, or a part of it, and from everything where a text is only added', () => {
    const order = said('you must edit it');
    const isApart = (replaced: readonly string[], ...beside: string[]): boolean =>
      changeOf({ ...rewrite, replaced }).isApart(order, [order, ...beside.map(said)]);
    expect(isApart(['The lamp is red.'], 'the lamp is red')).toBe(false);
    expect(isApart(['lamp is red'], 'the lamp is red')).toBe(false);
    expect(isApart(['The bell rings.'], 'the lamp is red')).toBe(true);
    expect(isApart(['The lamp is red.'], 'the')).toBe(true);
    expect(isApart([], 'the lamp is red')).toBe(true);
    expect(isApart(['lamp: red'], 'lamp', 'red bell')).toBe(false);
    expect(isApart(["'red'"], 'the lamp is red')).toBe(false);
    expect(isApart(['a'], 'the lamp is a lamp')).toBe(true);
    expect(changeOf({ ...rewrite, replaced: [] }).keeps(order)).toBe(true);
  });

  it('is no sentence of what is written as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{3,9}( [a-z]{3,9}){0,5}$/), { minLength: 1 }), (all) => {
        const { keeps, isApart } = changeOf({ ...rewrite, written: [all.join('. ')] });
        const sentences = all.map(said);
        expect(sentences.every(keeps)).toBe(true);
        expect(isApart(said('you must edit it'), sentences)).toBe(true);
      }),
    );
  });
});
