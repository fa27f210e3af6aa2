import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erase } from '../../../src/cli/commands/erase.ts';
import { ValueSearch } from '../../../src/cli/record/value-search.ts';
import { readRecords } from '../../../src/journal/reading.ts';
import { admitAndSettle, alone, fillRecord, makeCall, makeScreen, makeState, withRecord } from '../stage.ts';

const MAIL = 'ann.lee@customer.example';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Where a value is seen in a record that has one call with these arguments, and a result that says this. */
async function seen(wanted: string, body: string, answer = 'done'): Promise<string[]> {
  const state = makeState();
  await withRecord(state, (journal) =>
    admitAndSettle(
      journal,
      makeCall('call0000', { body }),
      JSON.stringify({ content: [{ type: 'text', text: answer }] }),
    ),
  );
  const found: string[] = [];
  const search = new ValueSearch(wanted);
  for await (const { record, places } of search.among(readRecords(state.journal)))
    found.push(`${record.entry.kind} ${places.join(' ')}`);
  expect(search.unknown).toBe(0);
  return found;
}

describe('a value that is looked for', () => {
  it.each([
    ['as it is', `write to ${MAIL} now`],
    ['in other case and width', 'ＡＮＮ.Lee＠Customer.example'],
    ['spelled out', 'ann.lee at customer dot example'],
    ['in percent signs', 'to=ann.lee%40customer.example'],
    ['in base64', base64(MAIL)],
    ['in base64 among other text', base64(`x: ${MAIL}, y`)],
    ['in hexadecimal digits', Buffer.from(MAIL).toString('hex')],
    ['with what nobody sees', 'ann.\u200blee@customer.example'],
  ])('is found %s', async (_, text) => {
    expect(await seen(MAIL, text)).toEqual(['call /arguments/body']);
    expect(await seen(MAIL, 'nothing', text)).toEqual(['result /content/0/text']);
  });

  it.each(['ann.le@customer.example', 'ann lee', base64('ann.let@customer.example'), 'YW5u'])(
    'is not found in %s',
    async (text) => {
      expect(await seen(MAIL, text)).toEqual([]);
    },
  );

  it.each([
    ['DE89 3704 0044 0532 0130 00', 'pays DE89370400440532013000 monthly'],
    ['DE89370400440532013000', 'pays DE89 3704 0044 0532 0130 00 monthly'],
    ['4111111111111111', 'card 4111-1111-1111-1111'],
    ['+49 170 1234567', base64('call +49 (170) 12345-67 today')],
  ])('%s is found in groups of another length: %s', async (wanted, text) => {
    expect(await seen(wanted, text)).toEqual(['call /arguments/body']);
  });

  it.each([
    ['room 12 at 34', 'room12at34'],
    ['1234 567', '1234567'],
    ['12345678', '1234.5678'],
  ])('%s is no number in groups: not found in %s', async (wanted, text) => {
    expect(await seen(wanted, text)).toEqual([]);
  });

  it('law: is found in base64, whatever stands around it', async () => {
    const around = fc.string({ unit: 'binary', maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(around, around, async (before, after) => {
        expect(await seen(MAIL, base64(before + MAIL + after))).toEqual(['call /arguments/body']);
      }),
      { numRuns: 12 },
    );
  });

  it('is found in what a server said besides', async () => {
    const state = makeState();
    const one = { said: 'log', of: '', at: '/data', text: `Copied to ${MAIL}.` } as const;
    await withRecord(state, async (journal) => {
      await journal.saying({ call: 'call0000', session: 's', upstream: 'crm', labels: [] }, [one]);
    });
    const found: unknown[] = [];
    for await (const { record, places } of new ValueSearch(MAIL).among(readRecords(state.journal)))
      found.push([record.entry.kind, places]);
    expect(found).toEqual([['saying', ['/0/text']]]);
    expect(ValueSearch.kinds).toContain('saying');
  });

  it('has to be something', () => {
    expect(() => new ValueSearch(' \u200b')).toThrow(/--value is empty/);
  });

  it('may be in what was erased: of that nobody can tell, which is counted', async () => {
    const state = makeState();
    await fillRecord(state);
    await erase(['call0000'], { state: state.root, guard: alone }, makeScreen({ answers: ['yes'] }));
    const search = new ValueSearch('eve@evil.example');
    const found: string[] = [];
    for await (const { record } of search.among(readRecords(state.journal))) found.push(record.entry.kind);
    expect(found).toEqual(['hold']);
    expect(search.unknown).toBe(2);
  });
});
