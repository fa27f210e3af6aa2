import { NOTHING_SEEN } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import { acts } from '../model/tool.ts';
import { wordsOf } from '../model/words/name-words.ts';
import { wordSet } from '../model/words/word-set.ts';
import { nameAt } from './reading/place.ts';

/** What an argument is called that says which rights somebody gets. */
const RIGHTS: ReadonlySet<string> =
  wordSet(`role roles permission permissions level access right rights privilege privileges rank rolle rollen recht rechte zugriff rôle droit
  droits accès rol permiso permisos acceso ruolo permessi accesso papel permissão`);
/** Rights beyond which there are none: whoever has them can take them from all others. */
const HIGHEST =
  /^\s*(?:(?:co-?)?owners?|(?:(?:super|org|organi[sz]ation|global|site|workspace|tenant|system)[ _-]?)?admin(?:istrator)?s?|maintainers?|super[ _-]?users?|root|full(?:[ _-](?:access|control|rights))?|all|eigentümer(?:in)?|besitzer(?:in)?|inhaber(?:in)?|administrateur|propriétaire|administrador|propietario|amministratore|proprietario|dono)\s*$/i;
const LONGEST = 30;

/** Calls that give somebody the highest rights there are: `role: owner`. */
export const rights: Inspector = {
  name: 'rights',
  version: 1,
  readsCallAlone: true,
  onCall({ tool }, texts) {
    if (!acts(tool)) return NOTHING_SEEN;
    for (const { at, text, key } of texts) {
      if (key || text.length > LONGEST || !HIGHEST.test(text)) continue;
      if (!wordsOf(nameAt(at)).some((word) => RIGHTS.has(word))) continue;
      return {
        findings: [{ kind: 'rights.highest', severity: 'medium', at, message: 'It gives the highest rights.' }],
      };
    }
    return NOTHING_SEEN;
  },
};
