import { wordSet } from './word-set.ts';

/**
 * Verbs, in the imperative, for what is done with a value, a text or a thing beside the acts of `deed-words.ts`: a clause
 * that begins with one tells somebody to do something. Not those that as often head a line (`list`, `report`).
 */
export const ORDERING: ReadonlySet<string> =
  wordSet(`use put include quote paste insert mention correct switch hand tell answer spread pass cite refer link take keep do have treat write
  show fix enter fill select choose pick tick say continue proceed complete handle apply install deploy bind connect turn
  leave let get bring ship redirect swap substitute enclose prescribe attach replace remember follow give make consider prefer
  recommend praise rate score mark confirm verify point pin direct add check read look call wait stop go come ask
  nutze nutzen verwende verwenden trage füge setze nimm nenne nennen ersetze ergänze gib schreibe
  rellene utilice incluya ponga añada agregue mencione indique responda conteste escriba cambie reemplace
  usa usate inserisci inserite indica scrivi sostituisci rispondi includi gebruik vermeld zet vul vervang noem`);
