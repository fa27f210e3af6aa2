import { wordSet } from '../model/words/word-set.ts';

/** Verbs of tools that only return something, also as the most common languages of definitions have them. */
export const READ =
  wordSet(`get list search read find fetch show describe view lookup check count browse inspect preview retrieve
  summarize summarise analyze analyse explain compare validate verify whoami status ls cat head tail grep stat tree diff
  resolve extract scan monitor watch wait help detect calculate compute convert translate estimate recommend suggest think
  return obtain display identify determine query ask available provide take hover measure download discover audit poll
  screenshot snapshot capture geocode ping predict classify rank rerank research logs history docs`);
/** The same in other languages. What else a name says there is told by its acts alone. */
export const READ_ABROAD =
  wordSet(`zeige zeigt zeigen suche sucht suchen durchsuchen liste listet auflisten liefert lies liest lesen abrufen ansehen anschauen
  einsehen nachschlagen finden berechne berechnet berechnen ermittelt ermitteln prüft prüfen pruefen
  cherche chercher recherche rechercher trouve trouver affiche afficher consulte consulter lister renvoie retourne obtient obtenir
  récupère récupérer recuperer visualiser lire busca buscar consulta consultar lista listar muestra mostrar obtiene obtener lee leer
  encontrar visualizar calcula calcular procura procurar pesquisar exibir mostra obtém obter lê ler
  cerca cercare elenca elencare leggi leggere mostrare trova trovare visualizzare consultare ottenere
  zoek zoekt zoeken toon toont tonen lezen bekijken opvragen ophalen weergeven`);
/** Verbs for reading only where a name ends with them. Before another word they are things: `anzeigen_schalten` places advertisements. */
export const READ_LAST = wordSet('anzeigen abfragen auswerten vergleichen');
export const WRITE =
  wordSet(`create add insert update set edit modify write save append put patch rename move copy upload change
  assign unassign tag archive unarchive toggle enable disable configure register schedule reschedule book reserve rate
  approve reject merge commit close reopen start stop restart pause import duplicate clone fork complete resolve pin
  unpin mark make mkdir touch upsert replace link unlink attach submit fill click type press drag select scale generate
  cancel order login signup apply restore lock unlock follow unfollow transition log record store react resize
  navigate handle sync publish push post send delete remove drop destroy unpack unzip untar decompress`);
/** What is gone afterwards, or given away for good: money that is paid, what somebody approves. */
export const DESTRUCTIVE =
  wordSet(`delete remove drop destroy purge erase wipe truncate clear reset revoke cancel uninstall
  terminate kill trash prune overwrite discard deactivate ban evict rm rmdir del unshare refund shutdown delist waive void disband
  dissolve expunge forget annul forfeit liquidate decommission disburse pay transfer wire remit donate payout approve
  authorize authorise`);
/** Those that are things where they are read: `list_transfers`, `get_payout`. */
export const PAYMENTS = wordSet('pay payout transfer refund void');
export const EXTERNAL =
  wordSet(`send post publish email mail reply forward share invite tweet notify transfer pay purchase buy
  dial broadcast comment message upload push transmit export charge donate wire subscribe webhook request crawl scrape
  navigate browse checkout remit sms submit grant`);
export const EXECUTE = wordSet(
  'execute exec run eval evaluate invoke spawn shell bash terminal deploy compile install launch repl interpreter trigger',
);

/** Verbs only at the beginning, or where nothing clearer is there: `post` in `get_post` is a thing. */
export const NOUNS =
  wordSet(`post message comment order email mail request status log record link list tag type help head tail
  tree diff terminal shell bash query view webhook label set update check rate stat book pin copy copies search
  address selected available take resolve sms export import upload wire run start charge share monitor watch file repl interpreter trigger`);

/** After one of these a second verb follows: `get_or_create`, `read_and_delete`. */
export const JOINS = wordSet('and or then also');
/** What may come before the verb of a description: "This tool permanently deletes …", "Use this to send …". */
export const FILLERS =
  wordSet(`this tool function method api endpoint the a an it can will be used use to for allows you let lets
  enables and permanently immediately safely quickly efficiently securely recursively simply optionally directly
  please call when need`);
