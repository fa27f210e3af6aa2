import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { filesIn } from './source.ts';

const ROOT = path.join(import.meta.dirname, '..');
const PAGES = [
  ...readdirSync(ROOT).filter((file) => file.endsWith('.md')),
  ...filesIn(path.join(ROOT, 'docs'), '.md').map((file) => `docs/${file}`),
];
const textOf = (page: string): string => readFileSync(path.join(ROOT, page), 'utf8').replace(/^```[\s\S]*?^```/gm, '');

/** What a heading is called in an address, as GitHub has it; of headings that are alike the later ones are counted. */
function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of textOf(page).matchAll(/^#{1,6} (.+)$/gm)) {
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-');
    let nth = 0;
    while (anchors.has(nth === 0 ? anchor : `${anchor}-${nth}`)) nth++;
    anchors.add(nth === 0 ? anchor : `${anchor}-${nth}`);
  }
  return anchors;
}

/** Each link to a file or a heading of ours that leads nowhere. */
const deadLinks = (page: string): string[] =>
  [
    ...textOf(page)
      .replace(/`[^`\n]*`/g, '')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ].flatMap(([, link = '']) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [file = '', anchor] = link.split('#');
    const to = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
    const isThere = existsSync(path.join(ROOT, to)) && (anchor === undefined || anchorsOf(to).has(anchor));
    return isThere ? [] : [`${page}: ${link}`];
  });

it('links of the documentation lead somewhere', () => {
  expect(PAGES.length).toBeGreaterThan(40);
  expect(PAGES.flatMap(deadLinks)).toEqual([]);
});
