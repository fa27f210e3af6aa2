/** Whose an address is, or which bank keeps an account; undefined for what is nobody's by its form, as a telephone number. */
export function houseOf(key: string): string | undefined {
  if (key.startsWith('email:')) return domainOf(key.slice(key.lastIndexOf('@') + 1));
  const bank = IBAN.exec(key);
  return bank === null ? undefined : `${bank[1]} ${bank[2]}`;
}

const IBAN = /^account:([A-Z]{2})\d\d([A-Z0-9]{4})[A-Z0-9]{6,}$/;

/** The domain that a host belongs to, without a list of who registers where: `ours.co.uk`, `ours.example`. */
function domainOf(host: string): string {
  const labels = host.split('.');
  const isShared =
    labels.length > 2 && /^[a-z]{2}$/.test(labels.at(-1) ?? '') && (labels.at(-2) ?? '').length <= LONGEST_SHARED;
  return labels.slice(isShared ? -3 : -2).join('.');
}
/** `co`, `ac`, `com`. */
const LONGEST_SHARED = 3;
