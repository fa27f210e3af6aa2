import { expect, it } from 'vitest';
import { openShelf } from '../../../src/app/secrets/shelf.ts';
import { leaveWish, listWishes, readWish, takeWish, type Wish } from '../../../src/upstream/oauth/wish.ts';
import { shelfFolder } from './stand.ts';

const wish = (server: string): Wish => ({
  upstream: 'crm',
  server,
  challenge: { metadata: 'https://crm.example/prm', scopes: ['a', 'b'], error: undefined },
  at: 7,
});

it('is found by the server that it is of, until it is taken', async () => {
  const shelf = openShelf(shelfFolder());
  await leaveWish(shelf, wish('https://crm.example/mcp'));
  await leaveWish(shelf, wish('https://web.example/mcp'));
  expect(await readWish(shelf, 'https://crm.example/mcp')).toEqual(wish('https://crm.example/mcp'));
  expect(await listWishes(shelf)).toHaveLength(2);
  await takeWish(shelf, 'https://crm.example/mcp');
  expect(await readWish(shelf, 'https://crm.example/mcp')).toBeUndefined();
  expect(await listWishes(shelf)).toEqual([wish('https://web.example/mcp')]);
});

it.each(['', '{', '[]', '{"upstream":1}', '{"upstream":"a","server":"b","at":"c","challenge":{}}'])(
  'is none where %j stands',
  async (text) => {
    const shelf = openShelf(shelfFolder());
    await leaveWish(shelf, wish('https://crm.example/mcp'));
    const [name = ''] = await shelf.list();
    await shelf.replace(name, text);
    expect(await readWish(shelf, 'https://crm.example/mcp')).toBeUndefined();
    expect(await listWishes(shelf)).toEqual([]);
  },
);
