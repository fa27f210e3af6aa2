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
const HIGHEST: ReadonlySet<string> = wordSet(
  `owner owners admin admins administrator administrators maintainer maintainers super superuser superusers superadmin sysadmin root
  eigentümer eigentümerin besitzer besitzerin inhaber inhaberin administrateur propriétaire administrador propietario
  amministratore proprietario dono`,
);
/** What may be said beside that: for all of what, and that these are rights. A `product owner` has others. */
const BESIDE: ReadonlySet<string> = wordSet(
  `co org organization organisation global site workspace tenant system cluster repo repository team server domain db database role roles
  user users is full access control right rights privilege privileges permission permissions`,
);
/** Several rights in one text, and words for all there are. `All users` are others. */
const PARTS = /[,;|+]/;
const ALL = /^(?:\*|(?:all|full)(?:[ _-]?(?:access|control|rights|privileges|permissions))?)$/i;
const LONGEST = 60;

const isHighest = (text: string): boolean =>
  text.split(PARTS).some((part) => {
    if (ALL.test(part.trim())) return true;
    const words = wordsOf(part);
    const others = words.filter((word) => !HIGHEST.has(word));
    return others.length < words.length && others.every((word) => BESIDE.has(word));
  });

/** Calls that give somebody the highest rights there are: `role: owner`. */
export const rights: Inspector = {
  name: 'rights',
  version: 2,
  readsCallAlone: true,
  onCall({ tool }, texts) {
    if (!acts(tool)) return NOTHING_SEEN;
    for (const { at, text, key } of texts) {
      if (key || text.length > LONGEST) continue;
      if (!wordsOf(nameAt(at)).some((word) => RIGHTS.has(word)) || !isHighest(text)) continue;
      return {
        findings: [{ kind: 'rights.highest', severity: 'medium', at, message: 'It gives the highest rights.' }],
      };
    }
    return NOTHING_SEEN;
  },
};
