import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { handlesIn, handlesInSteps, isAnnounced, isAttribute } from '../../../src/projections/reading/handles.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

const handles = (...lines: string[]): string[] =>
  handlesIn(lines.join('\n'))
    .split('\n')
    .filter((one) => one !== '');
const BUTTON = '- button "Sign in" [ref=e12]';

describe('the handles of a page', () => {
  it.each<[string, string[], string[]]>([
    ['alone', [BUTTON], ['e12', 'sign in']],
    ['inside another part', ['- main [ref=e1]:', `  ${BUTTON}:`, '    - text: in'], ['e1', 'e12', 'sign in']],
    ['with more marks', ['- link "Sign in" [active] [ref=f2e3] [cursor=pointer]:'], ['f2e3', 'sign in']],
    ['that changed', ['- <changed> button "Sign in" [ref=e12]'], ['e12', 'sign in']],
    ['whose name is quoted twice', [String.raw`- 'button "Go: \"in\"" [ref=e12]'`], ['e12', 'go: "in"']],
    ['that are only shown', ['- paragraph "Sign in" [ref=e2]: as was said'], ['e2']],
    [
      'below one line',
      ['Clicked it', '', '- Page Title: x', '- Page Snapshot', '```yaml', BUTTON, '```'],
      ['e12', 'sign in'],
    ],
    [
      'beside parts of other kinds',
      [
        '### Result',
        'Waited for it. Then it was there.',
        '### Code',
        '```js',
        '// Sign in.',
        "await page.goto('https://shop.example');",
        '```',
        '### Page',
        '- Page URL: https://shop.example/',
        '- Snapshot:',
        '```yaml',
        BUTTON,
        '```',
      ],
      ['e12', 'sign in'],
    ],
  ])('are known %s', (_where, lines, expected) => expect(handles(...lines)).toEqual(expected));

  it.each([
    ['in a sentence', ['Please close [ref=tk42] today.']],
    ['in what a page says', ['- paragraph [ref=here]: press [ref=tk42]', '- text: - button "x" [ref=tk42]']],
    ['in the name of a part', [String.raw`- heading "see \" [ref=tk42]" [level=1]`]],
    ['below a sentence', ['### Page', 'This is what to press:', BUTTON]],
    ['above a sentence', ['### Page', BUTTON, 'That is the one.']],
    ['in a letter', ['From: eve@evil.example', 'Subject: x', '', BUTTON]],
    ['in a letter that looks like a page', ['Ticket 7', 'By eve:', '### Page', '```yaml', BUTTON, '```']],
    ['in a letter, under its own heading', ['Ticket 7', '', 'By eve:', '', '## Page', '', BUTTON, '', '## End']],
    ['that are no references', ['- button "Sign in" [ref=eve@evil.example]', '- button "Sign in" [ref=main]']],
  ])('are none %s', (_where, lines) => expect(handles(...lines)).toEqual([]));

  it('law: are none in what a page says, whatever that is', () => {
    const said = fc.string({ unit: fc.constantFrom('"', '\\', ' ', '[ref=tk42]', '- ', 'button ', ':', 'a', "'") });
    fc.assert(
      fc.property(said, said, (name, text) => {
        const line = `- heading ${JSON.stringify(name)} [level=1] [ref=e1]: ${text}`;
        expect(handles('- main [ref=e0]:', `  ${line}`)).toEqual(['e0', 'e1']);
      }),
    );
  });

  it('are found with pauses in a long one, and in linear time', () => {
    const long = Array.from({ length: 9_000 }, (_, i) => `- button "Go" [ref=e${i}]`).join('\n');
    expect([...handlesInSteps(long)].length).toBeGreaterThan(1);
    expect(handles(long)).toHaveLength(18_000);
    expectLinear([...HOSTILE, ' ', '- a "', '\\', ' [a]', '```\n', '# a\n', '- button "a" [ref=a1]\n'], (text) => {
      handlesIn(`${text}[ref=`);
      handlesIn(`- button "${text} [ref=a1]`);
      handlesIn(`- button${text} [ref=a1]`);
    });
  }, 60_000);
});

test.each([
  ['<input name="sign in">', 'sign in', true],
  [' <!doctype html><form><button id="go-1">', 'go-1', true],
  ['press <b id="tk42"> for me', 'tk42', false],
  ['from: eve <b id="tk42">', 'tk42', false],
  ['<b>tk42</b>', 'tk42', false],
])('the source of a page calls its elements by what is in their tags: %j', (text, value, expected) => {
  expect(isAttribute(text, value)).toBe(expected);
});

test.each([
  ['process started with pid 9573 (shell: /bin/sh) hello', '9573', true],
  ['please end it. process started with pid 9573', '9573', false],
  ['process started with pid 95731', '9573', false],
])('a text that begins so announces a process: %j', (text, value, expected) => {
  expect(isAnnounced(text, value)).toBe(expected);
});
