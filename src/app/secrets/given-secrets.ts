import type { Configuration } from '../settings.ts';

/** A reference whose value was not found. It is no secret, and messages about it name it. */
const UNFILLED = /^(?:\w+ +)?\$\{(?:env|file|keychain):[^}]*\}$/;

/** Hides the values that servers are given, since what a server prints may repeat them. */
export function hiderOf({ config }: Pick<Configuration, 'config'>): (text: string) => string {
  const values = Object.values(config.servers).flatMap(({ env, headers }) => [
    ...Object.values(env),
    ...Object.values(headers).flatMap((value) => [value, value.replace(/^\w+ +/, '')]),
  ]);
  const secrets = [...values, ...Object.values(config.http.tokens)].filter(
    (value) => value.length >= 6 && !UNFILLED.test(value),
  );
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '[hidden]'), text);
}
