import type { Doubt } from '../evidence/doubt.ts';
import type { JsonPointer } from '../json.ts';
import { anyOf } from './word-set.ts';

/** What is done by whoever puts a value where it stands. */
const FILLED_IN = anyOf(`
  entered edited edit changed change updated update modified submitted supplied provided filled_in filled set added joined uploaded typed
  eingegeben eingetragen geändert änderung bearbeitet eingereicht hochgeladen saisie? modifiée? soumise? remplie? ajoutée? introducid[oa]
  editad[oa] modificad[oa] enviad[oa]`);
const BY = anyOf('by from via through von durch über vom par depuis por desde');
/** People and ways in of which nobody knows who they are. What a `guest` asks for, staff may have written down. */
const OUTSIDER = anyOf(`
  (?:(?:public|shared|guest|open|invite)_)?link guests?(?!_(?:request|wish|relations)) visitors? anonymous anybody anyone unknown
  unauthenticated unverified unregistered strangers? third[_-]part(?:y|ies) outsiders? external public_(?:form|page|portal|user|web)
  (?:web|online|contact|portal)_(?:form|users?|visitors?) (?:new|another|unrecogni[sz]ed)_(?:device|browser|session)
  gast gäste besuchern? unbekannte?[mnr]? anonyme?[mnr]? externe?[mnr]? dritte[nr]? (?:öffentliche[sn]?|online-?)_?formular
  visiteurs? invitée?s? inconnue?s? tiers externe formulaire_public visitantes? invitad[oa]s? desconocid[oa]s? terceros?
  formulario_público`);
const SOMEBODY = `(?:an? |the |some |eine[mnr]? |un |une |una )?(${OUTSIDER})(?!\\p{L})`;
const CLAIM = new RegExp(
  `(?<!\\p{L})(?:${FILLED_IN})(?!\\p{L})[^.;\\n]{0,40}?(?<!\\p{L})(?:${BY})[:,]? ${SOMEBODY}`,
  'u',
);
/** A longer text is no note about the record that it stands in. */
const LONGEST = 120;
/** Part of every claim, in a value or at the end of its name. Every value is looked at: what is plainly none costs next to nothing. */
const HAS_BY = new RegExp(`(?:^| )(?:${BY})[ :,]`);
const IS_BY = new RegExp(`(?:${BY})$`, 'i');
const IS_SOMEBODY = new RegExp(`^${SOMEBODY}`, 'iu');

/** What somebody puts into a record. Who only changed or submitted one is not what it holds: `updated_by: { email: … }` is a person. */
const PUT_IN = anyOf(`
  entered supplied provided filled_in filled typed eingegeben eingetragen saisie? remplie? introducid[oa]`);
/** What a member is called where those outside fill it in as they like: `entered_by_visitor`, `customerForm`. */
const FREE = new RegExp(
  `(?:^| )(?:(?:${FILLED_IN}) (?:${BY}) ${SOMEBODY}|(?:${PUT_IN}) (?:${BY})(?: \\p{L}+){1,2}|(visitor|guest|public|customer|client|user|buyer|applicant|external|third party|anonymous) (?:fields?|forms?|inputs?|entry|entries|supplied|provided))$`,
  'u',
);
const MAY_BE_FREE = /by|from|via|through|von|durch|par|por|field|form|input|entr|supplied|provided/i;

const plainly = (name: string): string =>
  name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/**
 * Who outside filled in a record, if one of its members says so by its place and value: `edited_by: guest link`,
 * `note: entered by a visitor`.
 */
export function outsiderIn(at: JsonPointer, value: string): Doubt | undefined {
  if (value.length > LONGEST || !(HAS_BY.test(value) || (IS_BY.test(at) && IS_SOMEBODY.test(value)))) return undefined;
  const found = CLAIM.exec(`${plainly(at.slice(at.lastIndexOf('/') + 1))} ${value.toLowerCase()}`);
  return found === null ? undefined : `by ${found[1]}`;
}

/** Who outside fills in what a member holds, if its name says so. */
export function outsiderNamed(name: string): Doubt | undefined {
  const found = FREE.exec(plainly(name));
  return found === null ? undefined : `by ${found[1] ?? found[2] ?? 'somebody'}`;
}
/** Whether a part of a place may be such a name: hardly any is. */
export const mayBeForOutsiders = (at: string): boolean => MAY_BE_FREE.test(at);
