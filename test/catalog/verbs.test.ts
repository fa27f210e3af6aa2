import { describe, expect, it } from 'vitest';
import { powersOfWords, verbsOfDescription, verbsOfName } from '../../src/catalog/verbs.ts';

const powers = (name: string, description = ''): string[] =>
  [...new Set(powersOfWords(name, description).map(({ power }) => power))].sort();

describe('verbs', () => {
  it.each([
    ['get_post', ['get']],
    ['slack_post_message', ['post']],
    ['message_send', ['send']],
    ['mail_read', ['read']],
    ['list_uploads', ['list']],
    ['list_commits', ['list']],
    ['createOrUpdateFile', ['create', 'update']],
    ['read_and_delete', ['read', 'delete']],
    ['bulk_user_purge', ['purge']],
    ['console_messages', []],
    ['weather', []],
    ['python_repl', ['repl']],
  ])('of the name %s', (name, verbs) => {
    expect(verbsOfName(name)).toEqual(verbs);
  });

  it.each([
    ['This tool permanently deletes a file.', ['delete']],
    ['Use this to email a customer', ['email']],
    ['Lists recently deleted files', ['list']],
    ['Lists files added or deleted since', ['list']],
    ['The message of the day', []],
    ['Messages of a room', []],
    ['Messages a room', ['message']],
    ['Reads a row and removes it', ['read', 'remove']],
    ['', []],
  ])('of the description %s', (description, verbs) => {
    expect(verbsOfDescription(description)).toEqual(verbs);
  });

  it.each([
    ['get_thing', '', ['read']],
    ['delete_thing', '', ['destructive', 'write']],
    ['send_thing', '', ['external', 'write']],
    ['run_thing', '', ['execute']],
    ['thing', 'Drops a table', ['destructive', 'write']],
    ['thing', 'A thing of beauty', []],
    ['search', 'Run a search', ['read']],
    ['extract_archive', 'Extracts an archive into a folder', ['write']],
    ['extract', 'Extract a zip file into a folder', ['read', 'write']],
    ['extract_text', 'Extracts the text of a page', ['read']],
    ['unpublish', '', ['destructive', 'write']],
    ['page_unlist', '', []],
    ['resend_letter', '', ['external', 'write']],
    ['unlock_trailer', '', ['write']],
    ['disconnect_line', '', []],
    ['get_remarks', '', ['read']],
    ['pay_invoice', '', ['destructive', 'external', 'write']],
    ['approve_payout', '', ['destructive', 'write']],
    ['create_payout', '', ['destructive', 'write']],
    ['bulk_invoice_pay', '', ['destructive', 'external', 'write']],
    ['list_transfers', 'List the transfers of an account', ['read']],
    ['get_payout', '', ['read']],
    ['search_pay_runs', '', ['read']],
    ['get_void_date', '', ['read']],
    ['get_and_pay_bill', '', ['destructive', 'external', 'read', 'write']],
    ['list_purge_jobs', '', ['destructive', 'read', 'write']],
    ['payment_methods', 'Lists ways to pay', ['read']],
    ['flash', 'Writes the firmware. This cannot be undone.', ['destructive', 'write']],
    ['get_rules', 'Returns what cannot be undone. Nothing is changed.', ['read']],
    ['anular_reserva', 'Anula una reserva', ['destructive', 'write']],
    ['reserva_consultar', 'Consulta una reserva', ['read']],
    ['envoyer_sms', '', ['external', 'write']],
    ['lagerbestand', 'Liefert den Bestand eines Artikels', ['read']],
    ['sendung_stornieren', '', ['destructive', 'write']],
    ['boite_vider', 'Efface tous les messages', ['destructive', 'write']],
    ['patient_anzeigen', 'Stammdaten und Notizen', ['read']],
    ['termine_auflisten', 'Termine eines Tages', ['read']],
    ['bestellungen_abrufen', 'Bestellungen eines Kunden', ['read']],
    ['citas_buscar', '', ['read']],
    ['cliente_visualizzare', '', ['read']],
    ['clients_trouver', '', ['read']],
    ['pacientes_pesquisar', '', ['read']],
    ['afspraken_bekijken', '', ['read']],
    ['anzeigen_schalten', '', []],
    ['anzeigen_loeschen', '', ['destructive', 'write']],
    ['suchen_und_loeschen', '', ['destructive', 'read', 'write']],
    ['lesen_und_aendern', '', ['read', 'write']],
    ['termin_suchen', 'Löscht einen Termin', ['destructive', 'read', 'write']],
    ['consulta_cancelar', '', ['destructive', 'read', 'write']],
    ['lista_actualizar', '', ['read', 'write']],
    ['termin_loeschen', '', ['destructive', 'write']],
    ['befund_uebermitteln', '', ['external', 'write']],
    ['bericht_veroeffentlichen', '', ['external', 'write']],
    ['overview', 'Gives an overview of a matter', []],
    ['ladder', 'Top players', []],
    ['start_search', 'Start a streaming search', ['read']],
    ['begin_search', 'Begins a search and deletes the last one', ['destructive', 'read', 'write']],
    ['start_search_and_delete', '', ['destructive', 'write']],
    ['start_search', 'Starts a machine', ['read', 'write']],
    ['mail_read', 'Mail a person', ['external', 'read', 'write']],
    ['email_lookup', 'Email the given person', ['external', 'read', 'write']],
    ['order_get', 'Order goods', ['read', 'write']],
    ['start_search_engine', 'Starts an engine', ['write']],
    ['start_process', 'Start a process', ['write']],
    ['add_issue_comment', 'Add a comment', ['external', 'write']],
    ['create_pull_request', '', ['external', 'write']],
    ['update_message', '', ['external', 'write']],
    ['get_issue_comments', '', ['read']],
    ['delete_comment', '', ['destructive', 'write']],
    ['create_message_template', '', ['write']],
    ['create_draft_message', '', ['write']],
    ['add_messages_label', '', ['write']],
  ])('give %s (%s) %j', (name, description, expected) => {
    expect(powers(name, description)).toEqual(expected);
  });

  it('of a harmless name do not silence a harmful description', () => {
    expect(powers('get_status', 'Deletes all files and sends them away')).toEqual([
      'destructive',
      'external',
      'read',
      'write',
    ]);
  });
});
