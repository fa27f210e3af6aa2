import type { ProcessTable } from '../journal/disk/process-table.ts';
import { clientAmong } from '../journal/state/clients.ts';
import { messageOf } from '../model/caught.ts';
import { plainLine } from './printing/plain.ts';
import type { Screen } from './screen.ts';

export interface GuardOptions {
  /** The `clients/` folder of the state directory. */
  readonly clients: string;
  readonly pid?: number;
  readonly table?: ProcessTable;
}

/** Variables that AI clients set for the programs their agents run. */
const AGENT_MARKS = [
  'CLAUDECODE',
  'CLAUDE_CODE_SESSION_ID',
  'CODEX_SANDBOX',
  'GEMINI_CLI',
  'OPENCODE',
  'CURSOR_AGENT',
] as const;

/** Whether a person decides here. If it may be an agent, says why on stderr, after what did not happen for it. */
export function mayDecide(screen: Screen, options: GuardOptions, otherwise: string): boolean {
  const why = whyNoPerson(screen, options);
  if (why !== undefined) screen.err(`sallyport: ${otherwise}: ${why}`);
  return why === undefined;
}

/**
 * Why this process may not act for a person, or undefined if it may: an agent with a shell must not approve itself. If
 * that cannot be determined, it may not.
 */
export function whyNoPerson(screen: Screen, { clients, pid = process.pid, table }: GuardOptions): string | undefined {
  const { SALLYPORT_DOWNSTREAM } = screen.env;
  const elsewhere = 'Open a terminal of your own, outside any AI client, and run it there.';
  if (SALLYPORT_DOWNSTREAM !== undefined && SALLYPORT_DOWNSTREAM !== '') {
    return `this runs inside a server that Sallyport started (SALLYPORT_DOWNSTREAM is set), which may act for an agent. ${elsewhere}`;
  }
  if (!screen.isAttended) {
    return `there is no terminal to answer on (stdin is not one), so nobody can be asked. ${elsewhere}`;
  }
  // A client that connects over HTTP, or has not started us yet, is in no list; most of them mark what their agents
  // run.
  const mark = AGENT_MARKS.find((name) => screen.env[name] !== undefined && screen.env[name] !== '');
  if (mark !== undefined) {
    return `this runs in the shell of an AI client (${mark} is set): its agent could be the one answering. ${elsewhere}`;
  }
  try {
    const client = clientAmong(clients, pid, table);
    if (client === undefined) return undefined;
    const name = plainLine(client.command, 60) || 'an AI client';
    return `this runs below process ${client.pid} (${name}), a client that uses Sallyport: its agent could be the one answering. ${elsewhere}`;
  } catch (error) {
    const why = messageOf(error);
    return `it cannot be told which processes started this one (${plainLine(why)}), so it may be an agent. Run it where that can be told, on the machine itself and as the user whose state directory it is.`;
  }
}
