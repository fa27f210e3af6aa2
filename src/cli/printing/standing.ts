import type { Find } from '../../app/discovering.ts';

/** How a server relates to Sallyport, in the words of docs/discovery.md. */
export const STANDINGS: { readonly [S in Find['standing']]: string } = {
  bypassing: 'goes past',
  unknown: 'unknown',
  behind: 'behind',
};
